#include <gtest/gtest.h>

#include <algorithm>

#include "expr/text_form.h"
#include "world/exploration.h"
#include "world/test_scenario.h"

namespace runner::world {
namespace {

Exploration explored(std::string_view steps, const ExplorationRequest& request = {}) {
  return explore(program_of(steps), request);
}

// "main: acquire m" for each step that others can notice.
std::vector<std::string> told(const Schedule& schedule) {
  std::vector<std::string> lines;
  for (const ScheduleStep& step : schedule.steps)
    if (!step.quiet) lines.push_back(step.name + ": " + step.operation);
  return lines;
}

using Lines = std::vector<std::string>;

const ExplorationFailure* find(const Exploration& found, FailureKind kind) {
  for (const ExplorationFailure& failure : found.failures)
    if (failure.kind == kind) return &failure;
  return nullptr;
}

constexpr std::string_view kInversion = R"(
locks: [a, b]
processes:
  p: {steps: [{acquire: a}, {acquire: b}, {release: b}, {release: a}]}
  q: {steps: [{acquire: b}, {acquire: a}, {release: a}, {release: b}]}
)";

TEST(Explore, TellsADeadlockWithItsClassAndAShortestWay) {
  const Exploration found = explored(kInversion);
  EXPECT_EQ(found.coverage, Coverage::kComplete);
  ASSERT_EQ(found.failures.size(), 1u);
  const ExplorationFailure& failure = found.failures[0];
  EXPECT_EQ(failure.kind, FailureKind::kDeadlock);
  EXPECT_EQ(failure.category, "lock cycle");
  EXPECT_FALSE(failure.expected);
  EXPECT_TRUE(failure.shortest);
  EXPECT_EQ(told(failure.schedule), (Lines{"p: acquire a", "q: acquire b"}));
  EXPECT_EQ(failure.schedule.ending, Schedule::Ending::kDeadlock);
  ASSERT_GE(failure.point_of_no_return, 0);
  const auto& step = failure.schedule.steps[static_cast<size_t>(failure.point_of_no_return)];
  EXPECT_EQ(step.operation, "acquire b");
  ASSERT_TRUE(failure.deadlock.has_value());
  EXPECT_TRUE(found.some_path_ends);
}

TEST(Explore, TellsOfEachStuckProcessWhatItExplains) {
  const Exploration found = explored(R"(
queues: {q: 1}
barriers: {b: 2}
processes:
  p: {steps: [{get: q}]}
  r: {steps: [{barrier: b}]}
)");
  ASSERT_EQ(found.failures.size(), 1u);
  EXPECT_EQ(found.failures[0].category, "short barrier");
  Lines categories;
  for (const Stuck& stuck : found.failures[0].deadlock->processes)
    categories.push_back(stuck.category);
  EXPECT_EQ(categories, (Lines{"", "queue with no partner", "short barrier"}));
}

TEST(Explore, MarksLockOrdersThatCanDeadlock) {
  const Exploration found = explored(kInversion);
  ASSERT_EQ(found.lock_orders.size(), 1u);
  EXPECT_TRUE(found.lock_orders[0].deadlock_reachable);
  EXPECT_EQ(found.lock_orders[0].cycle.size(), 2u);
}

TEST(Explore, MarksLockOrdersThatAGateMakesHarmless) {
  const Exploration found = explored(R"(
locks: [gate, a, b]
processes:
  p: {steps: [{lock: gate, do: [{lock: a, do: [{lock: b, do: []}]}]}]}
  q: {steps: [{lock: gate, do: [{lock: b, do: [{lock: a, do: []}]}]}]}
)");
  EXPECT_TRUE(found.failures.empty());
  const auto circle = std::find_if(found.lock_orders.begin(), found.lock_orders.end(),
                                   [](const LockOrder& order) { return order.cycle.size() == 2; });
  ASSERT_NE(circle, found.lock_orders.end());
  EXPECT_FALSE(circle->deadlock_reachable);
}

TEST(Explore, KnowsALostWakeup) {
  const Exploration found = explored(R"(
events: [e]
processes:
  p: {steps: [{wait: e}]}
  q: {steps: [{trigger: e}, {clear: e}]}
expect: {deadlock: possible}
)");
  const ExplorationFailure* failure = find(found, FailureKind::kDeadlock);
  ASSERT_NE(failure, nullptr);
  EXPECT_EQ(failure->category, "lost wakeup");
  EXPECT_TRUE(failure->expected);
  EXPECT_EQ(told(failure->schedule), (Lines{"q: trigger e", "q: clear e"}));
}

TEST(Explore, ListsEveryOutcomeWithAScheduleAndWhetherItIsAllowed) {
  const Exploration found = explored(R"(
values: {x: 0}
processes:
  p: {count: 2, steps: [{let: {t: "${x}"}}, {set: {x: "${t + 1}"}}]}
observe: [x]
expect: {outcomes: [{x: 2}]}
)");
  ASSERT_EQ(found.outcomes.size(), 2u);
  for (const ExplorationOutcome& outcome : found.outcomes) {
    EXPECT_EQ(outcome.schedule.length(), 4);
    EXPECT_EQ(outcome.allowed, to_text(outcome.values[0].second) == "2");
  }
  const ExplorationFailure* failure = find(found, FailureKind::kOutcome);
  ASSERT_NE(failure, nullptr);
  EXPECT_EQ(failure->message, "the outcome x=1 is not among the allowed ones");
}

TEST(Explore, FollowsCallsDeeperThanItUnfoldsThem) {
  const Exploration found = explored(R"(
lists: {xs: [1, 2]}
tasks:
  keep: {params: [k, {to: list}], steps: [{append: {to: '${k}'}}]}
  deeper:
    params: [k]
    steps:
      - {call: keep, args: ['${k}', xs]}
      - {if: size(xs) < 20, then: [{call: deeper, args: [1]}]}
processes:
  p: {steps: [{call: keep, args: [0, xs]}]}
  q: {steps: [{call: deeper, args: [1]}]}
main: [{start: p}, {start: q}]
)");
  EXPECT_TRUE(found.failures.empty());
  EXPECT_EQ(found.coverage, Coverage::kComplete);
}

TEST(Explore, WhoKillsItselfMayTakeItsChildrenAlong) {
  const Exploration found = explored(R"(
processes:
  child: {steps: [{sleep: 10}]}
  parent: {steps: [{start: child}, {kill: parent}]}
main: [{start: parent}, {join: [parent, child]}]
observe: [child.exitcode]
)");
  EXPECT_EQ(found.outcomes.size(), 2u);  // before its end, and behind it
}

TEST(Explore, FindsARaceOnlyWhereNoLockIsInCommon) {
  const Exploration racy = explored(R"(
values: {x: 0}
processes:
  p: {steps: [{set: {x: 1}}]}
  q: {steps: [{let: {t: "${x}"}}]}
)");
  ASSERT_EQ(racy.races.size(), 1u);
  EXPECT_EQ(racy.races[0].object, "x");
  EXPECT_TRUE(racy.races[0].certain);
  const Exploration guarded = explored(R"(
locks: [m]
values: {x: 0}
processes:
  p: {steps: [{lock: m, do: [{set: {x: 1}}]}]}
  q: {steps: [{lock: m, do: [{let: {t: "${x}"}}]}]}
)");
  EXPECT_TRUE(guarded.races.empty());
}

TEST(Explore, StartAndJoinOrderWhatTheySeparate) {
  const Exploration found = explored(R"(
values: {x: 0}
processes:
  p: {steps: [{set: {x: 1}}]}
main: [{set: {x: 2}}, {start: p}, {join: p}, {set: {x: 3}}]
)");
  EXPECT_TRUE(found.races.empty());
}

TEST(Explore, JudgesAlwaysFinallyAndExits) {
  const Exploration found = explored(R"(
values: {x: 0}
processes:
  p: {steps: [{add: {x: 1}}, {add: {x: 1}}, {add: {x: -1}}, {exit: 3}]}
expect:
  always: x < 2
  finally: x == 0
  exit: {p: 0}
)");
  const ExplorationFailure* always = find(found, FailureKind::kAlways);
  ASSERT_NE(always, nullptr);
  EXPECT_EQ(always->schedule.length(), 2);
  const ExplorationFailure* finally = find(found, FailureKind::kFinally);
  ASSERT_NE(finally, nullptr);
  EXPECT_EQ(finally->message, "finally: x == 0 is False");
  const ExplorationFailure* exit = find(found, FailureKind::kExit);
  ASSERT_NE(exit, nullptr);
  EXPECT_EQ(exit->message, "exit of p: expected exit code 0, but it ended with 3");
}

TEST(Explore, FlagsFailuresThatTheScenarioExpects) {
  const Exploration found = explored(R"(
processes:
  p: {steps: [{fail: "as planned"}]}
expect: {exit: {p: 1}}
)");
  const ExplorationFailure* failure = find(found, FailureKind::kError);
  ASSERT_NE(failure, nullptr);
  EXPECT_TRUE(failure->expected);
  EXPECT_EQ(failure->message, "as planned");
}

TEST(Explore, ADeadlockExpectedOnEveryPathMayNotBeMissing) {
  const Exploration found = explored(R"(
events: [e]
processes:
  p: {steps: [{wait: e}]}
  q: {steps: [{trigger: e}]}
expect: {deadlock: true}
)");
  const ExplorationFailure* failure = find(found, FailureKind::kOutcome);
  ASSERT_NE(failure, nullptr);
  EXPECT_EQ(failure->category, "no deadlock");
}

TEST(Explore, ADeadlockThatMayHappenHasAStatusAllTheSame) {
  const Exploration found = explored(R"(
locks: [m]
processes:
  p: {steps: [{acquire: m}, {acquire: m}]}
expect: {deadlock: possible, status: 1, output: "never\n", exit: {p: 0}}
)");
  ASSERT_EQ(found.failures.size(), 2u);
  EXPECT_TRUE(found.failures[0].expected);
  EXPECT_EQ(found.failures[1].category, "status");
  EXPECT_EQ(found.failures[1].message, "status: expected 1, got 3");
  EXPECT_FALSE(found.failures[1].expected);
  EXPECT_EQ(found.failures[1].schedule.ending, Schedule::Ending::kDeadlock);
}

TEST(Explore, FindsTheFailingStepThatSpinningHides) {
  const Exploration found = explored(R"(
values: {a: 0, y: 0}
processes:
  p: {steps: [{while: a == 0, do: []}]}
  q: {steps: [{add: {y: 1}, into: t}, {assert: t < 1}]}
)");
  const ExplorationFailure* failure = find(found, FailureKind::kAssertion);
  ASSERT_NE(failure, nullptr);
  EXPECT_TRUE(failure->shortest);
  EXPECT_EQ(failure->schedule.length(), 1);
  const ExplorationFailure* endless = find(found, FailureKind::kNoEnd);
  ASSERT_NE(endless, nullptr);
  EXPECT_EQ(endless->message, "from here on no end can be reached: p goes on for ever");
}

TEST(Explore, WhoWaitsForACallThatGoesOnForEverIsNotStuck) {
  const Exploration found = explored(R"(
pools: {pool: 1}
tasks: {spin: {steps: [{while: true, do: [{sleep: 1ms}]}]}}
main: [{submit: spin, pool: pool, into: h}, {gather: h}]
)");
  ASSERT_EQ(found.failures.size(), 1u);
  EXPECT_EQ(found.failures[0].kind, FailureKind::kNoEnd);
}

TEST(Explore, FindsADeadlockBesideOneThatSpins) {
  const Exploration found = explored(R"(
locks: [a, b]
values: {stop: false}
processes:
  p: {steps: [{acquire: a}, {acquire: b}]}
  q: {steps: [{acquire: b}, {acquire: a}]}
  spinner: {steps: [{while: "!stop", do: []}]}
expect: {deadlock: possible}
)");
  const ExplorationFailure* failure = find(found, FailureKind::kDeadlock);
  ASSERT_NE(failure, nullptr);
  EXPECT_TRUE(failure->partial);
  EXPECT_EQ(failure->category, "lock cycle");
  EXPECT_TRUE(failure->expected);
  // A run may notice a part of them alone; main only waits for these.
  int64_t in_cycle = 0;
  for (const Stuck& stuck : failure->deadlock->processes)
    in_cycle += stuck.category == "lock cycle" ? 1 : 0;
  EXPECT_EQ(in_cycle, 2);
}

TEST(Explore, KillsAnyProcessAnywhere) {
  constexpr std::string_view kHolder = R"(
locks: {m: {on_owner_death: hold}}
processes:
  p: {steps: [{acquire: m}, {release: m}]}
  q: {steps: [{acquire: m}, {release: m}]}
)";
  EXPECT_TRUE(explored(kHolder).failures.empty());
  ExplorationRequest request;
  request.kills = 1;
  const Exploration found = explored(kHolder, request);
  const ExplorationFailure* failure = find(found, FailureKind::kDeadlock);
  ASSERT_NE(failure, nullptr);
  EXPECT_EQ(failure->category, "killed holder");
  const auto& steps = failure->schedule.steps;
  EXPECT_TRUE(std::any_of(steps.begin(), steps.end(), [](const ScheduleStep& step) {
    return step.kind == ScheduleStep::Kind::kKill;
  }));
}

