#include "cli/arguments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace runner {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Arguments, AFileAloneIsRun) {
  const Arguments arguments = arrange_arguments({"a.yaml"});
  EXPECT_EQ(arguments.command, "run");
  EXPECT_TRUE(arguments.implied);
  EXPECT_THAT(arguments.rest, ElementsAre("a.yaml"));
}

TEST(Arguments, TheCommandMayStandBehindOptions) {
  const Arguments arguments = arrange_arguments({"--seed", "3", "simulate", "a.yaml"});
  EXPECT_EQ(arguments.command, "simulate");
  EXPECT_FALSE(arguments.implied);
  EXPECT_THAT(arguments.rest, ElementsAre("--seed", "3", "a.yaml"));
}

TEST(Arguments, AnOptionsValueIsNoCommand) {
  const Arguments arguments = arrange_arguments({"--set", "run", "check", "a.yaml"});
  EXPECT_EQ(arguments.command, "check");
  EXPECT_THAT(arguments.rest, ElementsAre("--set", "run", "a.yaml"));
}

TEST(Arguments, OnlyTheFirstWordIsACommand) {
  EXPECT_THAT(arrange_arguments({"run", "test"}).rest, ElementsAre("test"));
  EXPECT_THAT(arrange_arguments({"a.yaml", "check"}).rest, ElementsAre("a.yaml", "check"));
  EXPECT_EQ(arrange_arguments({"./run"}).command, "run");
  EXPECT_TRUE(arrange_arguments({"./run"}).implied);
}

TEST(Arguments, BehindTheSeparatorEverythingIsAFile) {
  const Arguments arguments = arrange_arguments({"--", "test", "-odd.yaml"});
  EXPECT_EQ(arguments.command, "run");
  EXPECT_THAT(arguments.rest, ElementsAre("--", "test", "-odd.yaml"));
}

TEST(Arguments, StandardInputIsAFile) {
  const Arguments arguments = arrange_arguments({"-"});
  EXPECT_EQ(arguments.command, "run");
  EXPECT_THAT(unknown_option(arguments), IsEmpty());
}

TEST(Arguments, HelpIsACommandToo) {
  EXPECT_EQ(arrange_arguments({"help"}).command, "");
  EXPECT_THAT(arrange_arguments({"help"}).rest, ElementsAre("--help"));
  EXPECT_EQ(arrange_arguments({"help", "test"}).command, "test");
  EXPECT_THAT(arrange_arguments({"help", "test"}).rest, ElementsAre("--help"));
}

TEST(Arguments, AboutItselfNeedsNoCommand) {
  for (const char* word : {"--help", "-h", "--version"}) {
    const Arguments arguments = arrange_arguments({word});
    EXPECT_EQ(arguments.command, "") << word;
    EXPECT_EQ(unknown_option(arguments), "") << word;
  }
  EXPECT_EQ(arrange_arguments({}).command, "");
}

TEST(Arguments, AnExpressionMayBeginWithAMinus) {
  EXPECT_THAT(arrange_arguments({"eval", "-1 + 2"}).rest, ElementsAre("--", "-1 + 2"));
  EXPECT_THAT(arrange_arguments({"eval", "--json", "-x", "--set", "x=1"}).rest,
              ElementsAre("--json", "--set", "x=1", "--", "-x"));
  EXPECT_THAT(arrange_arguments({"eval", "1 - 2"}).rest, ElementsAre("1 - 2"));
  EXPECT_THAT(arrange_arguments({"eval", "--", "-1"}).rest, ElementsAre("--", "-1"));
  EXPECT_THAT(arrange_arguments({"eval", "--help"}).rest, ElementsAre("--help"));
}

TEST(UnknownOption, NamesTheNearest) {
  EXPECT_EQ(unknown_option(arrange_arguments({"run", "--timout", "3", "a.yaml"})),
            "unknown option '--timout'; did you mean '--timeout'?");
  EXPECT_EQ(unknown_option(arrange_arguments({"a.yaml", "--repaet=3"})),
            "unknown option '--repaet'; did you mean '--repeat'?");
  EXPECT_EQ(unknown_option(arrange_arguments({"--bakend", "sim", "a.yaml"})),
            "unknown option '--bakend'");
}

TEST(UnknownOption, NamesAllThatAreEquallyNear) {
  EXPECT_EQ(unknown_option(arrange_arguments({"run", "--sed", "4", "a.yaml"})),
            "unknown option '--sed'; did you mean '--set' or '--seed'?");
}

TEST(UnknownOption, NamesTheLongOptionsOfAShortOne) {
  EXPECT_EQ(unknown_option(arrange_arguments({"-v"})),
            "unknown option '-v'; did you mean '--version'?");
  EXPECT_EQ(unknown_option(arrange_arguments({"-V"})),
            "unknown option '-V'; did you mean '--version'?");
  EXPECT_EQ(unknown_option(arrange_arguments({"run", "-s", "1", "a.yaml"})),
            "unknown option '-s'; did you mean '--set', '--seed' or '--stats'?");
  EXPECT_EQ(unknown_option(arrange_arguments({"run", "-z", "a.yaml"})), "unknown option '-z'");
}

TEST(UnknownOption, KnowsWhichCommandHasWhich) {
  EXPECT_EQ(unknown_option(arrange_arguments({"run", "--bless", "a.yaml"})),
            "the command 'run' has no option '--bless'");
  EXPECT_EQ(unknown_option(arrange_arguments({"test", "--bless", "a.yaml"})), "");
}

TEST(UnknownOption, ValuesAndOperandsAreNoOptions) {
  EXPECT_EQ(unknown_option(arrange_arguments({"run", "--events", "--x", "a.yaml"})), "");
  EXPECT_EQ(unknown_option(arrange_arguments({"run", "--", "--x"})), "");
  EXPECT_EQ(unknown_option(arrange_arguments({"eval", "1", "--jsn"})),
            "unknown option '--jsn'; did you mean '--json'?");
}

}  // namespace
}  // namespace runner
