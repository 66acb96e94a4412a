// Expressions: from their text, and computed.
#include <benchmark/benchmark.h>

#include "expr/check.h"
#include "expr/code.h"
#include "loaded.h"

namespace runner::bench {
namespace {

class Nothing final : public Surroundings {
 public:
  std::string now() override { return "2000-01-01 00:00:00"; }
  double elapsed() override { return 0; }
};

// The code of `expression` over the locals a, b (numbers) and xs (a list).
void compute(benchmark::State& state, const std::string& expression) {
  const Program program = program_of(
      "main:\n  - let: {a: 3, b: 4, xs: [1, 2, 3, 4, 5, 6, 7, 8]}\n"
      "  - let: {result: \"${" +
      expression + "}\"}\n");
  const std::vector<Value> slots = {Value::integer(3), Value::integer(4),
                                    Value::list(std::vector<Value>(8, Value::integer(1))), Value()};
  const Code& code = program.codes.back();
  Random random;
  Nothing nothing;
  for ([[maybe_unused]] auto _ : state) {
    benchmark::DoNotOptimize(code.evaluate(slots.data(), random, nothing));
  }
}
BENCHMARK_CAPTURE(compute, arithmetic, "a * b + 1");
BENCHMARK_CAPTURE(compute, logic, "a < b && b != 0 || a == 7");
BENCHMARK_CAPTURE(compute, macro, "xs.map(x, x * x)");
BENCHMARK_CAPTURE(compute, text, "'a is ' + string(a)");

}  // namespace
}  // namespace runner::bench
