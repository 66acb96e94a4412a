// What a machine spends on its own steps and on yielding operations; an item is one turn of a loop.
#include <benchmark/benchmark.h>

#include "loaded.h"
#include "machine/machine.h"

namespace runner::bench {
namespace {

class Nowhere final : public Environment {
 public:
  std::string now() override { return "2000-01-01 00:00:00"; }
  double elapsed() override { return 0; }
  int64_t deadline_after(double) override { return 0; }
  ProcessBody self() override { return {}; }
};

// Runs main to its end; every operation succeeds and gives 1.
void run_main(benchmark::State& state, const std::string& steps) {
  constexpr int64_t kTurns = 10'000;
  const Program program =
      program_of("vars: {n: 10000}\nlocks: [mutex]\nvalues: {counter: 0}\nmain:\n" + steps);
  Nowhere nowhere;
  for ([[maybe_unused]] auto _ : state) {
    Machine machine(program, kMainProcess, 0);
    for (;;) {
      const Operation& operation = machine.next(nowhere);
      if (operation.op == Op::kEnd) break;
      machine.resume(Outcome::done(Value::integer(1)));
    }
  }
  state.SetItemsProcessed(state.iterations() * kTurns);
}

void empty_loop(benchmark::State& state) {
  run_main(state, "  - repeat: ${n}\n    do: [{let: {x: 1}}]\n");
}
BENCHMARK(empty_loop);

void local_arithmetic(benchmark::State& state) {
  run_main(state, "  - let: {x: 0}\n  - repeat: ${n}\n    do: [{let: {x: \"${x + 1}\"}}]\n");
}
BENCHMARK(local_arithmetic);

void condition(benchmark::State& state) {
  run_main(state, "  - let: {x: 0}\n  - while: x < n\n    do: [{let: {x: \"${x + 1}\"}}]\n");
}
BENCHMARK(condition);

void lock_and_add(benchmark::State& state) {
  run_main(state, "  - repeat: ${n}\n    do: [{lock: mutex, do: [{add: {counter: 1}}]}]\n");
}
BENCHMARK(lock_and_add);

void shared_read(benchmark::State& state) {
  run_main(state, "  - repeat: ${n}\n    do: [{let: {x: \"${counter + 1}\"}}]\n");
}
BENCHMARK(shared_read);

}  // namespace
}  // namespace runner::bench
