// What an exploration says of itself: what it left out, what it did not look for, in which order it
// tells.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <set>

#include "base/limits.h"
#include "expr/text_form.h"
#include "world/exploration.h"
#include "world/follow.h"
#include "world/simulate.h"
#include "world/space.h"
#include "world/test_problems.h"
#include "world/test_scenario.h"

namespace runner::world {
namespace {

size_t count_of(const Exploration& found, FailureKind kind) {
  return static_cast<size_t>(
      std::count_if(found.failures.begin(), found.failures.end(),
                    [kind](const ExplorationFailure& failure) { return failure.kind == kind; }));
}

std::string values_of(const Exploration& found) {
  std::string text;
  for (const ExplorationOutcome& outcome : found.outcomes)
    text += to_text(outcome.values.front().second) + " ";
  return text;
}

// Whoever comes last dies with the lock.
std::string replicas_that_die_with_a_lock(std::string_view caught) {
  return fmt::format(R"yaml(
locks: [m]
values: {{said: "", died: 0}}
processes:
  p: {{count: 2, steps: [{{acquire: m}}, {{add: {{died: 1}}, into: n}}, {{if: n < 2, then: [{{release: m}}]}}]}}
main:
  - {{start: p}}
  - {{join: p}}
  - {{try: [{{acquire: m}}], catch: [{{set: {{said: "{}"}}}}]}}
observe: [said]
)yaml",
                     caught);
}

TEST(Honesty, WhatAnErrorSaysOfReplicasIsWhatRunsSay) {
  const Program program = program_of(replicas_that_die_with_a_lock("${error.message}"));
  EXPECT_EQ(values_of(explore(program, {})),
            "m was held by p[0], which died m was held by p[1], which died ");
}

TEST(Honesty, ReplicasThatNobodyCanTellApartStayInterchangeable) {
  const Exploration found = explore(program_of(replicas_that_die_with_a_lock("caught")), {});
  EXPECT_EQ(values_of(found), "caught ");
  EXPECT_EQ(found.statistics.symmetric_groups, 1);
}

TEST(Honesty, ManyDeadlocksHideNoAssertion) {
  const auto events = static_cast<int64_t>(limits::kFailuresTold) + 20;
  const Exploration found = explore(program_of(fmt::format(R"yaml(
events: {{e: {{count: {0}}}}}
values: {{x: 0}}
processes:
  p: {{steps: [{{choose: i, in: "range({0})"}}, {{wait: "e[i]"}}]}}
  q:
    steps:
      - repeat: 5
        do: [{{add: {{x: 1}}}}]
      - assert: x < 5
)yaml",
                                                           events)),
                                    {});
  EXPECT_EQ(count_of(found, FailureKind::kDeadlock), limits::kFailuresTold);
  EXPECT_EQ(count_of(found, FailureKind::kAssertion), 1u);
  EXPECT_EQ(found.failures_left_out, 20u);
}

TEST(Honesty, OutcomesOfOneLengthComeInTheirOrder) {
  const std::string program = R"(
values: {x: 0}
processes:
  p: {steps: [{choose: i, in: [10, 9, 11, 2]}, {set: {x: "${i}"}}]}
observe: [x]
)";
  EXPECT_EQ(values_of(explore(program_of(program), {})), "2 9 10 11 ");
}

TEST(Honesty, SumsOfDoublesDependOnTheirOrder) {
  const Program program = program_of(R"(
values: {x: 0}
processes:
  p: {steps: [{add: {x: 0.1}}]}
  q: {steps: [{add: {x: 0.2}}]}
  r: {steps: [{add: {x: 0.3}}]}
observe: [x]
)");
  EXPECT_EQ(values_of(explore(program, {})), "0.6 0.6000000000000001 ");
}

TEST(Honesty, SumsThatMayOverflowDependOnTheirOrder) {
  const Program program = program_of(R"(
values: {x: 1}
processes:
  p: {steps: [{add: {x: 9223372036854775807}}]}
  q: {steps: [{add: {x: -1}}]}
observe: [x]
)");
  const Exploration found = explore(program, {});
  EXPECT_EQ(count_of(found, FailureKind::kError), 1u);
  ASSERT_EQ(found.outcomes.size(), 2u);
  EXPECT_THAT(values_of(found), testing::HasSubstr("0 "));
  EXPECT_THAT(values_of(found), testing::HasSubstr("9223372036854775807 "));
}

