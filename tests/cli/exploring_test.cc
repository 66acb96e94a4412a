// `explore` and what goes with it, as a user types it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "program.h"

namespace runner {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

constexpr std::string_view kCrossed =
    "scenario: crossed\nlocks: [a, b]\n"
    "processes:\n"
    "  p: {steps: [{lock: a, do: [{lock: b, do: [{print: p}]}]}]}\n"
    "  q: {steps: [{lock: b, do: [{lock: a, do: [{print: q}]}]}]}\n";
constexpr std::string_view kRace =
    "scenario: race\nvalues: {n: 0}\n"
    "processes: {w: {count: 2, steps: [{set: {n: \"${n + 1}\"}}]}}\n"
    "observe: [n]\n";

Ended explore(std::string_view text, std::vector<std::string> more = {}) {
  std::vector<std::string> arguments = {"explore", "-"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return run_program(arguments, std::string(text));
}

TEST(Explore, AnUnexpectedDeadlockIsStatusThree) {
  const Ended ended = explore(kCrossed);
  EXPECT_EQ(ended.status, 3);
  EXPECT_THAT(ended.output, StartsWith("<stdin>: failed: deadlock (lock cycle); every interleaving was "
                                       "explored\n"));
  EXPECT_THAT(ended.output, HasSubstr("from here on it can no longer come to an end"));
  EXPECT_THAT(ended.errors, IsEmpty());
}

TEST(Explore, WhatIsExpectedIsNoFailure) {
  const Ended ended = explore(std::string(kCrossed) + "expect: {deadlock: possible}\n");
  EXPECT_EQ(ended.status, 0);
  EXPECT_THAT(ended.output, StartsWith("<stdin>: proved: every interleaving was explored\n"));
  EXPECT_THAT(ended.output, HasSubstr("as expected\n"));
  EXPECT_EQ(explore(std::string(kCrossed) + "expect: {deadlock: true}\n").status, 1)
      << "some paths come to an end";
}

// All but the one that prints which of four workers did what, which has too many orders.
TEST(Explore, TheOutputOfTheDemonstrationsIsProved) {
  for (const char* name :
       {"background", "barrier", "concurrent", "daemon", "killing", "monitoring", "naming",
        "ordered_barrier", "pool", "sequential", "shared_lists", "spawning"}) {
    const std::string path = RUNNER_SOURCE_DIR "/scenarios/" + std::string(name) + ".yaml";
    const Ended ended = run_program({"explore", "--judge-output", path});
    EXPECT_EQ(ended.status, 0) << name;
    EXPECT_THAT(ended.output, HasSubstr(": proved: every interleaving was explored\n"));
  }
}

TEST(Explore, OutputThatDependsOnTheOrderIsAFailureWhereItIsJudged) {
  const std::string text =
      "scenario: printing\nprocesses: {p: {steps: [{print: one}]}, q: {steps: [{print: two}]}}\n"
      "expect: {output: \"one\\ntwo\"}\n";
  EXPECT_EQ(explore(text).status, 0);
  const Ended judged = explore(text, {"--judge-output"});
  EXPECT_EQ(judged.status, 1);
  EXPECT_THAT(judged.output, StartsWith("<stdin>: failed: output; every interleaving was explored\n"));
  EXPECT_THAT(judged.output, HasSubstr("output is not as expected\n"));
  EXPECT_THAT(judged.output, HasSubstr("-one\n two\n+one\n"));
  const Ended json = explore(text, {"--judge-output", "--json"});
  EXPECT_THAT(json.output, HasSubstr("\"kind\":\"output\""));
  const Ended nothing = explore(kRace, {"--judge-output"});
  EXPECT_EQ(nothing.status, 2);
  EXPECT_THAT(nothing.errors, HasSubstr("expects no output"));
}

TEST(Explore, AllOutcomesAreListed) {
  const Ended ended = explore(kRace);
  EXPECT_EQ(ended.status, 0);
  EXPECT_THAT(ended.output, HasSubstr("outcomes: these 2, no others\n"));
  EXPECT_THAT(ended.output, HasSubstr("\n  n=1  sometimes, "));
  const Ended chosen = explore(kRace, {"--outcome", "n=1"});
  EXPECT_THAT(chosen.output, HasSubstr("n=1 comes about like this:\n"));
  const Ended unknown = explore(kRace, {"--outcome", "n=7"});
  EXPECT_EQ(unknown.status, 2);
  EXPECT_THAT(unknown.errors, HasSubstr("'n=7' was not found; there are\n  n="));
}

TEST(Explore, AnOutcomeThatIsNotAllowedIsStatusOne) {
  const Ended ended = explore(std::string(kRace) + "expect: {outcomes: [{n: 2}, {n: 3}]}\n");
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.output, StartsWith("<stdin>: failed: outcome; "));
  EXPECT_THAT(ended.output, HasSubstr("n=1  sometimes"));
  EXPECT_THAT(ended.output, HasSubstr("n=3  never, allowed\n"));
}

TEST(Explore, MistakesOfTheFileAreStatusTwo) {
  const Ended ended = explore("scenario: x\nlocs: [a]\nmain: []\n");
  EXPECT_EQ(ended.status, 2);
  EXPECT_THAT(ended.errors, HasSubstr("unknown key 'locs'"));
  EXPECT_THAT(ended.output, IsEmpty());
  EXPECT_EQ(explore(kRace, {"--strategy", "pct"}).status, 2);
  EXPECT_EQ(explore(kCrossed, {"--outcome", "n=1"}).errors,
            "runner: --outcome: the scenario observes nothing\n");
}

TEST(Explore, AFileThatWasToBeRefusedIsStatusOne) {
  const Ended ended = explore("scenario: x\nmain: []\nexpect: {diagnostics: [a]}\n");
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.errors, HasSubstr(":3:23: the file was expected to be refused, but there"));
}

