// Whoever reaches a limit is told which one it is (base/limits.h).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "program.h"

namespace runner {
namespace {

using testing::HasSubstr;

std::string times(int count, const std::string& text) {
  std::string all;
  for (int i = 0; i < count; ++i) all += text;
  return all;
}

std::string with_main(const std::string& steps) {
  return "scenario: x\nmain: [" + steps + "]\n";
}

std::string asserting(const std::string& expression) {
  return with_main("{assert: '" + expression + "'}");
}

// Lists of ten of the lists before.
std::string alias_bomb() {
  std::string text = "scenario: x\nx-a0: &a0 [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]\n";
  for (int i = 1; i < 8; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    const std::string name = "a" + std::to_string(i);
    text += "x-" + name + ": &" + name + " [" + before + times(9, ", " + before) + "]\n";
  }
  return text;
}

// Each is a node of its own; replicas would be one.
std::string many_processes() {
  std::string text = "scenario: x\nprocesses:\n";
  for (int i = 0; i < 4100; ++i) text += "  p" + std::to_string(i) + ": {steps: [{print: a}]}\n";
  return text;
}

// Each is within the limit of one evaluation, together they are not.
std::string bearable_vars() {
  std::string text;
  for (int i = 0; i < 40; ++i) {
    text += "  v" + std::to_string(i) + ": ${range(1000).all(a, range(1000).all(b, a + b >= 0))}\n";
  }
  return text;
}

// All take some line, but for one that takes none: there is no end of ways to try.
std::string too_much_alike() {
  const std::string sequence = "        - |\n" + times(60, "          {{a|b}}\n");
  return "scenario: x\nmain: [{repeat: 241, do: [{print: a}]}]\nexpect:\n  output:\n"
         "    - interleaved:\n" +
         times(4, sequence) + "        - '{{b}}'\n";
}

struct Excess {
  const char* name;
  std::vector<std::string> command;
  std::string scenario;
  std::string told;
};

void PrintTo(const Excess& excess, std::ostream* stream) {
  *stream << excess.name;
}

class Limits : public testing::TestWithParam<Excess> {};

std::string name_of(const testing::TestParamInfo<Excess>& excess) {
  return excess.param.name;
}

const std::vector<Excess> kOfFiles = {
    {"Nodes", {"check"}, alias_bomb(), "more than 4000000 values, aliases expanded"},
    {"Nesting",
     {"check"},
     "scenario: x\nx-a: " + times(65, "[") + times(65, "]") + "\n",
     "lists and maps are nested more than 64 deep"},
    {"Scalar",
     {"check"},
     "scenario: x\nx-a: " + std::string((1u << 20) + 1, 'a') + "\n",
     "a string has at most 1048576 bytes"},
    {"Diagnostics",
     {"check"},
     "scenario: x\nmain:\n" + times(150, "  - prnt: a\n"),
     "50 more errors"},
    {"Processes",
     {"check"},
     "scenario: x\nprocesses: {p: {count: 30001, steps: []}}\n",
     "count 30001 is over the limit of 30000 processes"},
    {"Objects",
     {"check"},
     "scenario: x\nlocks: {l: {count: 1000001}}\nmain: []\n",
     "count 1000001 is over the limit of 1000000 shared objects"},
    {"Durations",
     {"check"},
     with_main("{sleep: 40000000}"),
     "the duration is over the limit of 366 days"},
    {"StartConditions",
     {"check"},
     "scenario: x\nprocesses:\n  a: {count: 1001, steps: []}\n"
     "  b: {count: 1001, steps: [], after: [a]}\n",
     "after: over the limit of 1000000 pairs of processes"},
    {"Cpus",
     {"check"},
     "scenario: x\nprocesses: {p: {cpus: [1024], steps: []}}\n",
     "cpus must be at most 1023, not 1024"},
    {"Kills",
     {"check"},
     "scenario: x\nexplore: {kills: 1001}\nmain: []\n",
     "kills must be at most 1000, not 1001"},
};

const std::vector<Excess> kOfExpressions = {
    {"Bytes",
     {"check"},
     asserting("size(\"" + std::string(70'000, 'a') + "\") > 0"),
     "the expression is longer than 65536 bytes"},
    {"Parentheses",
     {"check"},
     asserting(times(65, "(") + "true" + times(65, ")")),
     "the expression is nested more than 64 levels deep"},
    {"Operators",
     {"check"},
     asserting(times(1001, "1 + ") + "1 > 0"),
     "more than 1000 operators stand over one another"},
    {"Pattern",
     {"check"},
     asserting("\"a\".matches(\"(a{1000}){1000}\")"),
     "with its repetitions unrolled the pattern has more than 20000 parts"},
    {"Repetitions",
     {"check"},
     asserting("\"a\".matches(\"a{1001}\")"),
     "more than 1000 repetitions"},
    {"Steps",
     {"run"},
     asserting("range(20000).all(a, range(20000).all(b, a + b >= 0))"),
     "the evaluation takes more than the limit of 100000000 steps"},
    {"StepsOfAllVars",
     {"check"},
     "scenario: x\nvars:\n" + bearable_vars() + "main: []\n",
     "what is computed before the run takes more than the limit of 100000000 steps"},
    {"String",
     {"run"},
     with_main("{let: {t: ab}}, {while: true, do: [{let: {t: \"${t + t}\"}}]}"),
     "the string is longer than the limit of 268435456 bytes"},
    {"List",
     {"run"},
     with_main("{let: {t: \"${range(100000000)}\"}}, {print: \"${t}\"}"),
     "more than the limit of 67108864 elements"},
    {"Kernel",
     {"run"},
     with_main("{call: do_something, args: [100000000]}"),
     "100000000 is over the limit of 67108864 list elements"},
    {"Levels",
     {"run"},
     "scenario: x\nvalues: {v: 0}\nmain: [{let: {t: []}}, {repeat: 1100, do: [{let: {t: "
     "\"${[t]}\"}}]}, {set: {v: \"${t}\"}}]\n",
     "the value is nested deeper than the limit of 1000 levels"},
};

const std::vector<Excess> kOfRuns = {
    {"Calls",
     {"run"},
     "scenario: x\ntasks: {f: {steps: [{call: f}]}}\nmain: [{call: f}]\n",
     "calls are nested deeper than the limit of 1000"},
    {"Ways",
     {"explore"},
     "scenario: x\nconditions: [c]\n"
     "processes: {p: {count: 20, name: 'p${index}', steps: [{lock: c, do: [{wait: c}]}]}}\n"
     "main: [{start: p}, {lock: c, do: [{notify: c, count: 10}]}, {print: \"${c.waiting}\"}]\n",
     "a step with more than 10000 ways"},
    {"Mixtures",
     {"simulate"},
     too_much_alike(),
     "output could not be judged: to tell which line is which takes more than the limit of "
     "200000000 steps"},
    {"DrawnItems",
     {"graph", "--format", "svg"},
     many_processes(),
     "too large to be drawn (more than 4000 nodes and bends of edges)"},
};

INSTANTIATE_TEST_SUITE_P(OfFiles, Limits, testing::ValuesIn(kOfFiles), name_of);
INSTANTIATE_TEST_SUITE_P(OfExpressions, Limits, testing::ValuesIn(kOfExpressions), name_of);
INSTANTIATE_TEST_SUITE_P(OfRuns, Limits, testing::ValuesIn(kOfRuns), name_of);

TEST_P(Limits, AreNamed) {
  std::vector<std::string> words = GetParam().command;
  words.push_back(write_temporary("excess.yaml", GetParam().scenario));
  const Ended ended = run_program(words);
  EXPECT_NE(ended.status, 0);
  EXPECT_THAT(ended.output + ended.errors, HasSubstr(GetParam().told));
}

// Both backends alike.
TEST(Limit, OfExpressionsHoldsInTheSimulatedWorld) {
  for (const Excess& excess : kOfExpressions) {
    if (excess.command.front() != "run") continue;
    const Ended ended = run_program({"simulate", write_temporary("x.yaml", excess.scenario)});
    EXPECT_EQ(ended.status, 1);
    EXPECT_THAT(ended.errors, HasSubstr(excess.told));
  }
}

TEST(Limit, OfAFile) {
  const std::string file = write_temporary("large.yaml", "scenario: x\n");
  std::filesystem::resize_file(file, (64u << 20) + 1);
  const Ended ended = run_program({"check", file});
  EXPECT_EQ(ended.status, 2);
  EXPECT_EQ(ended.errors, file + ": error: the file is larger than 64 MiB\n");
}

}  // namespace
}  // namespace runner
