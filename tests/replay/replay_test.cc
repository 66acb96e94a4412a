// Every counterexample and every outcome that exploring finds happens on real processes; what is
// recorded of a real run can be repeated, and is possible in the world.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "machine/schedule.h"
#include "scenario_under_test.h"
#include "world/follow.h"

namespace runner {
namespace {

// Of each scenario, in the ordinary suite; RUNNER_THOROUGH=1 replays all.
constexpr size_t kSchedules = 10;

size_t most_schedules() {
  return std::getenv("RUNNER_THOROUGH") != nullptr ? SIZE_MAX : kSchedules;
}

RunResult replayed(const Program& program, const Schedule& schedule) {
  RunOptions options;
  options.replay = &schedule;
  return run_really(program, options);
}

void expect_repeatable(const Program& program, const Schedule& schedule,
                       const RunResult& recorded) {
  EXPECT_EQ(words(world::follow(program, schedule)), "");
  const RunResult again = replayed(program, schedule);
  EXPECT_EQ(words(again.divergence), "");
  EXPECT_EQ(words(again.observed), words(recorded.observed));
  // Where others could go on, a schedule shows how some came to be stuck, not that they are.
  const bool of_all = schedule.ending == Schedule::Ending::kDeadlock;
  EXPECT_EQ(again.deadlock.has_value(), recorded.deadlock.has_value() && of_all);
}

// How far it computes in one step is the same in every world.
TEST(Replay, AnEndlessComputationIsPossible) {
  const Program program = program_of(R"(main:
  - let: {x: 0}
  - while: x == 0
    do: [{let: {x: 0}}]
)");
  Schedule schedule;
  RunOptions options;
  options.record = &schedule;
  options.timeout = 0.1;
  EXPECT_TRUE(run_really(program, options).timed_out);
  EXPECT_EQ(words(world::follow(program, schedule)), "");
}

class Replay : public testing::TestWithParam<std::string> {};

TEST_P(Replay, EachFailureHappens) {
  const Program program = program_at(GetParam());
  const world::Exploration exploration = explored(program);
  size_t left = most_schedules();
  for (const world::ExplorationFailure& failure : exploration.failures) {
    if (left-- == 0) break;
    const RunResult result = replayed(program, failure.schedule);
    EXPECT_EQ(words(result.divergence), "") << failure.category << ": " << failure.message;
    if (failure.schedule.ending != Schedule::Ending::kDeadlock || result.divergence) continue;
    ASSERT_TRUE(result.deadlock);
    EXPECT_EQ(result.deadlock->category, failure.category);
  }
}

TEST_P(Replay, EachOutcomeHappens) {
  const Program program = program_at(GetParam());
  const world::Exploration exploration = explored(program);
  size_t left = most_schedules();
  for (const world::ExplorationOutcome& outcome : exploration.outcomes) {
    if (left-- == 0) break;
    const RunResult result = replayed(program, outcome.schedule);
    EXPECT_EQ(words(result.divergence), "");
    std::vector<Value> expected;
    for (const auto& [name, value] : outcome.values) expected.push_back(value);
    EXPECT_EQ(words(result.observed), words(expected));
  }
}

TEST_P(Replay, WhatIsRecordedIsPossibleAndCanBeRepeated) {
  const Program program = program_at(GetParam());
  Schedule schedule;
  RunOptions options;
  options.record = &schedule;
  options.seed = 7;
  const RunResult recorded = run_really(program, options);
  if (recorded.timed_out) GTEST_SKIP() << "does not end by itself";
  expect_repeatable(program, schedule, recorded);
}

// Anyone may be killed, once, at any point.
TEST_P(Replay, EachFailureByAKillHappens) {
  const Program program = program_at(GetParam());
  const world::Exploration exploration = explored_with_kills(program, 1);
  size_t left = most_schedules();
  for (const world::ExplorationFailure& failure : exploration.failures) {
    if (left-- == 0) break;
    EXPECT_EQ(words(replayed(program, failure.schedule).divergence), "")
        << failure.category << ": " << failure.message;
  }
}

// Killed from outside, while it is recorded.
TEST_P(Replay, WhatIsRecordedOfAKillIsPossibleAndCanBeRepeated) {
  const Program program = program_at(GetParam());
  const auto last = static_cast<int32_t>(program.scenario.processes.size()) - 1;
  if (last == kMainProcess) GTEST_SKIP() << "nobody but main";
  for (const uint64_t operation : {uint64_t{1}, uint64_t{3}}) {
    Schedule schedule;
    RunOptions options;
    options.record = &schedule;
    options.seed = 7;
    options.kills = {InjectedKill{.process = last, .operation = operation}};
    const RunResult recorded = run_really(program, options);
    if (recorded.timed_out) continue;
    SCOPED_TRACE(fmt::format("killed before operation {} of {}", operation,
                             recorded.operations_of_victims.front()));
    expect_repeatable(program, schedule, recorded);
  }
}

INSTANTIATE_TEST_SUITE_P(Scenarios, Replay, testing::ValuesIn(scenario_paths()),
                         [](const auto& info) { return test_name(info.param); });

}  // namespace
}  // namespace runner