constexpr std::string_view kPatience = R"(
events: [e]
values: {late: false}
processes:
  p: {steps: [{wait: e, timeout: 10, ok: in_time}, {set: {late: "${!in_time}"}}]}
  q: {steps: [{sleep: 1}, {trigger: e}]}
observe: [late]
)";

TEST(Explore, LabelsWhatOnlyDelaysMakePossible) {
  const Exploration found = explored(kPatience);
  ASSERT_EQ(found.outcomes.size(), 2u);
  for (const ExplorationOutcome& outcome : found.outcomes)
    EXPECT_EQ(outcome.needs_timing, outcome.values[0].second.is_true());
}

TEST(Explore, VirtualTimePassesOnlyWhenNobodyCanGoOn) {
  ExplorationRequest request;
  request.virtual_time = true;
  const Exploration found = explored(kPatience, request);
  ASSERT_EQ(found.outcomes.size(), 1u);
  const auto& steps = found.outcomes[0].schedule.steps;
  EXPECT_EQ(std::count_if(
                steps.begin(), steps.end(),
                [](const ScheduleStep& step) { return step.kind == ScheduleStep::Kind::kTick; }),
            1);
}

TEST(Explore, OfEquallyShortWaysTellsOneWithFewSwitches) {
  const Exploration found = explored(R"(
locks: [a, b]
values: {x: 0, y: 0}
processes:
  p: {steps: [{add: {x: 1}}, {add: {x: 1}}, {acquire: a}, {acquire: b}]}
  q: {steps: [{add: {y: 1}}, {add: {y: 1}}, {acquire: b}, {acquire: a}]}
)");
  const ExplorationFailure* failure = find(found, FailureKind::kDeadlock);
  ASSERT_NE(failure, nullptr);
  const Lines lines = told(failure->schedule);
  ASSERT_EQ(lines.size(), 6u);
  int switches = 0;
  for (size_t i = 1; i < lines.size(); ++i) switches += lines[i][0] != lines[i - 1][0] ? 1 : 0;
  EXPECT_EQ(switches, 1);
}

TEST(Explore, ExchangesReplicasThatAreStartedLater) {
  const Exploration found = explored(R"(
semaphores: {ready: 0}
processes:
  first: {count: 2, steps: [{acquire: ready}]}
  second: {count: 2, steps: [{acquire: ready}]}
main:
  - start: first
  - {release: ready, count: 2}
  - join: first
  - start: second
  - {release: ready, count: 2}
  - join: second
)");
  EXPECT_TRUE(found.failures.empty());
  EXPECT_TRUE(found.some_path_ends);
  EXPECT_EQ(found.statistics.symmetric_groups, 2);
}

}  // namespace
}  // namespace runner::world
