// What the simulated world says of schedules that cannot have happened.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "scenario_under_test.h"
#include "world/follow.h"

namespace runner {
namespace {

using testing::HasSubstr;
using Part = ScheduleStep::Part;

std::string objection(const Program& program, const Schedule& schedule) {
  return words(world::follow(program, schedule));
}

// Its only way to end.
Schedule only_schedule(const Program& program) {
  const world::Exploration found = explored(program);
  if (!found.outcomes.empty()) return found.outcomes.front().schedule;
  EXPECT_FALSE(found.failures.empty());
  return found.failures.empty() ? Schedule() : found.failures.front().schedule;
}

TEST(Impossible, ADeadlockOfNobody) {
  const Program program = program_of("values: {x: 0}\nmain: [{set: {x: 1}}]\nobserve: [x]\n");
  Schedule schedule = only_schedule(program);
  EXPECT_EQ(objection(program, schedule), "");
  schedule.ending = Schedule::Ending::kDeadlock;
  EXPECT_THAT(objection(program, schedule), HasSubstr("expected a deadlock, but all ended"));
}

TEST(Impossible, PartsOfWhatHasNone) {
  const Program program = program_of("values: {x: 0}\nmain: [{set: {x: 1}}]\nobserve: [x]\n");
  Schedule schedule = only_schedule(program);
  step_of(schedule, Op::kStore).part = Part::kBegin;
  EXPECT_THAT(objection(program, schedule),
              HasSubstr("expected main only to begin set x 1, but that is all of it"));
  step_of(schedule, Op::kStore).part = Part::kRest;
  EXPECT_THAT(objection(program, schedule),
              HasSubstr("expected main to go on with set x 1, but it has not begun"));
}

const char* const kWaiter = R"(
conditions: [c]
processes:
  p: {steps: [{lock: c, do: [{wait: c}]}]}
)";

TEST(Impossible, AllOfWhatHasParts) {
  const Program program = program_of(kWaiter);
  Schedule schedule = only_schedule(program);
  EXPECT_EQ(objection(program, schedule), "");
  ScheduleStep& wait = step_of(schedule, Op::kConditionWait);
  EXPECT_EQ(wait.part, Part::kBegin);
  wait.part = Part::kWhole;
  EXPECT_THAT(objection(program, schedule),
              HasSubstr("expected all of wait c, but there is more to it"));
  wait.part = Part::kBegin;
  schedule.steps.push_back(wait);
  EXPECT_NE(objection(program, schedule), "");
}

// As on real processes, where everyone begins what it is about to do.
TEST(Impossible, NotADeadlockWhoseLastWaitIsStillToBegin) {
  const Program program = program_of(kWaiter);
  Schedule schedule = only_schedule(program);
  ASSERT_EQ(schedule.ending, Schedule::Ending::kDeadlock);
  ASSERT_EQ(schedule.steps.back().op, Op::kConditionWait);
  schedule.steps.pop_back();
  EXPECT_EQ(objection(program, schedule), "");
  RunOptions options;
  options.replay = &schedule;
  EXPECT_EQ(words(run_really(program, options).divergence), "");
  schedule.steps.pop_back();
  EXPECT_THAT(objection(program, schedule), HasSubstr("expected a deadlock, but p can go on"));
}

}  // namespace
}  // namespace runner
