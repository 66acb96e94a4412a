// `run`, `simulate` and `test` from outside.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "program.h"

namespace runner {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

const std::string kRunScenarios = RUNNER_SOURCE_DIR "/scenarios/";

const char* const kHello =
    "scenario: hello\nvars: {who: world}\nmain: [{print: \"hello ${who}\"}]\n";

// Two processes that hold a lock each and want the other's.
const char* const kStuck =
    "scenario: stuck\n"
    "locks: [a, b]\n"
    "barriers: {both: 2}\n"
    "processes:\n"
    "  p: {steps: [{acquire: a}, {barrier: both}, {acquire: b}]}\n"
    "  q: {steps: [{acquire: b}, {barrier: both}, {acquire: a}]}\n";

const char* const kEndless = "scenario: endless\nmain: [{while: true, do: [{sleep: 10ms}]}]\n";

class Both : public testing::TestWithParam<const char*> {
 protected:
  static Ended run(std::vector<std::string> arguments, const std::string& input = "") {
    arguments.insert(arguments.begin(), GetParam());
    return run_program(arguments, input);
  }
};

INSTANTIATE_TEST_SUITE_P(Backends, Both, testing::Values("run", "simulate"));

TEST_P(Both, PrintsWhatProcessesPrint) {
  const Ended ended = run({write_temporary("hello.yaml", kHello)});
  EXPECT_EQ(ended.status, 0);
  EXPECT_EQ(ended.output, "hello world\n");
  EXPECT_THAT(ended.errors, IsEmpty());
}

TEST_P(Both, StandardInputIsAFile) {
  EXPECT_EQ(run({"-"}, kHello).output, "hello world\n");
  EXPECT_THAT(run({"-"}, "scenario: [\n").errors, StartsWith("<stdin>:"));
}

TEST(Run, TellsWhatItCost) {
  const Ended ended = run_program({"run", "--stats", "-"},
                                  "scenario: counted\n"
                                  "locks: [mutex, unused]\n"
                                  "processes: {p: {steps: [{lock: mutex, do: [{print: x}]}]}}\n");
  EXPECT_EQ(ended.status, 0);
  EXPECT_EQ(ended.output, "x\n");
  EXPECT_THAT(ended.errors, StartsWith("process "));
  EXPECT_THAT(ended.errors, ContainsRegex("\np  .*\n"));
  EXPECT_THAT(ended.errors, ContainsRegex("\nmutex +lock +1 +0 "));
  EXPECT_THAT(ended.errors, Not(HasSubstr("unused")));
}

TEST_P(Both, VariablesAreOverridden) {
  EXPECT_EQ(run({"-", "--set", "who=you"}, kHello).output, "hello you\n");
  EXPECT_EQ(run({"-", "--set", "whom=you"}, kHello).status, 2);
}

TEST_P(Both, SeveralFilesRunOneAfterAnother) {
  const std::string hello = write_temporary("hello.yaml", kHello);
  const std::string fails = write_temporary("fails.yaml", "scenario: x\nmain: [{fail: oh}]\n");
  const std::string bad = write_temporary("bad.yaml", "scenario: [\n");
  const Ended ended = run({hello, fails, bad, hello});
  EXPECT_EQ(ended.status, 1) << "the first that is not 0";
  EXPECT_EQ(ended.output, "hello world\nhello world\n");
}

TEST_P(Both, AFailureIsReportedWithItsPlace) {
  const std::string file = write_temporary("fails.yaml", "scenario: x\nmain:\n  - fail: oh no\n");
  const Ended ended = run({file});
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.errors, AllOf(HasSubstr(file + ":3:"), HasSubstr("oh no")));
}

TEST_P(Both, ARefusedFileRunsNothing) {
  const Ended ended = run({"-"}, "scenario: x\nmain: [{print: a}, {prnt: b}]\n");
  EXPECT_EQ(ended.status, 2);
  EXPECT_THAT(ended.output, IsEmpty());
  EXPECT_THAT(ended.errors, HasSubstr("did you mean 'print'?"));
}