TEST(Honesty, SmallWholeNumbersAddUpInAnyOrder) {
  const Program program = program_of(R"(
values: {x: 0}
processes:
  p: {count: 4, steps: [{add: {x: 1}}, {add: {x: 2}}]}
observe: [x]
)");
  ExplorationRequest request;
  request.symmetry = false;
  const Exploration found = explore(program, request);
  EXPECT_EQ(values_of(found), "12 ");
  EXPECT_EQ(found.statistics.states, 9u);
}

TEST(Honesty, ACompactedSearchSaysWhatItDidNotLookFor) {
  ExplorationRequest request;
  request.compact = true;
  request.partial_order = false;
  const Exploration loops = explore(program_of(peterson(false)), request);
  EXPECT_EQ(loops.coverage, Coverage::kComplete);
  EXPECT_FALSE(loops.answers(Question::kLoops));
  EXPECT_FALSE(loops.answers(Question::kRaces));
  EXPECT_TRUE(loops.answers(Question::kLockOrders));  // there are no locks
  EXPECT_TRUE(loops.outcomes_complete);
  const Exploration locks = explore(program_of(philosophers(3)), request);
  EXPECT_TRUE(locks.answers(Question::kLoops));  // there are none
  EXPECT_FALSE(locks.answers(Question::kLockOrders));
}

TEST(Honesty, WhatTheReductionMayIgnoreIsNotProvedCompact) {
  ExplorationRequest request;
  request.compact = true;
  const Exploration found = explore(program_of(R"(
values: {x: 0, y: 0}
processes:
  spinner: {steps: [{while: x == 0, do: []}]}
  other: {steps: [{set: {y: 1}}, {set: {y: 2}}]}
)"),
                                    request);
  EXPECT_EQ(found.coverage, Coverage::kDepth);
  EXPECT_FALSE(found.answers(Question::kLoops));
}

TEST(Honesty, EverythingIsAnsweredWhereAllStatesAreAtHand) {
  EXPECT_TRUE(explore(program_of(peterson(false)), {}).unanswered.empty());
}

// Who goes on for ever is looked for without reductions.
TEST(Honesty, WhoIsStuckBesideALoopThatIsTooLargeIsNotTold) {
  const Program program = program_of(R"(
locks: [m]
processes:
  stuck: {steps: [{acquire: m}, {acquire: m}]}
  spinner: {count: 14, steps: [{while: true, do: [{yield: true}, {yield: true}]}]}
expect: {deadlock: possible}
)");
  ExplorationRequest request;
  const Exploration whole = explore(program, request);
  EXPECT_EQ(count_of(whole, FailureKind::kDeadlock), 1u);
  EXPECT_TRUE(whole.answers(Question::kStuck));
  request.bytes = 2 * whole.statistics.bytes;
  const Exploration part = explore(program, request);
  EXPECT_EQ(part.coverage, Coverage::kComplete);
  ASSERT_EQ(part.failures.size(), 1u);
  EXPECT_EQ(part.failures.front().kind, FailureKind::kNoEnd);
  EXPECT_TRUE(part.failures.front().expected);
  EXPECT_FALSE(part.answers(Question::kStuck));
}

TEST(Honesty, ALimitThatTheGraphWouldPassLeavesLoopsOut) {
  ExplorationRequest request;
  const Program program = program_of(peterson(false));
  request.bytes = explore(program, request).statistics.bytes + 100;
  const Exploration found = explore(program, request);
  EXPECT_FALSE(found.answers(Question::kLoops));
}

TEST(Honesty, RandomSchedulesEndsAreTrimmed) {
  std::string text = philosophers(3, true);
  const std::string steps = "    steps:\n";
  const size_t at = text.find(steps) + steps.size();
  const size_t end = text.find("main:");
  std::string body = text.substr(at, end - at);
  std::string inner;
  for (size_t line = 0; line < body.size();) {
    const size_t next = body.find('\n', line) + 1;
    inner += "    " + body.substr(line, next - line);
    line = next;
  }
  text = text.substr(0, at) + "      - repeat: 4\n        do:\n" + inner + text.substr(end);
  ExplorationRequest request;
  request.random_schedules = 50;
  const Exploration found = explore(program_of(text), request);
  ASSERT_FALSE(found.failures.empty());
  for (const ExplorationFailure& failure : found.failures) {
    EXPECT_TRUE(failure.shortest);
    EXPECT_GE(failure.schedule.length(), 3);
  }
  EXPECT_EQ(found.failures.front().schedule.length(), 3);
}

