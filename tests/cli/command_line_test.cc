// Command lines that are wrong, and commands that run nothing.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "program.h"

namespace runner {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

const std::string kScenarios = RUNNER_SOURCE_DIR "/scenarios/";

void expect_mistake(const std::vector<std::string>& arguments, const std::string& message) {
  const Ended ended = run_program(arguments);
  EXPECT_EQ(ended.status, 2);
  EXPECT_THAT(ended.output, IsEmpty());
  EXPECT_EQ(ended.errors, message);
}

TEST(CommandLine, MistakesAreOneLineAndStatusTwo) {
  expect_mistake({}, "runner: no command and no file; `runner --help` shows what there is\n");
  expect_mistake({"runn"}, "runner: no file 'runn'; did you mean the command 'run'?\n");
  expect_mistake({"simulat", kScenarios + "daemon.yaml"},
                 "runner: no file 'simulat'; did you mean the command 'simulate'?\n");
  expect_mistake({"run", "--timout", "3", "x.yaml"},
                 "runner: unknown option '--timout'; did you mean '--timeout'?\n");
  expect_mistake({"check"}, "runner: 'check' needs FILE...\n");
  expect_mistake(
      {"frobnicate"},
      "runner: no file and no command 'frobnicate'; `runner --help` shows the commands\n");
  expect_mistake({"test", "/nowhere"}, "runner: cannot read /nowhere: No such file or directory\n");
}

TEST(CommandLine, AMissingFile) {
  expect_mistake({"/nowhere/x.yaml"},
                 "/nowhere/x.yaml: error: cannot read the file: No such file or directory\n");
}

TEST(CommandLine, HelpAndVersion) {
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"--help"}, {"-h"}, {"help"}}) {
    EXPECT_EQ(run_program(words).status, 0);
    EXPECT_THAT(run_program(words).output, HasSubstr("Usage: runner FILE..."));
  }
  EXPECT_THAT(run_program({"help", "test"}).output, HasSubstr("--bless"));
  EXPECT_THAT(run_program({"test", "--help"}).output, HasSubstr("--bless"));
  EXPECT_EQ(run_program({"--version"}).output, "runner " RUNNER_VERSION "\n");
}

TEST(Eval, PrintsTheValue) {
  EXPECT_EQ(run_program({"eval", "[1, 2, 3].map(x, x * 2.0)"}).output, "[2.0, 4.0, 6.0]\n");
  EXPECT_EQ(run_program({"eval", "-7 % 3"}).output, "-1\n");
  EXPECT_EQ(run_program({"eval", "a + b", "--set", "a=1", "--set", "b=2.5"}).output, "3.5\n");
  EXPECT_EQ(run_program({"eval", "--json", "{'k': [1.0, true, null, 'x']}"}).output,
            "{\"k\": [1.0, true, null, \"x\"]}\n");
  EXPECT_EQ(run_program({"eval", "size(xs)", "--set", "xs=[1, 2]"}).output, "2\n");
}

TEST(Eval, MistakesAreOneLineWithTheColumn) {
  expect_mistake({"eval", "1 + abc", "--set", "abd=1"},
                 "error: column 5: unknown name 'abc'; did you mean 'abd'?\n");
  expect_mistake({"eval", "1 / 0"}, "error: column 3: division by zero\n");
  expect_mistake(
      {"eval", "size(live())"},
      "error: column 6: live() has no meaning here; it is a process's: only in a scenario "
      "is there one\n");
  EXPECT_THAT(run_program({"eval", "self.name"}).errors, HasSubstr("self has no meaning here"));
  EXPECT_EQ(run_program({"eval", "index", "--set", "index=1"}).output, "1\n");
  expect_mistake({"eval", "'a\xFF'"}, "error: invalid UTF-8 (byte 0xFF); write it in UTF-8\n");
  expect_mistake({"eval", "[{1: 2, '1': 3}]", "--json"},
                 "error: in JSON an object would have the key \"1\" twice; leave --json out\n");
  EXPECT_THAT(run_program({"eval", "1 +"}).errors, StartsWith("error: column 4: "));
  EXPECT_THAT(run_program({"eval", "1", "--set", "x=[1"}).errors, HasSubstr("--set x"));
}

