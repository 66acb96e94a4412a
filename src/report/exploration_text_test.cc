#include "report/exploration_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/exploration_json.h"
#include "report/possible_ends.h"
#include "report/quantity.h"
#include "report/report_testing.h"

namespace runner {
namespace {

using testing::HasSubstr;
using testing::Not;
using world::Exploration;

ExplorationStyle style() {
  ExplorationStyle style;
  style.file = "x.yaml";
  return style;
}

TEST(ExplorationText, TellsADeadlockFromItsStartToItsEnd) {
  EXPECT_EQ(exploration_text(crossed(), Scenario{}, style()),
            "x.yaml: failed: deadlock (lock cycle); every interleaving was explored\n"
            "\n"
            "deadlock (lock cycle) after 4 steps, no schedule is shorter\n"
            "   main        p              q\n"
            "1   9 start p\n"
            "2   9 start q\n"
            "                3 read n = 0\n"
            "3               4 acquire a\n"
            "4                             12 acquire b\n"
            "   --- from here on it can no longer come to an end ---\n"
            "at the end\n"
            "  main joins p and q (line 10)\n"
            "  p waits for lock b, held by q, holding a (line 5)\n"
            "  q waits for lock a, held by p, holding b (line 13)\n"
            "  p and q wait in a circle\n"
            "\n"
            "1,234 states, 2,345 transitions, depth 12, 65.0 kB, 0.000 s\n");
}

TEST(ExplorationText, ShowsTheLineOfAFailedAssertion) {
  const Source source("x.yaml", "main:\n  - assert: n == 2\n");
  Exploration exploration = crossed();
  world::ExplorationFailure& failure = exploration.failures.front();
  failure.kind = world::FailureKind::kAssertion;
  failure.message = "assertion failed: n == 2";
  failure.at = {2, 5};
  failure.shortest = false;
  failure.needs_timing = true;
  failure.deadlock.reset();
  ExplorationStyle with_source = style();
  with_source.source = &source;
  const std::string text = exploration_text(exploration, Scenario{}, with_source);
  EXPECT_THAT(text, HasSubstr("assertion after 4 steps, not proved to be the shortest; depends on "
                              "timing\n"));
  EXPECT_THAT(text, HasSubstr("x.yaml:2:5: error: assertion failed: n == 2\n"
                              "   2 |   - assert: n == 2\n"
                              "     |     ^\n"));
}

TEST(ExplorationText, ManyFailuresAreNotAllToldAtLength) {
  Exploration exploration = crossed();
  exploration.failures.front().expected = true;
  exploration.failures.resize(30, crossed_deadlock());
  const std::string text = exploration_text(exploration, Scenario{}, style());
  EXPECT_THAT(text, HasSubstr("also, with schedules that --json has:\n"));
  EXPECT_THAT(text, HasSubstr("and 10 more\n"));
  EXPECT_THAT(text, Not(HasSubstr("as expected"))) << "unexpected ones come first";
}

TEST(ExplorationText, SaysWhatWasLeftOutAndNotLookedFor) {
  Exploration exploration = crossed();
  exploration.failures.resize(30, crossed_deadlock());
  exploration.failures_left_out = 1'234;
  exploration.unanswered = {world::Question::kLoops, world::Question::kRaces,
                            world::Question::kLockOrders};
  const std::string text = exploration_text(exploration, Scenario{}, style());
  EXPECT_THAT(text,
              HasSubstr("and 10 more\nof the same kinds 1,234 more were found, and left out\n"));
  EXPECT_THAT(text,
              HasSubstr("\nnot looked for: endless loops, data races, locks taken in a circle\n"));
}

world::ExplorationOutcome outcome_of(int64_t counter, bool allowed) {
  world::ExplorationOutcome outcome;
  outcome.values = {{"counter", Value::integer(counter)}, {"who", Value::string("p")}};
  outcome.allowed = allowed;
  outcome.schedule = crossed_schedule();
  return outcome;
}

Scenario observing() {
  Scenario scenario;
  scenario.observe = {{"counter", {}}, {"who", {}}};
  return scenario;
}

TEST(ExplorationText, ListsOutcomesAsLitmusTestsDo) {
  Exploration exploration = crossed();
  exploration.failures.clear();
  exploration.outcomes = {outcome_of(2, true), outcome_of(10, false)};
  Scenario scenario = observing();
  scenario.expect.outcomes = {{{"counter", Value::integer(2)}}, {{"counter", Value::integer(7)}}};
  EXPECT_THAT(exploration_text(exploration, scenario, style()),
              HasSubstr("outcomes: these 2, no others\n"
                        "  counter=2 who='p'   sometimes, 4 steps, allowed\n"
                        "  counter=10 who='p'  sometimes, 4 steps, not allowed\n"
                        "  counter=7           never, allowed\n"));
  exploration.outcomes.pop_back();
  EXPECT_THAT(exploration_text(exploration, observing(), style()),
              HasSubstr("outcomes: this one\n  counter=2 who='p'  always, 4 steps\n"));
  exploration.outcomes_complete = false;
  EXPECT_THAT(exploration_text(exploration, scenario, style()),
              HasSubstr("outcomes: 1 found, there may be others\n"
                        "  counter=2 who='p'  possible, 4 steps, allowed\n"
                        "  counter=7          not found, allowed\n"));
}

TEST(ExplorationText, AChosenOutcomeIsShown) {
  Exploration exploration = crossed();
  exploration.outcomes = {outcome_of(2, true)};
  ExplorationStyle chosen = style();
  chosen.outcome = 0;
  EXPECT_THAT(exploration_text(exploration, observing(), chosen),
              HasSubstr("counter=2 who='p' comes about like this:\n   main"));
}

TEST(ExplorationText, WarnsOfRacesAndLockOrders) {
  Exploration exploration = crossed();
  exploration.races.push_back({"n", {"p", "read n", {3, 5}}, {"q", "set n 1", {4, 5}}, true});
  exploration.lock_orders.push_back(
      {{{"a", "b", {"p", "acquire b", {5, 5}}}, {"b", "a", {"q", "acquire a", {13, 5}}}}, false});
  const std::string text = exploration_text(exploration, Scenario{}, style());
  EXPECT_THAT(text, HasSubstr("data race of n: no lock is held by both\n"
                              "  p: read n (x.yaml:3:5)\n"
                              "  q: set n 1 (x.yaml:4:5)\n"));
  EXPECT_THAT(text, HasSubstr("locks taken in a circle: a, then b, then a; no deadlock is "
                              "reachable in this scenario\n"
                              "  p holds a and asks for b (x.yaml:5:5)\n"
                              "  q holds b and asks for a (x.yaml:13:5)\n"));
}

TEST(ExplorationJson, IsOneObject) {
  Exploration exploration = crossed();
  exploration.failures.front().partial = true;
  exploration.failures.front().expected = true;
  exploration.failures.front().schedule.steps.resize(1);
  exploration.failures.front().point_of_no_return = 0;
  exploration.failures.front().deadlock.reset();
  exploration.outcomes = {outcome_of(2, true)};
  exploration.outcomes.front().schedule.steps.clear();
  EXPECT_EQ(
      exploration_json(exploration, {"crossed", "x.yaml", "00", 0}),
      R"({"scenario":"crossed","file":"x.yaml","hash":"00","verdict":"proved",)"
      R"("sentence":"proved: every interleaving was explored","complete":true,)"
      R"("coverage":"complete","ended_by":"","states":1234,"transitions":2345,"depth":12,)"
      R"("bytes":65000,"seconds":0.0,"reductions":{"stubborn_states":0,"left_out":0,)"
      R"("symmetric_groups":0},"failures_left_out":0,"failures":[{"kind":"deadlock","class":"partial",)"
      R"("category":"lock cycle","steps":1,"shortest":true,"expected":true,)"
      R"("needs_timing":false,"message":"lock cycle","line":0,"schedule":[)"
      R"({"process":"main","operation":"start p","line":9}],"point_of_no_return":0}],)"
      R"("outcomes":[{"values":{"counter":2,"who":"p"},"steps":0,"allowed":true,)"
      R"("needs_timing":false,"schedule":[]}],"outcomes_complete":true,"races":[],)"
      R"("lock_orders":[],"unanswered":[]})"
      "\n");
}

TEST(PossibleEnds, AreNamedAsTheHistogramNamesThem) {
  Exploration exploration = crossed();
  exploration.outcomes = {outcome_of(2, true)};
  const PossibleEnds ends = possible_ends(exploration, observing());
  EXPECT_TRUE(ends.complete);
  EXPECT_THAT(ends.steps, testing::ElementsAre(testing::Pair("(deadlock: lock cycle)", 4),
                                               testing::Pair("counter=2 who='p'", 4)));
}

TEST(PossibleEnds, HaveTheClassOfEveryPartOfADeadlock) {
  Exploration exploration = crossed();
  Stuck waiting;
  waiting.category = "short barrier";
  exploration.failures.front().deadlock->processes = {waiting, Stuck()};
  const PossibleEnds ends = possible_ends(exploration, observing());
  EXPECT_TRUE(ends.has("(deadlock: lock cycle)"));
  EXPECT_TRUE(ends.has("(deadlock: short barrier)"));
  EXPECT_FALSE(ends.has("(deadlock: )"));
}

TEST(Quantity, IsForPeople) {
  EXPECT_EQ(with_separators(0), "0");
  EXPECT_EQ(with_separators(999), "999");
  EXPECT_EQ(with_separators(1'000), "1,000");
  EXPECT_EQ(with_separators(123'456'789), "123,456,789");
  EXPECT_EQ(counted(1, "state"), "1 state");
  EXPECT_EQ(bytes_text(999), "999 B");
  EXPECT_EQ(bytes_text(999'960), "1.0 MB");
  EXPECT_EQ(bytes_text(4'000'000'000), "4.0 GB");
}

}  // namespace
}  // namespace runner
