// Kills from outside are something that may come: they stop neither the clock, nor make they a
// deadlock less of one. And what the dead leave behind.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "expr/text_form.h"
#include "world/exploration.h"
#include "world/random_schedules.h"
#include "world/test_problems.h"
#include "world/test_scenario.h"

namespace runner::world {
namespace {

Exploration explored(std::string_view steps, int64_t kills, bool timed = false,
                     std::optional<int64_t> preemptions = {}) {
  ExplorationRequest request;
  request.kills = kills;
  request.virtual_time = timed;
  request.preemptions = preemptions;
  return explore(program_of(steps), request);
}

int64_t failures_of(const Exploration& found, FailureKind kind) {
  return std::count_if(found.failures.begin(), found.failures.end(),
                       [kind](const ExplorationFailure& failure) { return failure.kind == kind; });
}

std::set<std::string> outcomes(const Exploration& found) {
  std::set<std::string> texts;
  for (const ExplorationOutcome& outcome : found.outcomes)
    texts.insert(to_text(outcome.values.front().second));
  return texts;
}

constexpr std::string_view kSleepers = R"(
values: {x: 0}
processes:
  p: {steps: [{sleep: 1}, {add: {x: 1}}]}
main: [{start: p}, {join: p}, {sleep: 1}]
observe: [x]
)";

TEST(Kills, DoNotStopTheClock) {
  const Exploration found = explored(kSleepers, 1, true);
  EXPECT_EQ(found.coverage, Coverage::kComplete);
  EXPECT_EQ(failures_of(found, FailureKind::kDeadlock), 0);
  EXPECT_EQ(outcomes(found), (std::set<std::string>{"0", "1"}));
  const Exploration bounded = explored(kSleepers, 1, true, 3);
  EXPECT_EQ(failures_of(bounded, FailureKind::kDeadlock), 0);
  EXPECT_EQ(outcomes(bounded), outcomes(found));
}

constexpr std::string_view kTimes = R"(
processes:
  p: {steps: [{sleep: 1}, {print: one}, {sleep: 5}, {print: two}]}
main: [{start: p}, {sleep: 3}]
)";

TEST(Kills, DoNotFallOnMain) {
  constexpr std::string_view kAlone =
      "values: {x: 0}\nmain: [{yield: true}, {add: {x: 1}}]\nobserve: [x]\n";
  EXPECT_EQ(outcomes(explored(kAlone, 1)), std::set<std::string>{"1"});
}

TEST(Kills, ComeBetweenTwoTimes) {
  const Program program = program_of(kTimes);
  ExplorationRequest request;
  request.virtual_time = true;
  request.kills = 1;
  EXPECT_EQ(failures_of(explore(program, request), FailureKind::kDeadlock), 0);
  request.random_schedules = 200;
  EXPECT_EQ(failures_of(explore(program, request), FailureKind::kDeadlock), 0);
}

constexpr std::string_view kReleasedInversion = R"(
locks: {a: {on_owner_death: release}, b: {on_owner_death: release}}
processes:
  p: {steps: [{acquire: a}, {acquire: b}, {release: b}, {release: a}]}
  q: {steps: [{acquire: b}, {acquire: a}, {release: a}, {release: b}]}
)";

TEST(Kills, DoNotHideADeadlockThatTheyWouldEnd) {
  for (const std::optional<int64_t> preemptions :
       {std::optional<int64_t>(), std::optional<int64_t>(2)}) {
    const Exploration found = explored(kReleasedInversion, 1, false, preemptions);
    const auto cycle = std::find_if(
        found.failures.begin(), found.failures.end(),
        [](const ExplorationFailure& failure) { return failure.category == "lock cycle"; });
    ASSERT_NE(cycle, found.failures.end());
    EXPECT_EQ(cycle->schedule.length(), 4);  // where kills may come, starts are noticed
    EXPECT_GE(cycle->point_of_no_return, 0);
  }
}