TEST(Check, SaysThatAllIsWell) {
  const Ended ended = run_program({"check", kScenarios + "daemon.yaml"});
  EXPECT_EQ(ended.status, 0);
  EXPECT_EQ(ended.output, kScenarios + "daemon.yaml: ok\n");
}

TEST(Check, ReportsEveryErrorAndGoesOnWithTheNextFile) {
  const std::string bad = write_temporary("bad.yaml", "scenario: x\nmian: []\nlocs: [a]\n");
  const Ended ended = run_program({"check", bad, kScenarios + "daemon.yaml"});
  EXPECT_EQ(ended.status, 2);
  EXPECT_THAT(ended.errors, HasSubstr(bad + ":2:1: error: unknown key 'mian'"));
  EXPECT_THAT(ended.errors, HasSubstr(bad + ":3:1: error: unknown key 'locs'"));
  EXPECT_THAT(ended.output, HasSubstr("daemon.yaml: ok\n"));
}

TEST(Check, WarningsDoNotStopIt) {
  const std::string file =
      write_temporary("unused.yaml", "scenario: x\nlocks: [never_used]\nmain: [{print: a}]\n");
  const Ended ended = run_program({"check", file});
  EXPECT_EQ(ended.status, 0);
  EXPECT_THAT(ended.errors, HasSubstr("warning:"));
  EXPECT_EQ(ended.output, file + ": ok, 1 warning\n");
}

TEST(Check, ListingPrintsTheProgramAlone) {
  const Ended ended = run_program({"check", kScenarios + "daemon.yaml", "--listing"});
  EXPECT_EQ(ended.status, 0);
  EXPECT_THAT(ended.output, HasSubstr("task announce"));
  EXPECT_THAT(ended.output, testing::Not(HasSubstr(": ok")));
}

TEST(Graph, DotMermaidAndSvg) {
  EXPECT_THAT(run_program({"graph", kScenarios + "daemon.yaml"}).output,
              StartsWith("digraph \"daemon"));
  EXPECT_THAT(run_program({"graph", kScenarios + "daemon.yaml", "--format", "mermaid"}).output,
              StartsWith("flowchart LR\n"));
  EXPECT_THAT(run_program({"graph", kScenarios + "daemon.yaml", "--format", "svg"}).output,
              StartsWith("<svg xmlns="));
}

TEST(Schema, IsTheFileInTheRepository) {
  EXPECT_EQ(
      run_shell("\"$RUNNER\" schema | cmp - '" RUNNER_SOURCE_DIR "/schemas/scenario.schema.json'")
          .status,
      0);
}

TEST(Complete, BashUnderstandsTheScript) {
  const Ended ended = run_shell(
      "eval \"$(\"$RUNNER\" complete bash)\"\n"
      "COMP_WORDS=(runner sim); COMP_CWORD=1; _runner; echo \"${COMPREPLY[0]}\"\n"
      "COMP_WORDS=(runner test --bl); COMP_CWORD=2; _runner; echo \"${COMPREPLY[@]}\"\n"
      "COMP_WORDS=(runner graph x --format m); COMP_CWORD=4; _runner; echo \"${COMPREPLY[@]}\"\n");
  EXPECT_EQ(ended.output, "simulate\n--bless\nmermaid\n") << ended.errors;
}

TEST(Complete, OtherShells) {
  EXPECT_THAT(run_program({"complete", "zsh"}).output, StartsWith("#compdef runner\n"));
  EXPECT_THAT(run_program({"complete", "fish"}).output, HasSubstr("-a simulate"));
}

}  // namespace
}  // namespace runner