TEST_P(Both, ARefusalCanBeExpected) {
  const std::string text = "scenario: x\nmain: [{prnt: b}]\nexpect: {diagnostics: [prnt]}\n";
  EXPECT_EQ(run({"-"}, text).status, 0);
  const std::string other = "scenario: x\nmain: [{prnt: b}]\nexpect: {diagnostics: [other]}\n";
  EXPECT_EQ(run({"-"}, other).status, 2);
  EXPECT_THAT(run({"-"}, other).errors, HasSubstr("no diagnostic says: other"));
  // What the line that is shown says does not count, nor does what is no text.
  for (const char* expected : {"[some b]", "", "{prnt: prnt}", "[\"\"]"}) {
    const std::string quoted =
        std::string("scenario: x\nmain: [{prnt: some b}]\nexpect: {diagnostics: ") + expected +
        "}\n";
    EXPECT_EQ(run({"-"}, quoted).status, 2) << expected;
  }
}

TEST_P(Both, AnUnmetExpectationIsShownAsADiff) {
  const Ended ended = run({"-"}, std::string(kHello) + "expect: {output: hello moon}\n");
  EXPECT_EQ(ended.status, 1);
  EXPECT_EQ(ended.output, "hello world\n");
  EXPECT_THAT(ended.errors, HasSubstr("output is not as expected\n"
                                      "--- expected\n+++ output\n@@ -1 +1 @@\n"
                                      "-hello moon\n+hello world\n"
                                      "line 1: expected 'hello moon', got 'hello world'\n"));
}

TEST_P(Both, ADeadlockIsExplained) {
  const std::string file = write_temporary("stuck.yaml", kStuck);
  const Ended ended = run({file});
  EXPECT_EQ(ended.status, 3);
  EXPECT_THAT(ended.errors, HasSubstr(file + ": deadlock (lock cycle)\n"));
  EXPECT_THAT(ended.errors, HasSubstr("p waits for lock b, held by q, holding a (" + file + ":5:"));
}

TEST_P(Both, ADeadlockCanBeExpected) {
  const std::string text =
      std::string(kStuck) + "expect: {deadlock: true, stderr: [{contains: deadlock}]}\n";
  EXPECT_EQ(run({"-"}, text).status, 0);
  EXPECT_EQ(run({"-"}, std::string(kStuck) + "expect: {status: 3}\n").status, 0);
  EXPECT_EQ(run({"-"}, std::string(kHello) + "expect: {deadlock: true}\n").status, 1);
}

TEST_P(Both, ATimeLimitEndsTheRun) {
  const Ended ended = run({"-", "--timeout", "100ms"}, kEndless);
  EXPECT_EQ(ended.status, 4);
  EXPECT_THAT(ended.errors, HasSubstr("stopped by the time limit"));
  EXPECT_EQ(run({"-"}, std::string(kEndless) + "timeout: 0.1\nexpect: {status: 4}\n").status, 0);
}

TEST_P(Both, ATimeLimitEndsWhatIsEvaluatedInTheEnd) {
  std::string text = "scenario: x\nmain: [{print: hello}]\nexpect:\n  finally:\n";
  for (int i = 0; i < 60; ++i)
    text += "    - sum(range(9000).map(x, sum(range(9000)))) > " + std::to_string(i) + "\n";
  const Ended ended = run({"-", "--timeout", "200ms"}, text);
  EXPECT_EQ(ended.status, 4);
  EXPECT_THAT(ended.errors, HasSubstr("`finally` or `observe` was still being evaluated"));
}

TEST_P(Both, RepeatCountsOutcomes) {
  const std::string text =
      "scenario: fixed\nvalues: {n: 2}\nobserve: {n: n}\nmain: [{print: hidden}]\n"
      "expect: {outcomes: [{n: 2}, {n: 3}]}\n";
  const Ended ended = run({"-", "--repeat", "3"}, text);
  EXPECT_EQ(ended.status, 0) << ended.errors;
  EXPECT_EQ(ended.output,
            "fixed: 3 runs, 1 outcome\n"
            "       3  n=2  always observed, allowed\n"
            "       0  n=3  never observed, allowed\n");
}

