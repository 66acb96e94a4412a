// Who dies after a notify, before it has the lock again, leaves its wake-up to another: real
// processes and the explored ones agree on whom that may be.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "machine/schedule.h"
#include "scenario/load.h"
#include "scenario_under_test.h"
#include "world/follow.h"

namespace runner {
namespace {

constexpr int kSeeds = 30;

constexpr std::string_view kKilled = R"(scenario: test
conditions: [c]
events: [through]
values: {woken: 0}
processes:
  waiter:
    count: 3
    steps: [{lock: c, do: [{wait: c}, {set: {woken: "${index + 1}"}}]}, {trigger: through}]
main:
  - start: waiter
  - while: c.waiting < 3
    do: [{sleep: 1ms}]
  - lock: c
    do: [{notify: c}, {terminate: "waiter[0]"}]
  - wait: through
  - terminate: ["waiter[1]", "waiter[2]"]
observe: [woken]
)";

// The notifier is at another object, or at none, when the woken one is looked for.
constexpr std::string_view kGoesOn = R"(scenario: test
conditions: [c]
values: {x: 0, woken: 0}
processes:
  waiter:
    count: 2
    steps: [{lock: c, do: [{wait: c}, {set: {woken: "${index + 1}"}}]}]
main:
  - start: ["waiter[1]", "waiter[0]"]
  - while: c.waiting < 2
    do: [{sleep: 1ms}]
  - lock: c
    do: [{notify: c}, {add: {x: 1}}]
  - lock: c
    do: [{notify: c}]
  - join: waiter
observe: [woken]
)";

Program program(std::string_view text = kKilled) {
  const Source source("test.yaml", std::string(text));
  Diagnostics diagnostics;
  std::optional<Scenario> scenario = load_scenario(source, {}, diagnostics);
  EXPECT_TRUE(scenario.has_value()) << render(source, diagnostics);
  return compile(scenario ? std::move(*scenario) : Scenario());
}

bool is_left(const Schedule& schedule) {
  return std::any_of(schedule.steps.begin(), schedule.steps.end(), [](const ScheduleStep& step) {
    return step.op == Op::kTerminate && !step.woken.empty();
  });
}

// The schedules of all ways to each outcome, not just of a shortest one.
TEST(LeftWakeUps, GoWhereTheScheduleSays) {
  const Program scenario = program();
  int left = 0;
  for (uint64_t seed = 0; seed < kSeeds; ++seed) {
    world::ExplorationRequest request;
    request.random_schedules = 1;
    request.strategy = world::RandomStrategy::kUniform;
    request.seed = seed;
    for (const world::ExplorationOutcome& outcome : world::explore(scenario, request).outcomes) {
      RunOptions options;
      options.replay = &outcome.schedule;
      const RunResult result = run_really(scenario, options);
      EXPECT_EQ(words(result.divergence), "");
      EXPECT_EQ(words(result.observed), words({outcome.values.front().second}));
      left += is_left(outcome.schedule) ? 1 : 0;
    }
  }
  EXPECT_GT(left, 0);
}

TEST(LeftWakeUps, AreRecordedAndPossible) {
  const Program scenario = program();
  std::set<std::string> possible;
  for (const world::ExplorationOutcome& outcome : explored(scenario).outcomes)
    possible.insert(words({outcome.values.front().second}));
  int left = 0;
  for (uint64_t seed = 0; seed < kSeeds; ++seed) {
    Schedule schedule;
    RunOptions options;
    options.record = &schedule;
    options.seed = seed;
    const RunResult recorded = run_really(scenario, options);
    EXPECT_TRUE(possible.contains(words(recorded.observed)));
    EXPECT_EQ(words(world::follow(scenario, schedule)), "");
    left += is_left(schedule) ? 1 : 0;
  }
  EXPECT_GT(left, 0);
}

TEST(WakeUps, AreRecordedWhateverTheNotifierDoesNext) {
  const Program scenario = program(kGoesOn);
  Schedule schedule;
  RunOptions options;
  options.record = &schedule;
  const RunResult recorded = run_really(scenario, options);
  EXPECT_EQ(recorded.observed.size(), 1u);
  EXPECT_EQ(words(world::follow(scenario, schedule)), "");
}

}  // namespace
}  // namespace runner
