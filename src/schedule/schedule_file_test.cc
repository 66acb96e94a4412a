#include "schedule/schedule_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scenario/load.h"

namespace runner {
namespace {

using testing::HasSubstr;

Scenario loaded() {
  const Source source("x.yaml", R"(scenario: "two of them: a test"
locks: {fork: {count: 2}}
pools: {pool: 2}
tasks: {twice: {params: [n], steps: [{return: "${n * 2}"}]}}
processes:
  phil: {count: 2, steps: [{acquire: "fork[index]"}, {get: q}]}
  other: {steps: [{put: {q: 1}}]}
queues: [q]
main:
  - start: [phil, other]
  - map: twice
    over: [1, 2]
    pool: pool
)");
  Diagnostics diagnostics;
  std::optional<Scenario> scenario = load_scenario(source, {}, diagnostics);
  EXPECT_EQ(render(source, diagnostics), "");
  return scenario.value_or(Scenario{});
}

ScheduleStep step(ScheduleStep::Kind kind, int32_t process, std::string name, Op op,
                  std::string operation) {
  ScheduleStep step;
  step.kind = kind;
  step.process = process;
  step.name = std::move(name);
  step.op = op;
  step.operation = std::move(operation);
  step.at = {6, 30};
  return step;
}

Schedule everything() {
  using Kind = ScheduleStep::Kind;
  Schedule schedule;
  schedule.scenario = "two of them: a test";
  schedule.hash = "0123456789012345";
  schedule.seed = 7;
  schedule.ending = Schedule::Ending::kDeadlock;
  schedule.steps = {
      step(Kind::kPerform, 0, "main", Op::kStart, "start phil[0]"),
      step(Kind::kGiveUp, 1, "phil[0]", Op::kAcquire, "acquire fork[0]"),
      step(Kind::kSignal, 2, "phil[1]", Op::kConditionWait, "wait c"),
      step(Kind::kKill, 3, "other", Op::kPut, "put q \"a, 'b'\"\n"),
      step(Kind::kKill, 3, "other", Op::kYield, ""),
      step(Kind::kPerform, 4, "pool.worker[0]", Op::kNotify, "notify c"),
      ScheduleStep{},
  };
  schedule.steps[1].result = "timeout";
  schedule.steps[2].signal = 15;
  schedule.steps[1].part = ScheduleStep::Part::kRest;
  schedule.steps[3].at = schedule.steps[4].at = schedule.steps[5].at = {};
  schedule.steps[5].woken = {3};
  schedule.steps[5].part = ScheduleStep::Part::kBegin;
  schedule.steps[0].quiet = true;
  schedule.steps[6].kind = Kind::kTick;
  return schedule;
}

constexpr std::string_view kText =
    R"(# Repeat it on real processes: runner replay SCENARIO --schedule THIS_FILE
schedule: 1
scenario: "two of them: a test"
hash: "0123456789012345"
seed: 7
ends: deadlock
steps:
  - {process: main, perform: start, operation: "start phil[0]", at: "6:30", quiet: true}
  - {process: "phil[0]", give_up: acquire, part: rest, operation: "acquire fork[0]", at: "6:30", result: "timeout"}
  - {process: "phil[1]", interrupt: condition wait, signal: SIGTERM, operation: "wait c", at: "6:30"}
  - {process: other, kill_before: put, operation: "put q \"a, 'b'\"\n"}
  - {process: other, kill_before: next}
  - {process: "pool.worker[0]", perform: notify, part: begin, operation: "notify c", woken: [other]}
  - {tick: true}
)";

TEST(ScheduleFile, SaysEverything) {
  EXPECT_EQ(write_schedule(everything(), loaded()), kText);
}

TEST(ScheduleFile, IsReadAsItWasWritten) {
  const Scenario scenario = loaded();
  const Source source("s.yaml", std::string(kText));
  Diagnostics diagnostics;
  const std::optional<Schedule> schedule = read_schedule(source, scenario, diagnostics);
  ASSERT_TRUE(schedule.has_value()) << render(source, diagnostics);
  EXPECT_EQ(schedule->steps.size(), 7u);
  EXPECT_EQ(schedule->length(), 6);
  EXPECT_EQ(schedule->steps[2].name, "phil[1]");
  EXPECT_EQ(schedule->steps[5].woken, std::vector<int32_t>{3});
  EXPECT_EQ(write_schedule(*schedule, scenario), kText);
}

TEST(ScheduleFile, SeedsHaveAllTheirBits) {
  const Scenario scenario = loaded();
  Schedule schedule = everything();
  schedule.seed = UINT64_MAX;
  const Source source("s.yaml", write_schedule(schedule, scenario));
  Diagnostics diagnostics;
  const std::optional<Schedule> read = read_schedule(source, scenario, diagnostics);
  ASSERT_TRUE(read.has_value()) << render(source, diagnostics);
  EXPECT_EQ(read->seed, UINT64_MAX);
}

TEST(ScheduleFile, NoStepsIsAScheduleToo) {
  const Scenario scenario = loaded();
  Schedule schedule;
  schedule.scenario = scenario.name;
  schedule.hash = "0123456789012345";
  const Source source("s.yaml", write_schedule(schedule, scenario));
  Diagnostics diagnostics;
  EXPECT_TRUE(read_schedule(source, scenario, diagnostics).has_value());
}

std::string objections(std::string text) {
  const Source source("s.yaml", std::move(text));
  Diagnostics diagnostics;
  EXPECT_FALSE(read_schedule(source, loaded(), diagnostics).has_value());
  return render(source, diagnostics);
}

TEST(ScheduleFile, EveryMistakeHasItsPlaceAndHint) {
  const std::string text = objections(R"(schedule: 1
scenario: "two of them: a test"
hsh: "1"
ends: deadlok
steps:
  - {process: "phil[7]", perform: acquire, operation: "acquire fork[0]", at: "6"}
  - {process: othr, perform: aquire, operation: ""}
  - {process: main, operation: "start"}
  - {process: main, perform: start, give_up: start, operation: x, pick: -1}
  - {process: main, interrupt: get, operation: "get q", signal: SIGTRM}
  - 3
  - {process: main, perform: start, operation: x, pick: 1}
  - {process: main, give_up: choose, operation: x, pick: 1}
  - {process: main, perform: barrier wait, part: begin, operation: x, result: "0"}
  - {process: main, perform: notify, operation: x, pick: 1, woken: [other, main, other]}
  - {process: main, kill_before: notify, part: rest, operation: x, result: "0"}
)");
  for (const char* expected : {
           "s.yaml:3:1: error: unknown key 'hsh' in a schedule",
           "did you mean 'hash'?",
           "'hash' is missing",
           "s.yaml:4:7: error: 'ends' is one of end, deadlock, failure and unfinished",
           "did you mean 'deadlock'?",
           "s.yaml:6:15: error: the scenario has no process 'phil[7]'",
           "s.yaml:6:78: error: a place is a line and a column: \"12:5\"",
           "did you mean 'other'?",
           "s.yaml:7:30: error: there is no operation 'aquire'",
           "did you mean 'acquire'?",
           "s.yaml:8:5: error: a step needs one of perform, give_up, interrupt, kill_before and "
           "tick",
           "a step is one thing",
           "a whole number from 0 belongs here",
           "did you mean 'SIGTERM'?",
           "s.yaml:11:5: error: a step is a map",
           "s.yaml:12:57: error: 'pick' where nothing is chosen",
           "leave it out: only choose goes one of several ways",
           "s.yaml:13:58: error: 'pick' where nothing is chosen",
           "s.yaml:14:79: error: what has only begun has no result",
           "s.yaml:15:58: error: 'pick' where nothing is chosen",
           "leave it out: 'woken' says whom a notify wakes",
           "s.yaml:15:68: error: 'woken' has other twice",
           "s.yaml:16:48: error: 'part' where nothing is performed",
           "s.yaml:16:76: error: 'result' where nothing is performed",
       }) {
    EXPECT_THAT(text, HasSubstr(expected));
  }
}

TEST(ScheduleFile, AnEmptyTextNamesNothing) {
  const std::string text = objections(R"(schedule: 1
scenario: ""
hash: ""
places: ""
ends: ""
steps:
  - {process: "", perform: get, operation: "get q"}
  - {process: main, perform: "", operation: "get q"}
  - {process: main, perform: get, operation: "", at: "", part: ""}
  - {process: main, interrupt: get, operation: "get q", signal: ""}
  - {process: main, perform: notify, operation: "notify c", woken: [""]}
  - {process: main, perform: get, operation: "get q", result: "", woken: []}
)");
  size_t count = 0;
  for (const char* place :
       {"2:11", "3:7", "4:9", "5:7", "7:15", "8:30", "9:46", "9:54", "9:64", "10:65", "11:69"}) {
    ++count;
    EXPECT_THAT(text, HasSubstr(std::string("s.yaml:") + place +
                                ": error: a text belongs here, and this one is empty"));
  }
  size_t errors = 0;
  for (size_t at = text.find(": error:"); at != std::string::npos;
       at = text.find(": error:", at + 1))
    ++errors;
  EXPECT_EQ(errors, count) << text;
}

TEST(ScheduleFile, WhatMeansNothingInAStepIsRefused) {
  const std::string text = objections(R"(schedule: 1
steps:
  - {process: main, perform: choose, operation: choose, signal: SIGKILL}
  - {process: main, perform: send, operation: send other signal 10, signal: SIGUSR1}
  - {tick: true, process: main, at: "1:1"}
)");
  for (const char* expected : {
           "s.yaml:3:65: error: 'signal' where none acts",
           "leave it out: only an 'interrupt' is by one",
           "s.yaml:4:77: error: 'signal' where none acts",
           "leave it out: 'operation' says which one is sent",
           "s.yaml:5:18: error: 'process' where time passes",
           "s.yaml:5:33: error: 'at' where time passes",
       }) {
    EXPECT_THAT(text, HasSubstr(expected));
  }
}

TEST(ScheduleFile, AnElementIsNamedOrNot) {
  const Scenario scenario = loaded();
  Schedule schedule = everything();
  schedule.places = "0011223344556677";
  schedule.steps = {step(ScheduleStep::Kind::kPerform, 0, "main", Op::kChoose, "choose"),
                    step(ScheduleStep::Kind::kPerform, 0, "main", Op::kChoose, "choose")};
  schedule.steps[0].pick = 0;
  const std::string text = write_schedule(schedule, scenario);
  EXPECT_THAT(text, HasSubstr("pick: 0}\n  - {process: main, perform: choose, operation: "
                              "\"choose\", at: \"6:30\"}\n"));
  const Source source("s.yaml", text);
  Diagnostics diagnostics;
  const std::optional<Schedule> read = read_schedule(source, scenario, diagnostics);
  ASSERT_TRUE(read.has_value()) << render(source, diagnostics);
  EXPECT_EQ(read->places, schedule.places);
  EXPECT_EQ(read->steps[0].pick, 0);
  EXPECT_FALSE(read->steps[1].pick);
}

TEST(ScheduleFile, OfAnotherScenarioNothingElseIsSaid) {
  EXPECT_EQ(
      objections(R"(schedule: 1
scenario: two
hash: "1"
ends: end
steps:
  - {process: "phil[7]", perform: acquire, operation: "acquire fork[0]"}
)"),
      "s.yaml:2:11: error: this is a schedule of the scenario 'two', not of 'two of them: a test'\n"
      "   2 | scenario: two\n"
      "     |           ^~~\n");
}

TEST(ScheduleFile, ASeedOfMoreBitsIsRefused) {
  EXPECT_THAT(objections("schedule: 1\nseed: 18446744073709551616\n"),
              HasSubstr("s.yaml:2:7: error: a whole number from 0, of 64 bits at most"));
}

TEST(ScheduleFile, AnotherVersionIsRefused) {
  EXPECT_EQ(objections("schedule: 2\nsteps: whatever\n"),
            "s.yaml:1:11: error: this runner reads schedules of version 1\n"
            "   1 | schedule: 2\n"
            "     |           ^\n");
  EXPECT_THAT(objections("- 1\n"), HasSubstr("a schedule is a map"));
  EXPECT_THAT(objections("a: [\n"), HasSubstr("error"));
}

TEST(ScheduleFile, AnEmptyOneIsNoScenario) {
  EXPECT_THAT(objections(""), HasSubstr("the file is empty"));
  EXPECT_THAT(objections("# nothing\n"),
              HasSubstr("explore --save and run --record write schedules"));
}

TEST(ScheduleFile, MembersOfAnArrayAreNamed) {
  const auto about = [](const std::string& name) {
    return objections("schedule: 1\nsteps:\n  - {process: \"" + name +
                      "\", perform: put, operation: put q}\n");
  };
  EXPECT_THAT(about("phil[7]"), HasSubstr("there are phil[0] to phil[1]\n"));
  EXPECT_THAT(about("phil"), HasSubstr("there are phil[0] to phil[1]\n"));
  EXPECT_THAT(about("pool.worker[2]"), HasSubstr("there are pool.worker[0] to pool.worker[1]\n"));
  EXPECT_THAT(about("othr"), HasSubstr("did you mean 'other'?"));
}

}  // namespace
}  // namespace runner