TEST_P(Both, EventsAreWrittenAsJsonLines) {
  const std::string events = write_temporary("events.jsonl", "");
  ASSERT_EQ(run({"-", "--events", events}, kHello).status, 0);
  const std::string text = run_shell("cat '" + events + "'").output;
  EXPECT_THAT(text, StartsWith("{\"stream\": \"runner-events\", \"version\": 1}\n"));
  EXPECT_THAT(text, HasSubstr("\"text\": \"hello world\"}\n"));
  EXPECT_THAT(text, HasSubstr("\"exit_code\": 0}\n"));
}

TEST_P(Both, AFullOutputIsAnErrorOfItsOwn) {
  const std::string file = write_temporary("hello.yaml", kHello);
  const Ended ended =
      run_shell("\"$RUNNER\" " + std::string(GetParam()) + " '" + file + "' >/dev/full");
  EXPECT_EQ(ended.status, 1);
  EXPECT_EQ(ended.errors, "runner: cannot write standard output: No space left on device\n");
  EXPECT_THAT(run_shell("\"$RUNNER\" " + std::string(GetParam()) + " '" + file + "' >&-").errors,
              HasSubstr("Bad file descriptor"));
}

TEST_P(Both, AFullOutputEndsWhatGoesOnForEver) {
  const std::string file = write_temporary(
      "once.yaml", "scenario: x\nmain: [{print: once}, {while: true, do: [{sleep: 1}]}]\n");
  const Ended ended =
      run_shell("\"$RUNNER\" " + std::string(GetParam()) + " '" + file + "' >/dev/full");
  EXPECT_EQ(ended.status, 1);
  EXPECT_EQ(ended.errors, "runner: cannot write standard output: No space left on device\n");
}

TEST_P(Both, AClosedPipeEndsIt) {
  const std::string file = write_temporary(
      "many.yaml", "scenario: x\nmain: [{while: true, do: [{print: a line that goes nowhere}]}]\n");
  const Ended ended = run_shell("timeout 60 \"$RUNNER\" " + std::string(GetParam()) + " '" + file +
                                "' | head -n 1; echo ${PIPESTATUS[0]}");
  EXPECT_EQ(ended.output, "a line that goes nowhere\n1\n");
  EXPECT_THAT(ended.errors, HasSubstr("Broken pipe"));
}

TEST(Run, ASignalEndsItWithOneLine) {
  const std::string file = write_temporary("endless.yaml", kEndless);
  const Ended ended =
      run_shell("coproc \"$RUNNER\" '" + file +
                "' --events /dev/stdout\n"
                "while read -r -u ${COPROC[0]} line; do [[ $line == *started* ]] && break; done\n"
                "kill -TERM $COPROC_PID; wait $COPROC_PID; echo $?");
  EXPECT_EQ(ended.output, "143\n");
  EXPECT_EQ(ended.errors, file + ": stopped by SIGTERM\n");
}

TEST(Run, AFailedRunTellsItsSeed) {
  const std::string text = "scenario: x\nmain: [{choose: n, in: [1, 2]}, {fail: oh}]\n";
  EXPECT_THAT(run_program({"run", "-"}, text).errors,
              ContainsRegex("seed [0-9]+; repeat with --seed [0-9]+\n"));
  EXPECT_THAT(run_program({"run", "-", "--seed", "1"}, text).errors, Not(HasSubstr("seed")));
  const std::string drawless = "scenario: x\nmain: [{fail: oh}]\n";
  EXPECT_THAT(run_program({"run", "-"}, drawless).errors, Not(HasSubstr("seed")));
}

TEST(Simulate, TheSameSeedGivesTheSameRun) {
  const std::vector<std::string> arguments = {"simulate", kRunScenarios + "concurrent.yaml",
                                              "--seed", "5"};
  const Ended first = run_program(arguments);
  EXPECT_EQ(first.status, 0);
  EXPECT_EQ(run_program(arguments).output, first.output);
}

TEST(Test, OneLineForEachFileAndASummary) {
  const std::string good =
      write_temporary("good.yaml", std::string(kHello) + "expect: {output: hello world}\n");
  const std::string bad =
      write_temporary("other.yaml", std::string(kHello) + "expect: {output: hello moon}\n");
  const Ended ended = run_program({"test", good, bad});
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.output, ContainsRegex("ok    .*good.yaml \\([0-9.]+ s\\)\n"));
  EXPECT_THAT(ended.output, ContainsRegex("FAIL  .*other.yaml"));
  EXPECT_THAT(ended.output, HasSubstr("      -hello moon\n      +hello world\n"));
  EXPECT_THAT(ended.output, testing::EndsWith("1 passed, 1 failed\n"));
  EXPECT_THAT(run_program({"test", good, bad, "--filter", "go?d", "--simulate"}).output,
              testing::EndsWith("1 passed, 0 failed\n"));
}

