#include "cli/command_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/command_table.h"

namespace runner {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;
using testing::StartsWith;

Options parsed(const std::vector<std::string>& words) {
  const ParsedCommandLine result = parse_command_line(words);
  EXPECT_EQ(result.problem, "");
  return result.options.value_or(Options{});
}

std::string problem(const std::vector<std::string>& words) {
  const ParsedCommandLine result = parse_command_line(words);
  EXPECT_FALSE(result.options.has_value());
  return result.problem;
}

TEST(CommandLine, RunIsTheDefault) {
  const Options options = parsed({"a.yaml", "-"});
  EXPECT_EQ(options.command, Command::kRun);
  EXPECT_TRUE(options.implied);
  EXPECT_THAT(options.operands, ElementsAre("a.yaml", "-"));
}

TEST(CommandLine, OptionsStandAnywhere) {
  const Options options = parsed({"--seed", "7", "run", "a.yaml", "--set", "n=1", "b.yaml",
                                  "--set=m=x=y", "--timeout", "1.5s", "--repeat", "10"});
  EXPECT_EQ(options.seed, 7u);
  EXPECT_EQ(options.timeout, 1.5);
  EXPECT_EQ(options.repeat, 10);
  EXPECT_THAT(options.overrides, ElementsAre(Pair("n", "1"), Pair("m", "x=y")));
  EXPECT_THAT(options.operands, ElementsAre("a.yaml", "b.yaml"));
}

TEST(CommandLine, AnOptionTakesOneValue) {
  EXPECT_THAT(parsed({"run", "--set", "n=1", "a.yaml"}).operands, ElementsAre("a.yaml"));
}

TEST(CommandLine, FlagsAndChoices) {
  const Options test =
      parsed({"test", "--simulate", "--bless", "--filter", "b*", "--jobs", "3", "x"});
  EXPECT_TRUE(test.simulate && test.bless);
  EXPECT_EQ(test.filter, "b*");
  EXPECT_EQ(test.jobs, 3);
  EXPECT_TRUE(parsed({"run", "--stats", "a.yaml"}).statistics);
  EXPECT_FALSE(parsed({"a.yaml"}).statistics);
  EXPECT_EQ(parsed({"graph", "a.yaml", "--format", "mermaid"}).format, GraphFormat::kMermaid);
  EXPECT_EQ(parsed({"complete", "fish"}).shell, Shell::kFish);
  EXPECT_THAT(parsed({"eval", "-1"}).operands, ElementsAre("-1"));
}

TEST(CommandLine, AnOperandIsTakenAsItIsWritten) {
  for (const char* word : {"[1, 2]", "[]", "{}", "%%", "", "[a].yaml", "a,b"}) {
    EXPECT_THAT(parsed({"eval", word}).operands, ElementsAre(word));
  }
  EXPECT_THAT(parsed({"test", "--", "--filter", "[x]"}).operands, ElementsAre("--filter", "[x]"));
}

TEST(CommandLine, ExploringHasChoices) {
  const Options options =
      parsed({"explore", "x.yaml", "--time", "virtual", "--kills", "0", "--no-partial-order",
              "--no-symmetry", "--memory", "500MB", "--preemptions", "2", "--compact", "--stats",
              "--save", "s.yaml", "--outcome", "n=1", "--json"});
  const ExploreChoices& choices = options.exploration;
  EXPECT_EQ(options.command, Command::kExplore);
  EXPECT_EQ(choices.time, ExploredTime::kVirtual);
  EXPECT_EQ(choices.kills, 0);
  EXPECT_FALSE(choices.partial_order || choices.symmetry);
  EXPECT_EQ(choices.memory, 500'000'000);
  EXPECT_EQ(choices.preemptions, 2);
  EXPECT_TRUE(choices.compact && options.statistics && options.json);
  EXPECT_EQ(choices.save, "s.yaml");
  EXPECT_EQ(choices.outcome, "n=1");
  EXPECT_EQ(
      parsed({"explore", "x.yaml", "--random", "5", "--strategy", "pos"}).exploration.strategy,
      RandomWalk::kPos);
}

TEST(CommandLine, ExploringRefusesWhatMeansNothing) {
  EXPECT_EQ(problem({"explore", "x", "--random", "0"}),
            "--random: '0' is not a whole number from 1");
  EXPECT_EQ(problem({"explore", "x", "--kills", "-1"}),
            "--kills: '-1' is not a whole number from 0");
  EXPECT_EQ(problem({"explore", "x", "--memory", "3"}),
            "--memory: '3' is not a size from 1MB to 1000TB (500MB, 2GB, 4GiB)");
  EXPECT_EQ(problem({"explore", "x", "--kills", "9223372036854775808"}),
            "--kills: '9223372036854775808' is not a whole number from 0 to 1000");
  EXPECT_EQ(problem({"explore", "x", "--kills", "1001"}),
            "--kills: '1001' is not a whole number from 0 to 1000");
  EXPECT_EQ(problem({"explore", "x", "--preemptions", "9223372036854775808"}),
            "--preemptions: '9223372036854775808' is not a whole number from 0 to "
            "9223372036854775807");
  EXPECT_EQ(problem({"explore", "x", "--outcome", ""}),
            "--outcome: '' is not an outcome as explore lists them (counter=3)");
  EXPECT_EQ(problem({"explore", "x", "--save", ""}), "--save: '' is not the name of a file");
  EXPECT_EQ(problem({"explore", "x", "--time", "virtua"}),
            "--time: 'virtua' is no time (did you mean 'virtual'?); there are untimed and virtual");
  EXPECT_THAT(problem({"explore", "x", "--strategy", "dfs"}), StartsWith("--strategy: 'dfs'"));
}

TEST(CommandLine, MistakesAreOneLine) {
  EXPECT_EQ(problem({}), "no command and no file; `runner --help` shows what there is");
  EXPECT_EQ(problem({"run"}), "'run' needs FILE...");
  EXPECT_EQ(problem({"a.yaml", "--seed"}), "--seed needs a value: N");
  EXPECT_EQ(problem({"a.yaml", "--seed", "-1"}), "--seed: '-1' is not a whole number from 0");
  EXPECT_EQ(problem({"a.yaml", "--seed", "18446744073709551616"}),
            "--seed: '18446744073709551616' is not a whole number from 0 to 18446744073709551615");
  EXPECT_EQ(problem({"a.yaml", "--timeout", "1e9"}),
            "--timeout: '1e9' is not a duration of at most a year (31622400 s)");
  EXPECT_EQ(problem({"a.yaml", "--repeat", "0"}), "--repeat: '0' is not a whole number from 1");
  EXPECT_EQ(problem({"a.yaml", "--set", "n"}), "--set: 'n' is not of the form name=value");
  EXPECT_EQ(problem({"a.yaml", "--set", "n=1", "--set", "m=1", "--set", "n=2"}),
            "--set: 'n' is set twice; leave one out");
  EXPECT_EQ(problem({"a.yaml", "--set", "n=a\xFF"}),
            "--set n: invalid UTF-8 (byte 0xFF); write it in UTF-8");
  EXPECT_EQ(problem({"a.yaml", "--set", "n="}),
            "--set n: there is no value; write null, or \"\" for the empty text");
  EXPECT_EQ(problem({"eval", "true", "--set", "true=3"}),
            "--set: 'true' is a word of expressions, not a name");
  EXPECT_THAT(problem({"a.yaml", "--timeout", "0"}),
              StartsWith("--timeout: '0' is not a duration"));
  EXPECT_EQ(problem({"graph", "a", "b"}), "'graph' takes one FILE, got 'b' as well");
  EXPECT_EQ(problem({"schema", "x"}), "'schema' takes no argument, got 'x'");
  EXPECT_EQ(problem({"complete"}), "'complete' needs SHELL: bash, zsh and fish");
  EXPECT_EQ(problem({"complete", "bsh"}),
            "'bsh' is no shell (did you mean 'bash'?); there are bash, zsh and fish");
  EXPECT_THAT(problem({"graph", "a", "--format", "svgg"}), StartsWith("--format: 'svgg'"));
}

TEST(CommandLine, ValuesAreNeitherMissingNorTooMany) {
  EXPECT_EQ(problem({"a.yaml", "--timeout="}), "--timeout needs a value: DURATION");
  EXPECT_EQ(problem({"a.yaml", "--seed", "--stats"}), "--seed needs a value: N");
  EXPECT_EQ(problem({"a.yaml", "--stats=1"}), "--stats takes no value");
  EXPECT_EQ(problem({"a.yaml", "--repeat", "2", "--repeat=3"}),
            "--repeat is given twice; leave one out");
  EXPECT_EQ(problem({"a.yaml", "--record", "a", "--record", "a"}),
            "--record is given twice; leave one out");
  EXPECT_EQ(parsed({"a.yaml", "--stats", "--stats"}).operands.size(), 1u);
}

TEST(CommandLine, StandardInputIsNamedOnce) {
  const std::string twice =
      "- is standard input, which is read once, and named twice; leave one out";
  EXPECT_EQ(problem({"run", "-", "-"}), twice);
  EXPECT_EQ(problem({"replay", "-", "--schedule", "-"}), twice);
  EXPECT_EQ(parsed({"run", "-"}).operands.size(), 1u);
}

TEST(CommandLine, HelpHasExamplesForEveryCommand) {
  EXPECT_THAT(parse_command_line({"--help"}).output, HasSubstr("Exit status:"));
  for (const CommandRow& row : command_table()) {
    const std::string help = parse_command_line({std::string(row.name), "--help"}).output;
    EXPECT_THAT(help, HasSubstr("Usage: runner " + std::string(row.name)));
    EXPECT_THAT(help, HasSubstr("Examples:\n  "));
  }
}

TEST(CommandLine, HelpSaysWhatExploringMeansToEachCommand) {
  EXPECT_THAT(parse_command_line({"run", "--help"}).output, HasSubstr("with --repeat: also tell"));
  EXPECT_THAT(parse_command_line({"test", "--help"}).output,
              HasSubstr("in which output is not compared"));
}

TEST(CommandLine, Version) {
  EXPECT_THAT(parse_command_line({"--version"}).output, StartsWith("runner "));
}

}  // namespace
}  // namespace runner