// The grace in which a daemon may end is up when nobody can say that it is not.
TEST(Honesty, AnEndThatOnlyAnImpatientEndShowsDependsOnTiming) {
  const Exploration found = explore(program_of(R"(
values: {ended: 0}
events: [never]
processes:
  d: {daemon: true, on_signal: {SIGTERM: [{set: {ended: 1}}]}, steps: [{wait: never}]}
observe: [ended]
)"),
                                    {});
  ASSERT_EQ(found.outcomes.size(), 2u);
  for (const ExplorationOutcome& outcome : found.outcomes)
    EXPECT_EQ(outcome.needs_timing, to_text(outcome.values.front().second) == "0");
}

// A string that gets twice as long with every turn.
constexpr const char* kDoubling = R"(
values: {s: ab}
processes: {p: {steps: [{repeat: 40, do: [{set: {s: "${s + s}"}}]}]}}
)";

TEST(Honesty, AMemoryLimitHoldsThoughFewStatesTakeMuch) {
  const Program program = program_of(kDoubling);
  std::vector<ExplorationRequest> requests(3);
  requests[1].preemptions = 1;
  requests[2].random_schedules = 1;
  for (ExplorationRequest& request : requests) {
    request.bytes = 10'000'000;
    const Exploration found = explore(program, request);
    EXPECT_EQ(found.ended_by, "memory limit");
    EXPECT_LT(found.statistics.bytes, request.bytes);
    EXPECT_THAT(found.failures, testing::IsEmpty());
  }
}

// Each of the instructions takes some milliseconds, and there are as many as one likes.
TEST(Honesty, ATimeLimitEndsAFirstStepThatTakesLong) {
  for (const char* const main :
       {"main: [{while: true, do: [{let: {x: '${size(range(100000).map(i, i))}'}}]}]\n",
        // One expression.
        "main: [{let: {x: '${range(100000).map(i, range(100000).filter(j, j == i))}'}}]\n"}) {
    const Program program = program_of(main);
    ExplorationRequest request;
    request.seconds = 0.1;
    const Exploration found = explore(program, request);
    EXPECT_EQ(found.ended_by, "time limit");
    EXPECT_EQ(found.coverage, Coverage::kDepth);
    RunOptions options;
    options.timeout = 0.1;
    const RunResult simulated = simulate(program, options);
    EXPECT_TRUE(simulated.timed_out);
    EXPECT_TRUE(simulated.took_too_long);
    EXPECT_TRUE(follow_within(0.1, program, Schedule()).timed_out);
  }
}

// What it has just got it does not wait for.
TEST(Honesty, WhoComputesWhenTheTimeIsUpWaitsForNothing) {
  RunOptions options;
  options.timeout = 0.1;
  const RunResult simulated = simulate(program_of(R"(
locks: [m]
main: [{lock: m, do: [{let: {x: '${range(100000).map(i, range(100000).filter(j, j == i))}'}}]}]
)"),
                                       options);
  ASSERT_EQ(simulated.time_limit.size(), 1u);
  EXPECT_EQ(simulated.time_limit[0].doing, "runs");
}

// 64 bits hold 292 years of nanoseconds.
TEST(Honesty, CenturiesOfSleepAreExploredAndEndASimulation) {
  const Program program = program_of(R"(
values: {v: 0}
processes:
  p:
    count: 2
    steps:
      - repeat: 300
        do: [{sleep: 31622400}]
      - set: {v: "${index}"}
)");
  ExplorationRequest request;
  request.virtual_time = true;
  request.partial_order = request.symmetry = false;
  const Exploration found = explore(program, request);
  EXPECT_EQ(found.coverage, Coverage::kComplete);
  EXPECT_THAT(found.failures, testing::IsEmpty());
  const RunResult simulated = simulate(program, RunOptions());
  EXPECT_TRUE(simulated.timed_out);
  EXPECT_FALSE(simulated.took_too_long);
  EXPECT_EQ(simulated.seconds, limits::kVirtualSeconds);
}

TEST(Honesty, ATimeLimitEndsAStepThatTakesLong) {
  const Program program = program_of(R"(
values: {n: 0}
main: [{add: {n: 1}}, {repeat: 100000, do: [{let: {x: 1}}]}, {add: {n: 1}}]
)");
  Space space(program, untimed());
  const Numbers& from = space.initial();
  {
    Allowance none;
    none.time = Allowance::Clock::now() - std::chrono::seconds(1);
    const Granted granted(space.tables().allowance(), none);
    EXPECT_THROW(space.transitions().leaf(kMainProcess, from.data()), Exhausted);
  }
  EXPECT_EQ(space.transitions().leaf(kMainProcess, from.data()).count, 1u)
      << "it is as if nothing had begun";
  ExplorationRequest request;
  request.seconds = 0;
  EXPECT_EQ(explore(program, request).ended_by, "time limit");
}

