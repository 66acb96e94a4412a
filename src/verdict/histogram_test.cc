#include "verdict/histogram.h"

#include <gtest/gtest.h>

namespace runner {
namespace {

Scenario counting() {
  Scenario scenario;
  scenario.name = "race";
  scenario.observe.push_back({"counter", {}});
  return scenario;
}

RunResult ended_with(int64_t counter) {
  RunResult result;
  result.observed = {Value::integer(counter)};
  return result;
}

TEST(Histogram, CountsOutcomes) {
  const Scenario scenario = counting();
  Histogram histogram(scenario);
  for (const int64_t counter : {2, 4, 4, 10, 4}) histogram.add(ended_with(counter));
  EXPECT_EQ(histogram.text(),
            "race: 5 runs, 3 outcomes\n"
            "       3  counter=4   sometimes observed\n"
            "       1  counter=10  sometimes observed\n"
            "       1  counter=2   sometimes observed\n");
}

TEST(Histogram, SaysWhatIsAllowedAndWhatWasNeverSeen) {
  Scenario scenario = counting();
  scenario.expect.outcomes = {{{"counter", Value::integer(3)}}, {{"counter", Value::integer(4)}}};
  Histogram histogram(scenario);
  histogram.add(ended_with(4));
  histogram.add(ended_with(5));
  EXPECT_EQ(histogram.text(),
            "race: 2 runs, 2 outcomes\n"
            "       1  counter=4  sometimes observed, allowed\n"
            "       1  counter=5  sometimes observed, not allowed\n"
            "       0  counter=3  never observed, allowed\n");
}

TEST(Histogram, OtherEndsAreCountedByTheirKind) {
  const Scenario scenario = counting();
  Histogram histogram(scenario);
  RunResult stuck;
  stuck.deadlock.emplace().category = "lock cycle";
  histogram.add(stuck);
  histogram.add(stuck);
  EXPECT_EQ(histogram.text(),
            "race: 2 runs, 1 outcome\n"
            "       2  (deadlock: lock cycle)  always observed\n");
}

TEST(Histogram, IsComparedWithWhatIsPossible) {
  const Scenario scenario = counting();
  Histogram histogram(scenario);
  histogram.add(ended_with(4));
  histogram.compare_with(
      {{{"counter=4", 9}, {"counter=2", 11}, {"(deadlock: lock cycle)", 1}}, {}, true});
  EXPECT_EQ(histogram.text(),
            "race: 1 run, 1 outcome\n"
            "       1  counter=4               always observed, possible in 9 steps\n"
            "       0  (deadlock: lock cycle)  never observed, possible in 1 step\n"
            "       0  counter=2               never observed, possible in 11 steps\n"
            "1 of 3 possible outcomes was observed\n");
  EXPECT_FALSE(histogram.has_impossible());
}

TEST(Histogram, WhatIsImpossibleIsNeverObserved) {
  const Scenario scenario = counting();
  Histogram histogram(scenario);
  histogram.add(ended_with(7));
  histogram.compare_with({{{"counter=4", 9}}, {}, false});
  EXPECT_FALSE(histogram.has_impossible());
  EXPECT_EQ(histogram.text(),
            "race: 1 run, 1 outcome\n"
            "       1  counter=7  always observed, not found by exploring\n"
            "       0  counter=4  never observed, possible in 9 steps\n"
            "0 of 1 possible outcomes were observed; not everything was explored, so there may be "
            "others\n");
  histogram.compare_with({{{"counter=4", 9}}, {}, true});
  EXPECT_TRUE(histogram.has_impossible());
}

TEST(Histogram, ADeadlockMayBeNoticedBeforeItIsWhole) {
  const Scenario scenario = counting();
  Histogram histogram(scenario);
  RunResult stuck;
  stuck.deadlock.emplace().category = "queue with no partner";
  histogram.add(stuck);
  histogram.compare_with(
      {{{"(deadlock: short barrier)", 5}}, {"(deadlock: queue with no partner)"}, true});
  EXPECT_FALSE(histogram.has_impossible());
  EXPECT_EQ(histogram.text(),
            "race: 1 run, 1 outcome\n"
            "       1  (deadlock: queue with no partner)  always observed, possible\n"
            "       0  (deadlock: short barrier)          never observed, possible in 5 steps\n"
            "0 of 1 possible outcomes were observed\n");
}

TEST(Histogram, WithoutObservationsTheEndsAreCounted) {
  Scenario scenario;
  scenario.name = "plain";
  Histogram histogram(scenario);
  histogram.add({});
  EXPECT_EQ(histogram.text(), "plain: 1 run, 1 outcome\n       1  (ended)  always observed\n");
}

}  // namespace
}  // namespace runner