TEST(Kills, AreNoWayOutOfALoop) {
  const Exploration found = explored(R"(
values: {x: 0}
processes:
  p: {steps: [{while: x == 0, do: []}]}
)",
                                     1);
  EXPECT_GE(failures_of(found, FailureKind::kNoEnd), 1);
}

// Who waits for its first job is through with its initializer.
TEST(Kills, OfIdleWorkersAreNoFailuresOfTheirInitializer) {
  const Exploration found = explored(R"(
pools: {pool: {workers: 1, initializer: prepare}}
tasks: {prepare: {steps: [{let: {x: 1}}]}}
values: {problem: ""}
main:
  - {submit: compute_square, args: [2], pool: pool, into: handle}
  - try: [{gather: handle, into: unused}]
    catch: [{set: {problem: "${error.message}"}}]
observe: [problem]
)",
                                     3);
  EXPECT_GE(outcomes(found).size(), 2u);
  for (const std::string& problem : outcomes(found))
    EXPECT_EQ(problem.find("initializer"), std::string::npos) << problem;
}

// Two wait, one notify is given: whoever is killed having got it, another one goes on.
constexpr std::string_view kOneNotify = R"(
conditions: [c]
values: {woken: 0}
events: [done]
processes:
  waiter: {count: 3, steps: [{lock: c, do: [{wait: c}, {set: {woken: "${index + 1}"}}]}, {trigger: done}]}
main:
  - start: waiter
  - while: c.waiting < 3
    do: []
  - lock: c
    do:
      - notify: c
      - terminate: waiter[0]
  - wait: done
  - terminate: waiter[1]
  - terminate: waiter[2]
observe: [woken]
)";

TEST(Kills, LeaveTheWakeUpToAnyoneWhoWaits) {
  for (const bool reduced : {false, true}) {
    ExplorationRequest request;
    request.partial_order = request.symmetry = reduced;
    const Exploration found = explore(program_of(kOneNotify), request);
    EXPECT_EQ(failures_of(found, FailureKind::kDeadlock), 0);
    EXPECT_EQ(outcomes(found), (std::set<std::string>{"2", "3"}));
    for (const ExplorationOutcome& outcome : found.outcomes) {
      const auto& steps = outcome.schedule.steps;
      const auto killed = std::find_if(steps.begin(), steps.end(), [](const ScheduleStep& step) {
        return step.operation == "terminate waiter[0]" && !step.woken.empty();
      });
      const auto notified = std::find_if(steps.begin(), steps.end(), [](const ScheduleStep& step) {
        return step.op == Op::kNotify;
      });
      ASSERT_NE(notified, steps.end());
      // Either the notify woke the one that goes on, or the death of the one that it woke did.
      EXPECT_EQ(killed != steps.end(), notified->woken.front() == 1);
    }
  }
}

TEST(Kills, LoseAWakeUpForWhichNobodyWaits) {
  const Exploration found = explored(R"(
conditions: [c]
processes:
  early: {steps: [{lock: c, do: [{wait: c}]}]}
  late: {steps: [{lock: c, do: [{wait: c}]}]}
main:
  - start: early
  - while: c.waiting < 1
    do: []
  - lock: c
    do: [{notify: c}, {terminate: early}]
  - start: late
  - join: late
expect: {deadlock: true}
)",
                                     0);
  EXPECT_EQ(found.outcomes.size(), 0u);
  EXPECT_FALSE(found.some_path_ends);
}

// A waiting that is over is not undone by a signal that is handled.
TEST(Kills, AHandledSignalDoesNotUndoANotify) {
  const Exploration found = explored(R"(
conditions: [c]
values: {handled: 0}
processes:
  waiter:
    on_signal: {SIGUSR1: [{set: {handled: 1}}]}
    steps: [{lock: c, do: [{wait: c}]}]
main:
  - start: waiter
  - while: c.waiting < 1
    do: []
  - lock: c
    do: [{notify: c}, {send: SIGUSR1, to: waiter}]
  - join: waiter
)",
                                     0);
  EXPECT_TRUE(found.failures.empty());
}

}  // namespace
}  // namespace runner::world
