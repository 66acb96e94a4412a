// Reading, checking and compiling a scenario, by its size.
#include <benchmark/benchmark.h>

#include "loaded.h"
#include "text/tree.h"

namespace runner::bench {
namespace {

std::string scenario_of(int64_t tasks) {
  std::string text = "scenario: bench\nlocks: [mutex]\nvalues: {counter: 0}\ntasks:\n";
  for (int64_t i = 0; i < tasks; ++i) {
    text += "  task_" + std::to_string(i) +
            ":\n    params: [x]\n    steps:\n      - let: {y: \"${x * 2 + 1}\"}\n"
            "      - lock: mutex\n        do: [{add: {counter: \"${y}\"}}]\n";
  }
  return text + "main: [{call: task_0, args: [1]}]\n";
}

void report_size(benchmark::State& state, const std::string& text) {
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(text.size()));
  state.SetComplexityN(state.range(0));
}

void parse(benchmark::State& state) {
  const Source source("bench.yaml", scenario_of(state.range(0)));
  for ([[maybe_unused]] auto _ : state) {
    Diagnostics diagnostics;
    benchmark::DoNotOptimize(read_tree(source, diagnostics));
  }
  report_size(state, source.text());
}
BENCHMARK(parse)->RangeMultiplier(10)->Range(10, 10'000)->Complexity(benchmark::oN);

void check(benchmark::State& state) {
  const Source source("bench.yaml", scenario_of(state.range(0)));
  for ([[maybe_unused]] auto _ : state) {
    Diagnostics diagnostics;
    benchmark::DoNotOptimize(load_scenario(source, {}, diagnostics));
  }
  report_size(state, source.text());
}
BENCHMARK(check)->RangeMultiplier(10)->Range(10, 10'000)->Complexity(benchmark::oN);

void compile_program(benchmark::State& state) {
  const Source source("bench.yaml", scenario_of(state.range(0)));
  Diagnostics diagnostics;
  const std::optional<Scenario> scenario = load_scenario(source, {}, diagnostics);
  for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(compile(*scenario));
  report_size(state, source.text());
}
BENCHMARK(compile_program)->RangeMultiplier(10)->Range(10, 10'000)->Complexity(benchmark::oN);

}  // namespace
}  // namespace runner::bench
