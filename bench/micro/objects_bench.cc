// Each shared object, by one process that nobody disturbs.
#include <benchmark/benchmark.h>

#include "loaded.h"
#include "posix/barrier.h"
#include "posix/data.h"
#include "posix/event.h"
#include "posix/futex.h"
#include "posix/lock.h"
#include "posix/queue.h"
#include "posix/semaphore.h"

namespace runner::posix {
namespace {

using bench::program_of;

// A region with one object, number 0, and the process that uses it.
class One {
 public:
  explicit One(const std::string& declaration)
      : program_(program_of(declaration + "\nmain: [{print: x}]\n")),
        region_(Region::create(program_)),
        self_(region_.value(), kMainProcess) {
    enter_process();
  }
  Self& self() { return self_; }

 private:
  Program program_;
  Result<Region> region_;
  Self self_;
};

void lock(benchmark::State& state) {
  One one("locks: [x]");
  for ([[maybe_unused]] auto _ : state) {
    benchmark::DoNotOptimize(lock_acquire(one.self(), 0, kNoDeadline));
    benchmark::DoNotOptimize(lock_release(one.self(), 0));
  }
}
BENCHMARK(lock);

void semaphore(benchmark::State& state) {
  One one("semaphores: {x: 1}");
  for ([[maybe_unused]] auto _ : state) {
    benchmark::DoNotOptimize(semaphore_acquire(one.self(), 0, kNoDeadline));
    benchmark::DoNotOptimize(semaphore_release(one.self(), 0, Value()));
  }
}
BENCHMARK(semaphore);

void event(benchmark::State& state) {
  One one("events: [x]");
  benchmark::DoNotOptimize(event_trigger(one.self(), 0));
  for ([[maybe_unused]] auto _ : state)
    benchmark::DoNotOptimize(event_wait(one.self(), 0, kNoDeadline));
}
BENCHMARK(event);

void barrier(benchmark::State& state) {
  One one("barriers: {x: 1}");
  for ([[maybe_unused]] auto _ : state)
    benchmark::DoNotOptimize(barrier_wait(one.self(), 0, kNoDeadline));
}
BENCHMARK(barrier);

void queue(benchmark::State& state) {
  One one("queues: {x: 4}");
  const Value item = Value::integer(1);
  for ([[maybe_unused]] auto _ : state) {
    benchmark::DoNotOptimize(queue_put(one.self(), 0, item, kNoDeadline));
    benchmark::DoNotOptimize(queue_get(one.self(), 0, kNoDeadline));
  }
}
BENCHMARK(queue);

void change(benchmark::State& state, const std::string& declaration, Op op, const Value& value,
            std::vector<Value> path) {
  One one(declaration);
  const OperationSpec spec;
  Operation operation;
  operation.op = op;
  operation.spec = &spec;
  operation.target = 0;
  operation.value = &value;
  operation.path = path;
  for ([[maybe_unused]] auto _ : state)
    benchmark::DoNotOptimize(change_data(one.self(), operation));
}
BENCHMARK_CAPTURE(change, value_add, "values: {x: 0}", Op::kAdd, Value::integer(1), {});
BENCHMARK_CAPTURE(change, value_store, "values: {x: 0}", Op::kStore, Value::integer(1), {});
BENCHMARK_CAPTURE(change, value_text, "values: {x: 0}", Op::kStore, Value::string("some text"), {});
BENCHMARK_CAPTURE(change, dict_store, "dicts: {x: {a: 1}}", Op::kStore, Value::integer(1),
                  {Value::string("a")});
BENCHMARK_CAPTURE(change, list_store, "lists: {x: [1]}", Op::kStore, Value::integer(1),
                  {Value::integer(0)});

// Shared memory is finite: a known number of appends, each time to a fresh list.
void list_append(benchmark::State& state) {
  One one("lists: [x]");
  const OperationSpec spec;
  const Value value = Value::integer(1);
  Operation operation;
  operation.op = Op::kAppend;
  operation.spec = &spec;
  operation.target = 0;
  operation.value = &value;
  for ([[maybe_unused]] auto _ : state)
    benchmark::DoNotOptimize(change_data(one.self(), operation));
}
BENCHMARK(list_append)->Iterations(1'000'000);

}  // namespace
}  // namespace runner::posix

BENCHMARK_MAIN();
