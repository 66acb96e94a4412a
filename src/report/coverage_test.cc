#include "report/coverage.h"

#include <gtest/gtest.h>

#include "report/report_testing.h"
#include "verdict/judge.h"

namespace runner {
namespace {

using world::Coverage;
using world::Exploration;

Exploration covered(Coverage coverage, std::string ended_by = "") {
  Exploration exploration = crossed();
  exploration.failures.clear();
  exploration.coverage = coverage;
  exploration.ended_by = std::move(ended_by);
  exploration.preemptions = 2;
  exploration.statistics.schedules = 10'000;
  return exploration;
}

TEST(Coverage, OnlyASearchOfEverythingProves) {
  EXPECT_EQ(verdict_of(covered(Coverage::kComplete)), ExplorationVerdict::kProved);
  for (const Coverage part : {Coverage::kPreemptions, Coverage::kDepth, Coverage::kRandom}) {
    EXPECT_EQ(verdict_of(covered(part)), ExplorationVerdict::kBounded);
  }
}

TEST(Coverage, TheWordsDifferWhereTheCoverageDoes) {
  EXPECT_EQ(verdict_sentence(covered(Coverage::kComplete)),
            "proved: every interleaving was explored");
  EXPECT_EQ(verdict_sentence(covered(Coverage::kPreemptions)), "proved up to 2 preemptions");
  EXPECT_EQ(verdict_sentence(covered(Coverage::kRandom)), "no failure in 10,000 random schedules");
  EXPECT_EQ(verdict_sentence(covered(Coverage::kDepth, "memory limit")),
            "no failure within 12 steps (memory limit)");
}

TEST(Coverage, FingerprintsLeaveADoubt) {
  Exploration exploration = covered(Coverage::kComplete);
  exploration.statistics.collision_probability = 3e-8;
  EXPECT_EQ(verdict_sentence(exploration),
            "proved: every interleaving was explored, but for a probability of 3.0e-08 that two "
            "states were taken for one");
}

TEST(Coverage, WhoDidNotLookForLoopsHasNotProvedThatItEnds) {
  Exploration exploration = covered(Coverage::kComplete);
  exploration.unanswered = {world::Question::kRaces};
  EXPECT_EQ(verdict_of(exploration), ExplorationVerdict::kProved);
  exploration.unanswered = {world::Question::kLoops};
  EXPECT_EQ(verdict_of(exploration), ExplorationVerdict::kBounded);
  EXPECT_EQ(verdict_sentence(exploration),
            "no failure in any interleaving, but endless loops were not looked for");
  exploration.unanswered = {world::Question::kStuck};
  EXPECT_EQ(verdict_of(exploration), ExplorationVerdict::kBounded);
  EXPECT_EQ(verdict_sentence(exploration),
            "no failure in any interleaving, but who is stuck beside an endless loop was not "
            "looked for");
  exploration.unanswered = {world::Question::kLoops};
  exploration.failures = crossed().failures;
  EXPECT_EQ(
      verdict_sentence(exploration),
      "failed: deadlock (lock cycle); every interleaving was explored, but endless loops were "
      "not looked for");
}

TEST(Coverage, AFailureIsNamedWithWhatWasExplored) {
  EXPECT_EQ(verdict_sentence(crossed()),
            "failed: deadlock (lock cycle); every interleaving was explored");
  Exploration exploration = crossed();
  exploration.coverage = Coverage::kDepth;
  exploration.ended_by = "time limit";
  exploration.failures.push_back(exploration.failures.front());
  exploration.failures.back().kind = world::FailureKind::kAssertion;
  EXPECT_EQ(verdict_of(exploration), ExplorationVerdict::kFailed);
  EXPECT_EQ(verdict_sentence(exploration),
            "failed: deadlock (lock cycle) and assertion; explored up to 12 steps (time limit)");
}

TEST(Coverage, WhatIsExpectedIsNoFailure) {
  Exploration exploration = crossed();
  exploration.failures.front().expected = true;
  EXPECT_EQ(verdict_of(exploration), ExplorationVerdict::kProved);
  EXPECT_EQ(exploration_status(exploration), kAllHeld);
  exploration.coverage = Coverage::kRandom;
  exploration.statistics.schedules = 1;
  EXPECT_EQ(verdict_sentence(exploration), "nothing unexpected in 1 random schedule");
}

TEST(Coverage, TheStatusSaysWhatWasFound) {
  EXPECT_EQ(exploration_status(crossed()), kDeadlocked);
  Exploration exploration = crossed();
  exploration.failures.front().kind = world::FailureKind::kAlways;
  EXPECT_EQ(exploration_status(exploration), kUnmet);
  EXPECT_EQ(exploration_status(covered(Coverage::kRandom)), kAllHeld);
  EXPECT_EQ(exploration_status(covered(Coverage::kPreemptions)), kAllHeld);
  EXPECT_EQ(exploration_status(covered(Coverage::kDepth, "memory limit")), kAllHeld);
}

TEST(Coverage, FewPreemptionsProveNothingOfEndlessLoopsThatWereNotLookedFor) {
  Exploration exploration = covered(Coverage::kPreemptions);
  exploration.preemptions = 2;
  exploration.unanswered = {world::Question::kLoops};
  EXPECT_EQ(verdict_of(exploration), ExplorationVerdict::kBounded);
  EXPECT_EQ(verdict_sentence(exploration),
            "no failure up to 2 preemptions, but endless loops were not looked for");
  exploration.failures = crossed().failures;
  EXPECT_EQ(verdict_sentence(exploration),
            "failed: deadlock (lock cycle); explored up to 2 preemptions, but endless loops were "
            "not looked for");
}

}  // namespace
}  // namespace runner
