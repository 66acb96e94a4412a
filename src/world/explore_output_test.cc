// What is printed, held against what is expected in every order.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "world/exploration.h"
#include "world/test_scenario.h"

namespace runner::world {
namespace {

using testing::HasSubstr;

ExplorationRequest judging() {
  ExplorationRequest request;
  request.judge_output = true;
  return request;
}

const ExplorationFailure* wrong_output(const Exploration& found) {
  for (const ExplorationFailure& failure : found.failures)
    if (failure.kind == FailureKind::kOutput) return &failure;
  return nullptr;
}

std::string two_that_print(std::string_view expected) {
  return "processes:\n  p: {steps: [{print: one}]}\n  q: {steps: [{print: two}]}\n"
         "expect:\n  output:\n" +
         std::string(expected);
}

TEST(ExploreOutput, FindsTheOrderThatIsNotExpected) {
  const Exploration found = explore(program_of(two_that_print("    - \"one\\ntwo\"\n")), judging());
  const ExplorationFailure* failure = wrong_output(found);
  ASSERT_NE(failure, nullptr);
  EXPECT_EQ(failure->schedule.length(), 2);
  EXPECT_TRUE(failure->shortest);
  EXPECT_EQ(failure->schedule.ending, Schedule::Ending::kEnd);
  EXPECT_THAT(failure->difference, HasSubstr("-one\n two\n+one\n"));
  EXPECT_EQ(found.coverage, Coverage::kComplete);
}

TEST(ExploreOutput, ProvesWhatHoldsInEveryOrder) {
  for (const char* expected :
       {"    - unordered: \"one\\ntwo\"\n", "    - interleaved: [one, two]\n",
        "    - contains: two\n", "    - \"{{one|two}}\\n{{.*}}\"\n"}) {
    const Exploration found = explore(program_of(two_that_print(expected)), judging());
    EXPECT_TRUE(found.failures.empty()) << expected;
    EXPECT_EQ(found.coverage, Coverage::kComplete);
  }
}

TEST(ExploreOutput, IsJudgedOnlyWhenAsked) {
  const Exploration found = explore(program_of(two_that_print("    - nothing of it\n")), {});
  EXPECT_TRUE(found.failures.empty());
}

TEST(ExploreOutput, FindsALineThatIsMissingOrTooMany) {
  for (const char* expected : {"    - one\n", "    - unordered: \"one\\ntwo\\nthree\"\n"})
    EXPECT_NE(wrong_output(explore(program_of(two_that_print(expected)), judging())), nullptr);
}

TEST(ExploreOutput, IsFoundWithFewPreemptionsAndAtRandom) {
  const Program program = program_of(two_that_print("    - \"one\\ntwo\"\n"));
  ExplorationRequest few = judging();
  few.preemptions = 0;
  EXPECT_NE(wrong_output(explore(program, few)), nullptr);
  ExplorationRequest random = judging();
  random.random_schedules = 100;
  EXPECT_NE(wrong_output(explore(program, random)), nullptr);
}

TEST(ExploreOutput, WhoIsKilledFromOutsideNeedNotPrint) {
  ExplorationRequest request = judging();
  request.kills = 1;
  const Program program = program_of(two_that_print("    - unordered: \"one\\ntwo\"\n"));
  EXPECT_EQ(wrong_output(explore(program, request)), nullptr);
}

TEST(ExploreOutput, OfARunThatMayDeadlockIsNotJudged) {
  const Exploration found = explore(program_of(R"(
locks: [a, b]
processes:
  p: {steps: [{acquire: a}, {acquire: b}, {release: b}, {release: a}, {print: done}]}
  q: {steps: [{acquire: b}, {acquire: a}, {release: a}, {release: b}, {print: done}]}
expect: {output: "done\ndone", deadlock: possible}
)"),
                                    judging());
  EXPECT_EQ(wrong_output(found), nullptr);
  EXPECT_TRUE(found.some_path_ends);
}

TEST(ExploreOutput, WhatSleepsMakeUnlikelyDependsOnTiming) {
  const Exploration found = explore(program_of(R"(
processes:
  p: {steps: [{print: one}]}
  q: {steps: [{sleep: 1}, {print: two}]}
expect: {output: "one\ntwo"}
)"),
                                    judging());
  const ExplorationFailure* failure = wrong_output(found);
  ASSERT_NE(failure, nullptr);
  EXPECT_TRUE(failure->needs_timing);
}

TEST(ExploreOutput, LinesTooMuchAlikeAreNotCalledProved) {
  std::string steps =
      "main:\n  - repeat: 20\n    do: [{print: x}]\nexpect:\n  output:\n"
      "    - unordered: |\n";
  for (int i = 0; i < 20; ++i) steps += "        {{x|" + std::to_string(i) + "}}\n";
  const Exploration found = explore(program_of(steps), judging());
  EXPECT_EQ(wrong_output(found), nullptr);
  EXPECT_EQ(found.coverage, Coverage::kDepth);
  EXPECT_THAT(found.ended_by, HasSubstr("too much alike"));
}

}  // namespace
}  // namespace runner::world
