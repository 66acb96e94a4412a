// Real processes and the simulated world say the same of a schedule, in the same words.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "machine/schedule.h"
#include "machine/step_words.h"
#include "scenario_under_test.h"
#include "world/follow.h"

namespace runner {
namespace {

using testing::HasSubstr;
using Part = ScheduleStep::Part;

// What both say: "" where nothing is wrong.
std::string said_of(const Program& program, const Schedule& schedule) {
  RunOptions options;
  options.replay = &schedule;
  options.seed = schedule.seed.value_or(0);
  const std::string really = words(run_really(program, options).divergence);
  EXPECT_EQ(words(world::follow(program, schedule)), really);
  return really;
}

Schedule recorded(const Program& program, uint64_t seed) {
  Schedule schedule;
  RunOptions options;
  options.record = &schedule;
  options.seed = seed;
  run_really(program, options);
  return schedule;
}

// Both elements lead to the same operations, but for what is chosen after them.
const char* const kChooser = R"(
values: {x: 0}
main: [{choose: a, in: [10, 20]}, {choose: b, in: [1, 2, 3, 4, 5, 6, 7, 8]}, {set: {x: 1}}]
observe: [x]
)";

TEST(Agreement, AnElementThatIsNamedIsTaken) {
  const Program program = program_of(kChooser);
  Schedule schedule = recorded(program, 1);
  EXPECT_EQ(said_of(program, schedule), "");
  for (const bool seeded : {true, false}) {
    if (!seeded) schedule.seed.reset();
    for (const int64_t element : {0, 1}) {
      ScheduleStep& step = step_of(schedule, Op::kChoose);
      step.pick = element;
      step.result = element == 0 ? "10" : "20";
      EXPECT_EQ(said_of(program, schedule), "") << element;
      step.result = element == 0 ? "20" : "10";
      EXPECT_THAT(said_of(program, schedule), HasSubstr("expected main to choose -> "));
    }
  }
}

// What one says of it does not change what is drawn afterwards.
TEST(Agreement, AnElementThatIsNotNamedIsTheSeedsOrTheFirst) {
  const Program program = program_of(kChooser);
  Schedule schedule = recorded(program, 1);
  for (const bool names_first : {true, false}) {
    for (ScheduleStep& step : schedule.steps)
      if (!names_first || &step != &step_of(schedule, Op::kChoose)) step.pick.reset();
    EXPECT_EQ(said_of(program, schedule), "");
  }
  schedule.seed.reset();
  for (ScheduleStep& step : schedule.steps)
    if (step.op == Op::kChoose) step.result = step.result.size() == 2 ? "10" : "1";
  EXPECT_EQ(said_of(program, schedule), "");
}

TEST(Agreement, AnElementThatThereIsNot) {
  const Program program = program_of(kChooser);
  Schedule schedule = recorded(program, 1);
  step_of(schedule, Op::kChoose).pick = 2;
  const std::string expected =
      "expected main to choose element 2, counted from 0, but there are only 2";
  EXPECT_THAT(said_of(program, schedule), HasSubstr(expected));
  schedule.seed.reset();
  EXPECT_THAT(said_of(program, schedule), HasSubstr(expected));
}

// The element of a step before is none of what is chosen at the end, of fewer.
TEST(Agreement, ChoosingAtTheEnd) {
  const Program program = program_of(R"(
values: {x: 0}
main: [{choose: a, in: [1, 2, 3, 4]}, {choose: b, in: [5]}, {set: {x: 1}}]
observe: [x]
)");
  Schedule schedule = recorded(program, 1);
  step_of(schedule, Op::kChoose).pick = 3;
  step_of(schedule, Op::kChoose).result = "4";
  schedule.steps.resize(1);
  schedule.ending = Schedule::Ending::kDeadlock;
  RunOptions options;
  options.replay = &schedule;
  EXPECT_THAT(words(run_really(program, options).divergence), HasSubstr("expected a deadlock"));
  EXPECT_THAT(words(world::follow(program, schedule)), HasSubstr("expected a deadlock"));
}

TEST(Agreement, ChoosingOfNothingNamesNoElement) {
  const Program program = program_of(R"(
values: {empty: [], x: 0}
main: [{try: [{choose: a, in: empty}], catch: [{set: {x: 1}}]}]
observe: [x]
)");
  Schedule schedule = recorded(program, 1);
  EXPECT_FALSE(step_of(schedule, Op::kChoose).pick);
  EXPECT_EQ(said_of(program, schedule), "");
  step_of(schedule, Op::kChoose).pick = 0;
  EXPECT_THAT(said_of(program, schedule), HasSubstr("counted from 0, but there is none"));
}

TEST(Agreement, WakingOneWhoDoesNotWait) {
  const Program program = program_of(R"(
conditions: [c]
processes:
  other: {steps: [{lock: c, do: [{notify: c}]}]}
main: [{start: other}, {join: other}]
)");
  const Schedule schedule = recorded(program, 1);
  for (const Op op : {Op::kStart, Op::kNotify, Op::kEnd}) {
    Schedule changed = schedule;
    step_of(changed, op).woken = {0};
    EXPECT_THAT(said_of(program, changed), HasSubstr(" to wake main, who does not wait"));
  }
}

TEST(Agreement, KilledBeforeAnotherOperation) {
  const Program program = program_of("values: {x: 0}\nmain: [{set: {x: 1}}]\nobserve: [x]\n");
  Schedule schedule = recorded(program, 1);
  schedule.steps.resize(1);
  schedule.ending = Schedule::Ending::kUnfinished;
  ScheduleStep& step = step_of(schedule, Op::kStore);
  step.kind = ScheduleStep::Kind::kKill;
  EXPECT_EQ(said_of(program, schedule), "");
  step.operation = "set x 2";
  EXPECT_THAT(said_of(program, schedule),
              HasSubstr("expected main to set x 2, but it is about to set x 1"));
}

TEST(Agreement, AnotherPlace) {
  const std::string text = "values: {x: 0}\nmain: [{set: {x: 1}}]\nobserve: [x]\n";
  const Program program = program_of(text);
  Schedule schedule = recorded(program, 1);
  EXPECT_EQ(said_of(program, schedule), "");
  step_of(schedule, Op::kStore).at = {99, 99};
  EXPECT_THAT(said_of(program, schedule),
              HasSubstr("at 3: expected main to set x 1 at 99:99, but it is at 3:"));
  step_of(schedule, Op::kStore).at = {};
  EXPECT_EQ(said_of(program, schedule), "");
}

// Its steps stand elsewhere, and are the same.
TEST(Agreement, PlacesThatACommentHasMoved) {
  const std::string text = "values: {x: 0}\nmain: [{set: {x: 1}}]\nobserve: [x]\n";
  const Schedule schedule = recorded(program_of(text), 1);
  const Program moved = program_of("# moves it\n" + text);
  EXPECT_EQ(schedule.hash, program_hash(moved));
  EXPECT_NE(schedule.places, places_hash(moved));
  EXPECT_EQ(said_of(moved, schedule), "");
}

TEST(Agreement, BeginningWhatHasNoParts) {
  const Program program = program_of(R"(
pools: {pool: 1}
tasks: {twice: {params: [n], steps: [{return: "${n * 2}"}]}}
queues: [q]
main: [{map: twice, over: [1], pool: pool, into: r}, {put: {q: 1}}, {get: q}]
observe: [q.size]
)");
  const Schedule schedule = recorded(program, 1);
  for (const Op op : {Op::kPoolFinish, Op::kPut, Op::kGet, Op::kJoinChildren}) {
    Schedule changed = schedule;
    ScheduleStep& step = step_of(changed, op);
    step.part = Part::kBegin;
    step.result = "";
    EXPECT_THAT(said_of(program, changed), HasSubstr("but that is all of it"));
  }
}

// It could have, where others had to come first.
TEST(Agreement, BeginningWhatIsOverAtOnce) {
  const Program program = program_of(R"(
barriers: {b: 1}
processes:
  other: {daemon: true, steps: [{sleep: 60s}]}
main: [{barrier: b}, {start: other}, {terminate: other}]
)");
  const Schedule schedule = recorded(program, 1);
  EXPECT_EQ(said_of(program, schedule), "");
  for (const Op op : {Op::kBarrierWait, Op::kTerminate, Op::kStopDaemons}) {
    Schedule changed = schedule;
    ScheduleStep& step = step_of(changed, op);
    ASSERT_EQ(step.part, Part::kWhole) << step.operation;
    step.part = Part::kBegin;
    step.result = "";
    EXPECT_THAT(said_of(program, changed), HasSubstr("but that is all of it")) << step.operation;
  }
}

// Work that has begun is of virtual time, also before any of it has passed.
TEST(Agreement, WorkThatHasBegun) {
  const Program program = program_of(R"(
explore: {time: virtual}
processes:
  other: {steps: [{work: 2s}]}
main: [{start: other}, {work: 1s}, {assert: "false"}]
)");
  const world::Exploration found = explored(program);
  ASSERT_FALSE(found.failures.empty());
  Schedule schedule = found.failures.front().schedule;
  EXPECT_EQ(said_of(program, schedule), "");
  schedule.ending = Schedule::Ending::kUnfinished;
  std::erase_if(schedule.steps, [](const ScheduleStep& step) {
    return step.kind == ScheduleStep::Kind::kTick || step.part == Part::kRest ||
           (step.op != Op::kWork && step.op != Op::kStart);
  });
  EXPECT_EQ(step_of(schedule, Op::kWork).part, Part::kBegin);
  EXPECT_EQ(said_of(program, schedule), "");
}

}  // namespace
}  // namespace runner
