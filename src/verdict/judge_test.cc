#include "verdict/judge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"

namespace runner {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// A scenario of main, p and two workers that all ended well, and its run.
class JudgeTest : public testing::Test {
 protected:
  JudgeTest() {
    for (const char* name : {"MainProcess", "p", "worker[0]", "worker[1]"}) {
      Process process;
      process.name = name;
      scenario.processes.push_back(process);
      ProcessEnd end;
      end.name = name;
      end.started = end.ended = true;
      result.processes.push_back(end);
    }
    scenario.has_expect = true;
    expect.at = {9, 1};
    expect.outcomes_at = {13, 3};
    expect.deadlock_at = {14, 3};
    expect.status_at = {15, 3};
  }

  Judgement judged() { return judge(scenario, result, captured, "x.yaml"); }

  void fail(size_t process, int64_t code) {
    result.processes[process].failed = true;
    result.processes[process].exit_code = code;
  }

  void expect_exit(int32_t first, int32_t count, Value code) {
    ExitExpectation exit;
    exit.first = first;
    exit.count = count;
    exit.code = std::move(code);
    exit.at = {10, 3};
    expect.exits.push_back(exit);
  }

  void expect_output(std::string_view text) {
    OutputBlock block;
    for (const std::string_view line : split_lines(text)) block.lines.emplace_back(line);
    block.at = {11, 3};
    expect.output = {block};
  }

  void observe(std::string name, Value value) {
    scenario.observe.push_back({std::move(name), {}});
    result.observed.push_back(std::move(value));
  }