TEST(Explore, JsonIsOneObjectAndNothingElse) {
  const Ended ended = explore(kCrossed, {"--json"});
  EXPECT_EQ(ended.status, 3);
  EXPECT_THAT(ended.output, StartsWith("{\"scenario\":\"crossed\","));
  EXPECT_THAT(ended.output, HasSubstr("\"verdict\":\"failed\""));
  EXPECT_THAT(ended.output, HasSubstr("\"kind\":\"deadlock\",\"class\":\"lock cycle\""));
  EXPECT_THAT(ended.output, EndsWith("}\n"));
  EXPECT_THAT(ended.errors, IsEmpty());
}

TEST(Explore, JsonLosesNoKeyOfADict) {
  const std::string text = "dicts: {d: {}}\nmain: [{set: {'d[1]': 2, 'd[\"1\"]': 3}}]\n";
  const Ended ended = explore("scenario: keys\nobserve: [d]\n" + text, {"--json"});
  EXPECT_THAT(ended.output, HasSubstr("\"values\":{\"d\":[[1,2],[\"1\",3]]}"));
}

TEST(Explore, SavesTheFirstFailure) {
  const std::string file = write_temporary("saved.yaml", "");
  EXPECT_EQ(explore(kCrossed, {"--save", file}).status, 3);
  const std::string text = run_shell("cat '" + file + "'").output;
  EXPECT_THAT(text, HasSubstr("\nschedule: 1\nscenario: crossed\nhash: \""));
  EXPECT_THAT(text, HasSubstr("\nends: deadlock\nsteps:\n  - {process: main, perform: start, "));
  EXPECT_THAT(text, HasSubstr("perform: acquire, operation: \"acquire a\""));
  const Ended nothing = explore(kRace, {"--save", file});
  EXPECT_EQ(nothing.status, 0);
  EXPECT_THAT(nothing.errors, HasSubstr("is not written: there is no failure"));
  EXPECT_EQ(explore(kRace, {"--outcome", "n=1", "--save", "/nowhere/x"}).status, 1);
}

TEST(Explore, ATimeLimitEndsInAPartOfTheTruth) {
  std::string text = "scenario: large\nvalues: {n: 0}\nprocesses:\n";
  for (const char* name : {"a", "b", "c", "d", "e", "f"}) {
    text += "  " + std::string(name) + ": {steps: [{repeat: 9, do: [{set: {n: \"${n + 1}\"}}]}]}\n";
  }
  const Ended ended = explore(text, {"--timeout", "200ms"});
  EXPECT_EQ(ended.status, 0);
  EXPECT_THAT(ended.output, HasSubstr("(time limit)\n"));
  EXPECT_THAT(ended.output, Not(HasSubstr("proved:")));
}

TEST(Explore, RunsAreComparedWithWhatIsPossible) {
  const Ended ended = run_program({"run", "-", "--repeat", "3", "--explore"}, std::string(kRace));
  EXPECT_EQ(ended.status, 0) << ended.errors;
  EXPECT_THAT(ended.output, HasSubstr("possible in "));
  EXPECT_THAT(ended.output, HasSubstr("of 2 possible outcomes"));
  EXPECT_EQ(run_program({"run", "-", "--explore"}, std::string(kRace)).status, 2);
}

TEST(Explore, TestsJudgeByEveryInterleaving) {
  const std::string good =
      write_temporary("good.yaml", std::string(kCrossed) + "expect: {deadlock: possible}\n");
  const std::string bad = write_temporary("bad.yaml", std::string(kCrossed));
  const Ended ended = run_program({"test", "--explore", good, bad});
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.output, StartsWith("ok    "));
  EXPECT_THAT(ended.output, HasSubstr("\nFAIL  "));
  EXPECT_THAT(ended.output, HasSubstr("failed: deadlock (lock cycle); every interleaving"));
  EXPECT_THAT(ended.output, EndsWith("1 passed, 1 failed\n"));
  EXPECT_EQ(run_program({"test", "--explore", "--bless", good}).status, 2);
}

TEST(Explore, WhatCannotBeWrittenHidesNoFailure) {
  const Ended race = explore(kRace, {"--outcome", "n=1", "--save", "/dev/full"});
  EXPECT_EQ(race.status, 1);
  EXPECT_EQ(race.errors, "runner: cannot write /dev/full: No space left on device\n");
  EXPECT_EQ(explore(kCrossed, {"--save", "/dev/full"}).status, 3);
  const std::string file = write_temporary("crossed.yaml", std::string(kCrossed));
  EXPECT_EQ(run_shell("\"$RUNNER\" explore '" + file + "' >/dev/full").status, 3);
  const std::string stuck = write_temporary(
      "stuck.yaml", "scenario: stuck\nlocks: [m]\nmain: [{acquire: m}, {acquire: m}]\n");
  EXPECT_EQ(run_shell("\"$RUNNER\" '" + stuck + "' --record /dev/full").status, 3);
}

// Of runs without outcomes those are compared that can come out.
TEST(Explore, RunsThatFailAreComparedWithThePossibleOnes) {
  const std::string file = write_temporary("fails.yaml", "scenario: x\nmain: [{fail: oh}]\n");
  const auto ended = run_program({"run", file, "--repeat", "3", "--explore"});
  EXPECT_THAT(ended.output, testing::EndsWith("1 of 1 possible outcomes was observed\n"));
}

}  // namespace
}  // namespace runner