TEST(Honesty, FewPreemptionsAnswerForEndlessLoopsWhereNothingLeadsBack) {
  ExplorationRequest request;
  request.preemptions = 1;
  const Exploration ends = explore(program_of(philosophers(3)), request);
  EXPECT_EQ(ends.coverage, Coverage::kPreemptions);
  EXPECT_TRUE(ends.answers(Question::kLoops));
  const Exploration goes_round = explore(program_of(peterson(false)), request);
  EXPECT_FALSE(goes_round.answers(Question::kLoops));
}

// What is counted without end has outcomes without end: the schedules of all are not told.
TEST(Honesty, OutcomesWithoutEndAreToldInPart) {
  const Program program = program_of(R"(
values: {x: 0, y: 0}
processes:
  p: {steps: [{add: {y: 1}}]}
main: [{start: p}, {while: y < 1, do: [{add: {x: 1}}]}]
observe: [x]
)");
  ExplorationRequest request;
  request.bytes = size_t{8} << 20;
  const Exploration found = explore(program, request);
  EXPECT_EQ(found.ended_by, "memory limit");
  EXPECT_FALSE(found.outcomes_complete);
  size_t steps = 0;
  for (const ExplorationOutcome& outcome : found.outcomes) steps += outcome.schedule.steps.size();
  EXPECT_GT(found.outcomes.size(), 100u);
  EXPECT_LT(steps, 2 * limits::kStepsOfOutcomes);
}

// What differs in an index alone has ways of its own.
TEST(Honesty, SomeSchedulesLeadToEveryEndThatTheyAreToldFor) {
  const Program deadlocks = program_of(R"(
events: {e: {count: 2}}
values: {x: 0}
processes:
  p:
    steps:
      - {choose: t, in: [0, 1]}
      - {if: t == 0, then: [{add: {x: 1}}, {add: {x: 1}}]}
      - {wait: 'e[t]'}
expect: {deadlock: possible}
)");
  const Program exits = program_of(R"(
values: {x: 0}
processes:
  w: {count: 2, steps: [{add: {x: 1}, into: t}, {if: t == 2, then: [{exit: 3}]}]}
expect: {exit: {'w[0]': 0, 'w[1]': 0}}
)");
  std::vector<ExplorationRequest> requests(2);
  requests[0].preemptions = 3;
  requests[1].random_schedules = 50;
  for (const ExplorationRequest& request : requests) {
    std::set<std::pair<std::string, int64_t>> stuck;
    for (const ExplorationFailure& failure : explore(deadlocks, request).failures)
      stuck.emplace(failure.deadlock->processes.back().doing, failure.schedule.length());
    EXPECT_THAT(stuck,
                testing::ElementsAre(std::pair("waits for event e[0], which is not set", 3),
                                     std::pair("waits for event e[1], which is not set", 1)));
    std::set<std::string> last;
    for (const ExplorationFailure& failure : explore(exits, request).failures)
      last.insert(failure.message + " after " + failure.schedule.steps.back().name);
    EXPECT_THAT(last, testing::SizeIs(2));
  }
}

TEST(Honesty, AFailureThatIsExpectedOfOneReplicaIsNotOfAnother) {
  const Exploration found = explore(program_of(R"(
values: {x: 0}
processes: {w: {count: 2, steps: [{add: {x: 1}}, {fail: 'no'}]}}
expect: {exit: {'w[0]': 1}}
)"),
                                    {});
  std::set<bool> expected;
  for (const ExplorationFailure& failure : found.failures) expected.insert(failure.expected);
  EXPECT_THAT(expected, testing::ElementsAre(false, true));
}

// That somebody may be killed does not stop the clock.
TEST(Honesty, FingerprintsFindTheirWayThroughTimeAndKills) {
  ExplorationRequest request;
  request.virtual_time = true;
  request.kills = 1;
  request.compact = true;
  const Exploration found = explore(program_of(R"(
values: {x: 0}
processes: {p: {steps: [{sleep: 1}, {set: {x: 1}}]}}
observe: [x]
)"),
                                    request);
  EXPECT_EQ(found.outcomes.size(), 2u);
}

}  // namespace
}  // namespace runner::world