TEST(Outputs, OverwriteNothingThatIsRead) {
  const std::string file = write_temporary("kept.yaml", kHello);
  for (const auto& arguments : std::vector<std::vector<std::string>>{
           {"run", file, "--record", file},
           {"run", file, "--events", file},
           {"explore", file, "--save", file},
           {"run", file, "--events", file + ".same", "--record", file + ".same"}}) {
    EXPECT_EQ(run_program(arguments).status, 2);
    EXPECT_EQ(run_shell("cat '" + file + "'").output, kHello);
  }
  for (const char* command : {"run - --record", "run - --events", "explore - --save"}) {
    const std::string redirected = std::string(" '") + file + "' <'" + file + "'";
    EXPECT_EQ(run_shell(std::string("$RUNNER ") + command + redirected).status, 2) << command;
    EXPECT_EQ(run_shell("cat '" + file + "'").output, kHello) << command;
  }
  EXPECT_EQ(run_program({"run", file, "--events", "/dev/null", "--record", "/dev/null"}).status, 0);
}

TEST(Outputs, AreDifferentFiles) {
  const std::string file = write_temporary("hello.yaml", kHello);
  const std::string folder = file.substr(0, file.rfind('/'));
  const std::string in = "cd '" + folder + "'; rm -f new link; ln -s new link; $RUNNER '" + file;
  for (const char* outputs : {"new --record ./new", "new --record link", "link --record new"}) {
    EXPECT_EQ(run_shell(in + "' --events " + outputs).status, 2) << outputs;
  }
  EXPECT_EQ(run_shell(in + "' --record link && test -L link && cat new").status, 0);
  EXPECT_EQ(run_shell(in + "'; ln -s loop loop; $RUNNER '" + file + "' --record loop").status, 1);
}

TEST(Outputs, AreNoFileThatIsAStandardStream) {
  const std::string file = write_temporary("hello.yaml", kHello);
  const std::string log = write_temporary("log", "kept\n");
  for (const char* outputs :
       {"--record '$LOG' >>'$LOG'", "--events '$LOG' >>'$LOG'", "--record /dev/stdout >>'$LOG'",
        "--events '$LOG' 2>>'$LOG'", "--record /dev/stderr 2>>'$LOG'"}) {
    const std::string command = "LOG='" + log + "'; eval \"$RUNNER '" + file + "' ";
    EXPECT_EQ(run_shell(command + outputs + "\"").status, 2) << outputs;
    EXPECT_THAT(run_shell("cat '" + log + "'").output,
                AllOf(StartsWith("kept\n"), Not(HasSubstr("hello"))))
        << outputs;
  }
}

TEST(Outputs, AreNotStandardInput) {
  const std::string file = write_temporary("hello.yaml", kHello);
  const Ended ended = run_program({file, "--events", "-"});
  EXPECT_EQ(ended.status, 2);
  EXPECT_EQ(ended.errors,
            "runner: --events -: '-' is standard input; standard output is /dev/stdout\n");
}

TEST(Outputs, GoIntoPipes) {
  const std::string file = write_temporary("hello.yaml", kHello);
  const std::string stuck = write_temporary("stuck.yaml", kStuck);
  for (const std::string& command : {"$RUNNER '" + file + "' --record /dev/stdout | cat",
                                     "{ $RUNNER '" + file + "' --record >(cat); wait $!; } | cat",
                                     "$RUNNER explore '" + stuck + "' --save /dev/stdout | cat"}) {
    EXPECT_THAT(run_shell(command).output, HasSubstr("schedule:")) << command;
  }
  EXPECT_THAT(run_shell("$RUNNER '" + file + "' --events /dev/stdout | cat").output,
              AllOf(HasSubstr("runner-events"), HasSubstr("hello world")));
}