  Scenario scenario;
  Expectation& expect = scenario.expect;
  RunResult result;
  Captured captured;
};

TEST_F(JudgeTest, AllIsWell) {
  EXPECT_EQ(judged().status, kAllHeld);
  EXPECT_THAT(judged().unmet, IsEmpty());
}

TEST_F(JudgeTest, WhatTakesTooLongIsNotCalledWrong) {
  OutputBlock block;
  block.kind = OutputBlock::Kind::kInterleaved;
  block.at = {11, 3};
  for (int i = 0; i < 4; ++i) {
    OutputBlock sequence;
    sequence.lines.assign(60, "{{a|b}}");
    block.children.push_back(sequence);
  }
  block.children.back().lines.back() = "{{b}}";
  expect.output = {block};
  for (int i = 0; i < 240; ++i) captured.output += "a\n";
  const Judgement judgement = judged();
  EXPECT_EQ(judgement.status, kUnmet);
  EXPECT_FALSE(judgement.only_output);
  EXPECT_THAT(judgement.unmet,
              ElementsAre(AllOf(HasSubstr("x.yaml:11:3: output could not be judged"),
                                HasSubstr("the limit of 200000000 steps"))));
}

TEST_F(JudgeTest, WithoutExpectationsTheRunDecides) {
  scenario.has_expect = false;
  EXPECT_EQ(judged().status, 0);
  result.processes[1].exit_code = 3;
  EXPECT_EQ(judged().status, 0) << "an exit code is no failure";
  fail(1, 1);
  EXPECT_EQ(judged().status, 1);
  result.timed_out = true;
  EXPECT_EQ(judged().status, 4);
  result.deadlock.emplace();
  EXPECT_EQ(judged().status, 3);
  result.stopped_by_signal = 2;
  EXPECT_EQ(judged().status, 130);
  EXPECT_THAT(judged().unmet, IsEmpty());
}

TEST_F(JudgeTest, TellsOfADeathThatNobodyElseTellsOf) {
  scenario.has_expect = false;
  fail(1, -2);
  EXPECT_THAT(judged().unmet, ElementsAre("x.yaml: process p failed: it ended with -2 (SIGINT), "
                                          "which nothing in the scenario sent"));
  result.processes[1].reported = true;
  EXPECT_THAT(judged().unmet, IsEmpty()) << "its error was told";
}

TEST_F(JudgeTest, OutputIsComparedWithADiff) {
  expect_output("a\n");
  captured.output = "a\n";
  EXPECT_EQ(judged().status, 0);
  captured.output = "b\n";
  EXPECT_EQ(judged().status, 1);
  EXPECT_TRUE(judged().only_output);
  EXPECT_THAT(judged().unmet, ElementsAre("x.yaml:11:3: output is not as expected\n"
                                          "--- expected\n+++ output\n@@ -1 +1 @@\n-a\n+b\n"
                                          "line 1: expected 'a', got 'b'"));
}

TEST_F(JudgeTest, MoreThanOutputIsWrong) {
  expect_output("a\n");
  expect_exit(1, 1, Value::integer(2));
  EXPECT_FALSE(judged().only_output);
  EXPECT_EQ(judged().unmet.size(), 2u);
}

TEST_F(JudgeTest, ErrorOutput) {
  OutputBlock block;
  block.kind = OutputBlock::Kind::kContains;
  block.lines = {"deadlock"};
  expect.error_output = {block};
  captured.error_output = "x.yaml: deadlock (lock cycle)\n";
  EXPECT_EQ(judged().status, 0);
  captured.error_output = "";
  EXPECT_EQ(judged().status, 1);
}

TEST_F(JudgeTest, ExitCodes) {
  expect_exit(1, 1, Value::integer(-15));
  result.processes[1].exit_code = -15;
  EXPECT_EQ(judged().status, 0);
  result.processes[1].exit_code = 0;
  EXPECT_THAT(judged().unmet,
              ElementsAre("x.yaml:10:3: exit of p: expected exit code -15, but it ended with 0"));
  result.processes[1].started = false;
  EXPECT_THAT(judged().unmet, ElementsAre(HasSubstr("it was never started")));
}

TEST_F(JudgeTest, AProcessWithoutANameYetGoesByItsKey) {
  ProcessGroup group;
  group.name = "helper";
  group.first = 1;
  scenario.groups = {group};
  scenario.processes[1].group = 0;
  result.processes[1] = ProcessEnd();
  expect_exit(1, 1, Value::integer(0));
  EXPECT_THAT(judged().unmet, ElementsAre(HasSubstr("exit of helper: ")));
}

TEST_F(JudgeTest, ExitOfAllReplicas) {
  expect_exit(2, 2, Value::integer(0));
  EXPECT_EQ(judged().status, 0);
  result.processes[3].exit_code = 7;
  EXPECT_THAT(judged().unmet, ElementsAre(HasSubstr("worker[1]")));
}

TEST_F(JudgeTest, NullMeansNeverEnded) {
  expect_exit(1, 1, Value());
  EXPECT_EQ(judged().status, 1);
  result.processes[1].ended = false;
  EXPECT_EQ(judged().status, 0);
}

TEST_F(JudgeTest, AFailureMustBeNamed) {
  fail(1, 1);
  EXPECT_EQ(judged().status, 1);
  EXPECT_THAT(judged().unmet, ElementsAre(HasSubstr("process p failed")));
  expect_exit(1, 1, Value::integer(1));
  EXPECT_EQ(judged().status, 0);
  fail(2, 1);
  EXPECT_THAT(judged().unmet, ElementsAre(HasSubstr("process worker[0] failed")));
}

TEST_F(JudgeTest, AFailureWithAnotherCodeIsReportedOnce) {
  fail(1, -11);
  expect_exit(1, 1, Value::integer(1));
  EXPECT_THAT(judged().unmet, ElementsAre(HasSubstr("exit of p")));
}

TEST_F(JudgeTest, StatusNamesFailures) {
  expect.status = 1;
  EXPECT_THAT(judged().unmet, ElementsAre("x.yaml:15:3: status: expected 1, got 0"));
  fail(1, 1);
  fail(2, -9);
  EXPECT_EQ(judged().status, 0);
}

TEST_F(JudgeTest, AnUnexpectedDeadlockHasItsStatus) {
  result.deadlock.emplace();
  EXPECT_EQ(judged().status, 3);
  EXPECT_EQ(judged().unmet.size(), 1u);
  expect.status = 3;
  EXPECT_EQ(judged().status, 0);
}

TEST_F(JudgeTest, AnExpectedDeadlock) {
  expect.deadlock = DeadlockExpectation::kAlways;
  EXPECT_EQ(judged().status, 1);
  result.deadlock.emplace();
  EXPECT_EQ(judged().status, 0);
  expect_output("a\n");
  EXPECT_EQ(judged().status, 1);
}

TEST_F(JudgeTest, APossibleDeadlock) {
  expect.deadlock = DeadlockExpectation::kPossible;
  expect_output("a\n");
  captured.output = "a\n";
  expect_exit(1, 1, Value::integer(0));
  EXPECT_EQ(judged().status, 0);
  result.deadlock.emplace();
  result.processes[1].ended = false;
  captured.output = "";
  EXPECT_EQ(judged().status, 0);
  fail(2, 1);
  EXPECT_EQ(judged().status, 1) << "a failure must be named all the same";
}

TEST_F(JudgeTest, ATimeLimit) {
  result.timed_out = true;
  EXPECT_EQ(judged().status, 4);
  expect.deadlock = DeadlockExpectation::kAlways;
  EXPECT_EQ(judged().status, 4);
  expect.deadlock = DeadlockExpectation::kNever;
  expect.status = 4;
  EXPECT_EQ(judged().status, 0);
}

TEST_F(JudgeTest, Finally) {
  Expression condition;
  condition.text = "counter == 4";
  condition.at = {12, 12};
  expect.finally = {condition};
  result.finally = {Value::boolean(true)};
  EXPECT_EQ(judged().status, 0);
  result.finally = {Value::boolean(false)};
  EXPECT_THAT(judged().unmet, ElementsAre("x.yaml:12:12: finally: counter == 4 is False"));
  ErrorBody error;
  error.message = "no such key 'x'";
  result.finally = {Value::error(error)};
  EXPECT_THAT(judged().unmet,
              ElementsAre("x.yaml:12:12: finally: counter == 4 failed: no such key 'x'"));
  result.deadlock.emplace();
  expect.deadlock = DeadlockExpectation::kAlways;
  EXPECT_EQ(judged().status, 0) << "not judged after a deadlock";
}

TEST_F(JudgeTest, Outcomes) {
  observe("counter", Value::integer(4));
  observe("who", Value::string("a"));
  expect.outcomes.emplace();
  expect.outcomes->push_back({{"counter", Value::integer(3)}});
  EXPECT_THAT(
      judged().unmet,
      ElementsAre("x.yaml:13:3: the outcome counter=4 who='a' is not among the allowed ones"));
  expect.outcomes->push_back({{"counter", Value::real(4.0)}});
  EXPECT_EQ(judged().status, 0);
  expect.outcomes = {{{"counter", Value::integer(4)}, {"who", Value::string("b")}}};
  EXPECT_EQ(judged().status, 1);
}

TEST_F(JudgeTest, AFileThatShouldHaveBeenRefused) {
  expect.has_diagnostics = true;
  EXPECT_EQ(judged().status, 1);
}

TEST_F(JudgeTest, NothingIsJudgedWhenTheRunnerWasStopped) {
  expect_output("a\n");
  result.stopped_by_signal = 15;
  EXPECT_EQ(judged().status, 143);
  EXPECT_THAT(judged().unmet, IsEmpty());
}

}  // namespace
}  // namespace runner
