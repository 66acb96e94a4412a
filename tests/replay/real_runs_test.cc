// Whatever real processes do under random delays is in the explored set.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <set>

#include "posix/futex.h"
#include "scenario_under_test.h"

namespace runner {
namespace {

// RUNNER_REAL_RUNS=5000 makes more of them. Of those that take their time, as a deadlock does until
// it is noticed, there are fewer.
constexpr int64_t kRuns = 50;
constexpr int64_t kRunsPerSlowOne = 10;
constexpr int64_t kSlowNanos = 100'000'000;

int64_t wanted_runs() {
  const char* text = std::getenv("RUNNER_REAL_RUNS");
  return text == nullptr ? kRuns : std::max<int64_t>(1, std::strtoll(text, nullptr, 10));
}

std::set<std::string> allowed_outcomes(const world::Exploration& exploration) {
  std::set<std::string> allowed;
  for (const world::ExplorationOutcome& outcome : exploration.outcomes) {
    std::vector<Value> values;
    for (const auto& [name, value] : outcome.values) values.push_back(value);
    allowed.insert(words(values));
  }
  return allowed;
}

std::set<std::string> allowed_deadlocks(const world::Exploration& exploration) {
  std::set<std::string> allowed;
  for (const world::ExplorationFailure& failure : exploration.failures) {
    if (failure.deadlock) allowed.insert(failure.deadlock->category);
  }
  return allowed;
}

bool has_failed(const RunResult& result) {
  return std::any_of(result.processes.begin(), result.processes.end(),
                     [](const ProcessEnd& end) { return end.failed; });
}

std::string ends_of(const RunResult& result) {
  std::string text;
  for (const ProcessEnd& end : result.processes)
    text += fmt::format("; {} {} {}{}", end.name, end.ended ? "ended with" : "did not end",
                        end.exit_code, end.failed ? " (failed)" : "");
  return text;
}

bool finds_errors(const world::Exploration& exploration) {
  using world::FailureKind;
  return std::any_of(exploration.failures.begin(), exploration.failures.end(),
                     [](const world::ExplorationFailure& failure) {
                       return failure.kind == FailureKind::kAssertion ||
                              failure.kind == FailureKind::kError ||
                              failure.kind == FailureKind::kMisuse;
                     });
}

class RealRuns : public testing::TestWithParam<std::string> {};

TEST_P(RealRuns, ShowOnlyWhatIsPossible) {
  const Program program = program_at(GetParam());
  if (program.scenario.explore.kills > 0) GTEST_SKIP() << "nobody kills here";
  const world::Exploration exploration = explored_untimed(program);
  const bool complete =
      exploration.coverage == world::Coverage::kComplete && exploration.outcomes_complete;
  if (!complete) GTEST_SKIP() << "too large to explore";
  const std::set<std::string> outcomes = allowed_outcomes(exploration);
  const std::set<std::string> deadlocks = allowed_deadlocks(exploration);
  std::set<std::string> seen;
  for (int64_t left = wanted_runs(), run = 0; left > 0; ++run) {
    RunOptions options;
    options.seed = static_cast<uint64_t>(run);
    options.delays = options.seed;
    const int64_t began = posix::monotonic_now();
    const RunResult result = run_really(program, options);
    if (result.timed_out) GTEST_SKIP() << "does not end by itself";
    left -= posix::monotonic_now() - began >= kSlowNanos ? kRunsPerSlowOne : 1;
    if (result.deadlock) {
      EXPECT_TRUE(deadlocks.contains(result.deadlock->category)) << result.deadlock->category;
      continue;
    }
    EXPECT_TRUE(exploration.some_path_ends);
    EXPECT_TRUE(!has_failed(result) || finds_errors(exploration));
    if (program.scenario.observe.empty()) continue;
    const std::string outcome = words(result.observed);
    EXPECT_TRUE(outcomes.contains(outcome))
        << outcome << " was not found by exploring" << ends_of(result);
    seen.insert(outcome);
  }
  RecordProperty("seen", static_cast<int>(seen.size()));
  RecordProperty("allowed", static_cast<int>(outcomes.size()));
}

INSTANTIATE_TEST_SUITE_P(Scenarios, RealRuns, testing::ValuesIn(scenario_paths()),
                         [](const auto& info) { return test_name(info.param); });

}  // namespace
}  // namespace runner