TEST(Outputs, WaitNotLongForAReader) {
  const std::string file = write_temporary("hello.yaml", kHello);
  const std::string fifo = file + ".fifo";
  for (const char* option : {"--record", "--events"}) {
    const auto ended =
        run_shell("rm -f '" + fifo + "'; mkfifo '" + fifo + "'; timeout 20 $RUNNER '" + file +
                  "' --timeout 1s " + option + " '" + fifo + "'");
    EXPECT_EQ(ended.status, 1) << option;
    EXPECT_EQ(ended.errors, "runner: cannot write " + fifo + ": nobody reads it\n") << option;
  }
  EXPECT_THAT(run_shell("(sleep 0.1; cat '" + fifo + "') & $RUNNER '" + file + "' --events '" +
                        fifo + "'; wait")
                  .output,
              HasSubstr("runner-events"));
}

TEST(Outputs, ThatCannotBeWrittenEndItBeforeItBegins) {
  const std::string file = write_temporary("hello.yaml", kHello);
  const std::string fails =
      write_temporary("fails.yaml", std::string(kHello) + "expect: {output: hello moon}\n");
  const std::string folder = file.substr(0, file.rfind('/'));
  for (const auto& arguments : std::vector<std::vector<std::string>>{
           {"run", file, "--record", "/nonexistent/x"},
           {"run", file, "--record", folder},
           {"run", fails, "--events", "/nonexistent/x"},
           {"run", fails, "--events", "/dev/full"},
           {"run", fails, "--events", "/dev/full", "--repeat", "3"},
           {"explore", file, "--save", "/nonexistent/x"}}) {
    const auto ended = run_program(arguments);
    EXPECT_EQ(ended.status, 1);
    EXPECT_EQ(ended.output, "");
    EXPECT_THAT(ended.errors, testing::MatchesRegex("runner: cannot write [^\n]*\n"));
  }
}

TEST(Test, BlessWritesWhatCameOut) {
  const std::string file = write_temporary("new.yaml", std::string("# kept\n") + kHello);
  EXPECT_THAT(run_program({"test", file, "--bless"}).output, StartsWith("BLESS"));
  EXPECT_EQ(run_shell("cat '" + file + "'").output,
            std::string("# kept\n") + kHello + "\nexpect:\n  output: |\n    hello world\n");
  EXPECT_THAT(run_program({"test", file, "--bless"}).output, StartsWith("ok"));
}

TEST(StandardInput, HasANameInMessages) {
  const std::string file = write_temporary("stuck.yaml", kStuck);
  for (const char* command : {"run", "simulate", "explore", "check", "test"}) {
    const Ended ended = run_shell("$RUNNER " + std::string(command) + " - <'" + file + "'");
    EXPECT_THAT(ended.output + ended.errors, AllOf(HasSubstr("<stdin>"), Not(HasSubstr("-:"))))
        << command;
  }
}

TEST(Test, ReadsStandardInput) {
  const std::string file = write_temporary("in.yaml", kHello);
  const Ended ended = run_shell("$RUNNER test - <'" + file + "'");
  EXPECT_THAT(ended.output, StartsWith("ok    <stdin> ("));
  EXPECT_EQ(ended.status, 0);
  EXPECT_EQ(run_shell("$RUNNER test - --bless <'" + file + "'").status, 2);
}

TEST(Test, BlessSaysWhatWillNotHold) {
  const std::string file =
      write_temporary("changes.yaml", "scenario: x\nmain: [{print: \"${self.pid}\"}]\n");
  const auto ended = run_program({"test", file, "--bless"});
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.output, StartsWith("BLESS"));
  EXPECT_THAT(ended.output, HasSubstr("the next run already differs"));
  EXPECT_THAT(ended.output, testing::EndsWith("0 passed, 1 failed, 1 of them blessed\n"));
}

TEST(Test, BlessDoesNotHideFailures) {
  const std::string text = "scenario: x\nmain: [{print: a}, {fail: oh}]\n";
  const std::string file = write_temporary("fails.yaml", text);
  EXPECT_EQ(run_program({"test", file, "--bless"}).status, 1);
  EXPECT_EQ(run_shell("cat '" + file + "'").output, text);
}

}  // namespace
}  // namespace runner
