// A schedule that does not fit ends with a verdict that says where and why, and with nobody left.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "machine/schedule.h"
#include "scenario_under_test.h"
#include "world/follow.h"

namespace runner {
namespace {

using testing::HasSubstr;

const char* const kGetter = R"(
queues: [jobs]
processes:
  getter: {steps: [{get: jobs, into: x}, {print: "${x}"}]}
main: [{start: getter}, {put: {jobs: 3}}, {join: getter}]
observe: [jobs.size]
)";

// The first outcome's.
Schedule schedule_of(const Program& program) {
  const world::Exploration exploration = explored(program);
  EXPECT_FALSE(exploration.outcomes.empty());
  return exploration.outcomes.empty() ? Schedule() : exploration.outcomes.front().schedule;
}

std::string divergence_of(const Program& program, const Schedule& schedule) {
  RunOptions options;
  options.replay = &schedule;
  return words(run_really(program, options).divergence);
}

TEST(Divergence, NoneWhereTheScheduleFits) {
  const Program program = program_of(kGetter);
  EXPECT_EQ(divergence_of(program, schedule_of(program)), "");
}

TEST(Divergence, AnotherResult) {
  const Program program = program_of(kGetter);
  Schedule schedule = schedule_of(program);
  step_of(schedule, Op::kGet).result = "4";
  EXPECT_THAT(divergence_of(program, schedule),
              HasSubstr("at 5: expected getter to get jobs -> 4, got 3"));
}

TEST(Divergence, AnotherOperation) {
  const Program program = program_of(kGetter);
  Schedule schedule = schedule_of(program);
  step_of(schedule, Op::kGet).operation = "get others";
  EXPECT_THAT(divergence_of(program, schedule),
              HasSubstr("expected getter to get others, but it is about to get jobs"));
}

TEST(Divergence, AnotherOperationInTheSameWords) {
  const Program program = program_of(kGetter);
  Schedule schedule = schedule_of(program);
  step_of(schedule, Op::kGet).op = Op::kPut;
  const std::string expected =
      "expected getter to perform put (\"get jobs\"), but it is about to perform get (\"get "
      "jobs\")";
  EXPECT_THAT(divergence_of(program, schedule), HasSubstr(expected));
  EXPECT_EQ(world::follow(program, schedule)->message, expected);
}

TEST(Divergence, AnOperationThatHasToWait) {
  const Program program = program_of(kGetter);
  Schedule schedule = schedule_of(program);
  std::erase_if(schedule.steps, [](const ScheduleStep& step) { return step.op == Op::kPut; });
  EXPECT_THAT(
      divergence_of(program, schedule),
      HasSubstr("expected getter to get jobs, but it has to wait: it gets from queue jobs, which is empty"));
}

TEST(Divergence, AProcessThatIsNotThere) {
  const Program program = program_of(kGetter);
  Schedule schedule = schedule_of(program);
  std::erase_if(schedule.steps, [](const ScheduleStep& step) { return step.process == 0; });
  EXPECT_THAT(divergence_of(program, schedule), HasSubstr("getter has not been started"));
}

TEST(Divergence, AnEndTooEarly) {
  const Program program = program_of(kGetter);
  Schedule schedule = schedule_of(program);
  schedule.steps.pop_back();
  EXPECT_THAT(divergence_of(program, schedule),
              HasSubstr("expected the end, but main is about to end"));
}

TEST(Divergence, NoDeadlock) {
  const Program program = program_of(kGetter);
  Schedule schedule = schedule_of(program);
  schedule.steps.resize(2);
  schedule.ending = Schedule::Ending::kDeadlock;
  EXPECT_THAT(divergence_of(program, schedule), HasSubstr("expected a deadlock, but"));
}

TEST(Divergence, AFailureOfNobody) {
  const Program program = program_of(kGetter);
  Schedule schedule = schedule_of(program);
  schedule.ending = Schedule::Ending::kFailure;
  EXPECT_THAT(divergence_of(program, schedule), HasSubstr("nobody has failed"));
  EXPECT_THAT(words(world::follow(program, schedule)), HasSubstr("nobody has failed"));
  schedule.ending = Schedule::Ending::kUnfinished;
  EXPECT_EQ(divergence_of(program, schedule), "");
  EXPECT_EQ(words(world::follow(program, schedule)), "");
}

// Exploring calls all arrivals 0 where nobody asks.
TEST(Divergence, AnArrivalsNumberThatIsAskedFor) {
  const std::string objects = "barriers: {b: 1}\nvalues: {x: 9}\n";
  const Program asks =
      program_of(objects + "main: [{barrier: b, into: i}, {set: {x: $i}}]\nobserve: [x]\n");
  const Program does_not = program_of(objects + "main: [{barrier: b}]\nobserve: [x]\n");
  for (const Program* program : {&asks, &does_not}) {
    Schedule schedule = schedule_of(*program);
    step_of(schedule, Op::kBarrierWait).result = "7";
    const std::string expected = program == &asks ? "expected main to barrier b -> 7, got 0" : "";
    EXPECT_THAT(divergence_of(*program, schedule), HasSubstr(expected));
    EXPECT_THAT(words(world::follow(*program, schedule)), HasSubstr(expected));
  }
}

TEST(Divergence, GivingUpWhatIsDone) {
  const Program program = program_of("values: {x: 0}\nmain: [{set: {x: 1}}]\nobserve: [x]\n");
  Schedule schedule = schedule_of(program);
  step_of(schedule, Op::kStore).kind = ScheduleStep::Kind::kGiveUp;
  EXPECT_THAT(divergence_of(program, schedule),
              HasSubstr("expected main to give up set x 1, but it has done it"));
}

TEST(Divergence, ASignalThatNobodySent) {
  const Program program = program_of(kGetter);
  Schedule schedule = schedule_of(program);
  ScheduleStep& step = step_of(schedule, Op::kGet);
  step.kind = ScheduleStep::Kind::kSignal;
  step.signal = 10;
  EXPECT_THAT(divergence_of(program, schedule), HasSubstr("none was sent"));
}

TEST(Divergence, WakingOneWhoDoesNotWait) {
  const Program program = program_of(R"(
conditions: [c]
processes:
  other: {steps: [{lock: c, do: [{notify: c}]}]}
main: [{start: other}, {join: other}]
observe: [c.waiting]
)");
  Schedule schedule = schedule_of(program);
  step_of(schedule, Op::kNotify).woken = {0};
  EXPECT_THAT(divergence_of(program, schedule), HasSubstr("to wake main, who does not wait"));
}

// Two wait; one is woken, or both are.
TEST(Divergence, WakingOthersThanItDoes) {
  for (const char* const notify : {"notify", "notify_all"}) {
    const Program program = program_of(fmt::format(R"(
conditions: [c]
values: {{waiting: 0, notified: false}}
processes:
  waiter: {{count: 2, daemon: true, steps: [{{lock: c, do: [{{add: {{waiting: 1}}}}, {{wait: c}}]}}]}}
main:
  - start: waiter
  - {{lock: c, do: [{{if: waiting == 2, then: [{{{}: c}}, {{set: {{notified: true}}}}]}}]}}
observe: [notified]
)",
                                                   notify));
    const auto notifies = [](const auto& outcome) {
      return outcome.values.front().second.as_bool();
    };
    const world::Exploration exploration = explored(program);
    const auto found =
        std::find_if(exploration.outcomes.begin(), exploration.outcomes.end(), notifies);
    ASSERT_NE(found, exploration.outcomes.end());
    Schedule schedule = found->schedule;
    EXPECT_EQ(divergence_of(program, schedule), "");
    std::vector<int32_t>& woken = step_of(schedule, Op::kNotify).woken;
    const size_t wakes = woken.size();
    const std::vector<std::vector<int32_t>> sets = {{}, {1}, {1, 2}};
    for (const std::vector<int32_t>& others : sets) {
      if (others.size() == wakes) continue;
      woken = others;
      EXPECT_NE(words(world::follow(program, schedule)), "") << others.size();
      EXPECT_NE(divergence_of(program, schedule), "") << others.size();
    }
  }
}

TEST(Divergence, BeginningWhatHasNoParts) {
  const Program program = program_of(kGetter);
  Schedule schedule = schedule_of(program);
  step_of(schedule, Op::kEnd).part = ScheduleStep::Part::kBegin;
  EXPECT_THAT(divergence_of(program, schedule), HasSubstr("but that is all of it"));
}

TEST(Divergence, NonsenseEndsToo) {
  const Program program = program_of(kGetter);
  Schedule schedule = schedule_of(program);
  for (ScheduleStep& step : schedule.steps) step.process = 77;
  EXPECT_THAT(divergence_of(program, schedule), HasSubstr("no such process"));
  for (ScheduleStep& step : schedule.steps) {
    step.process = 0;
    step.part = ScheduleStep::Part::kRest;
  }
  EXPECT_NE(divergence_of(program, schedule), "");
  schedule.steps.clear();
  EXPECT_NE(divergence_of(program, schedule), "");
}

}  // namespace
}  // namespace runner
