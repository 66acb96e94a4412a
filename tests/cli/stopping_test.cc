// Being told to stop: whatever the runner is at, and whoever started it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <chrono>
#include <csignal>

#include "live_program.h"
#include "program.h"

namespace runner {
namespace {

using testing::AnyOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

class StopAt : public testing::TestWithParam<int> {};

INSTANTIATE_TEST_SUITE_P(Signals, StopAt, testing::Values(SIGINT, SIGTERM, SIGHUP, SIGQUIT));

std::string stopped_by(const std::string& who, int signal) {
  return who + ": stopped by SIG" + sigabbrev_np(signal) + "\n";
}

// More states than anybody waits for.
std::string large_scenario() {
  std::string text = "scenario: large\nvalues: {";
  for (int i = 0; i < 12; ++i) text += "v" + std::to_string(i) + ": 0, ";
  text += "w: 0}\nprocesses:\n";
  for (int i = 0; i < 12; ++i) {
    const std::string value = "v" + std::to_string(i);
    text += "  p" + std::to_string(i) + ": {steps: [{repeat: 9, do: [{set: {" + value +
            ": '${w + " + value + "}'}}, {set: {w: '${" + value + " + 1}'}}]}]}\n";
  }
  return text;
}

// The file is a pipe: what is written into it has been asked for by a runner that is under way.
TEST_P(StopAt, Exploring) {
  const std::string text = write_temporary("large.yaml", large_scenario());
  const std::string pipe = text + ".pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  LiveProgram program({"explore", pipe});
  run_shell("cat '" + text + "' >'" + pipe + "'");
  program.send(GetParam());
  const Ended ended = program.end();
  EXPECT_EQ(ended.status, 128 + GetParam());
  EXPECT_EQ(ended.output, "");
  EXPECT_EQ(ended.errors, stopped_by("runner", GetParam()));
}

// In one of the runs, or between two of them.
TEST_P(StopAt, RepeatedRuns) {
  const std::string file =
      write_temporary("hello.yaml", "scenario: x\nmain: [{print: hello}]\nobserve: {a: 1}\n");
  LiveProgram program({file, "--repeat", "100000000", "--events", "/dev/stdout"});
  for (int line = 0; line < 20; ++line) ASSERT_NE(program.read_line(), "");
  program.send(GetParam());
  const Ended ended = program.end();
  EXPECT_EQ(ended.status, 128 + GetParam());
  EXPECT_THAT(ended.errors, AnyOf(stopped_by("runner", GetParam()), stopped_by(file, GetParam())));
  EXPECT_TRUE(LiveProgram::left_nobody());
}

TEST_P(StopAt, Simulating) {
  const std::string file =
      write_temporary("endless.yaml", "scenario: x\nmain: [{while: true, do: [{print: line}]}]\n");
  LiveProgram program({"simulate", file});
  ASSERT_EQ(program.read_line(), "line");
  program.send(GetParam());
  const Ended ended = program.end();
  EXPECT_EQ(ended.status, 128 + GetParam());
  EXPECT_THAT(ended.output, EndsWith("line\n"));
  // It may have been ahead of its reader.
  EXPECT_THAT(ended.errors, StartsWith(stopped_by(file, GetParam())));
}

TEST_P(StopAt, Replaying) {
  const std::string file = write_temporary("long.yaml",
                                           "scenario: long\n"
                                           "processes:\n"
                                           "  p:\n"
                                           "    steps:\n"
                                           "      - repeat: 4000\n"
                                           "        do: [{print: '${format(\"%01000d\", 7)}'}]\n");
  const std::string schedule = file + ".schedule";
  ASSERT_EQ(run_program({file, "--record", schedule}).status, 0);
  LiveProgram program({"replay", file, "--schedule", schedule});
  ASSERT_NE(program.read_line(), "");
  // Nobody reads the other lines: they are more than fit between it and the end.
  program.send(GetParam());
  const Ended ended = program.end();
  EXPECT_EQ(ended.status, 128 + GetParam());
  EXPECT_EQ(ended.errors, stopped_by(file, GetParam()));
  EXPECT_TRUE(LiveProgram::left_nobody());
}

const char* const kStoppedTree =
    "scenario: tree\n"
    "processes: {child: {count: 2, steps: [{print: ready}, {sleep: 600}]}}\n"
    "main: [{start: child}, {join: child}]\n";

// `parent` is how the program is started by it: with signals blocked or ignored, or descriptors
// closed. The shell sends the signal when the tree stands.
Ended stopped_under(const std::string& parent, const std::string& command, const char* signal) {
  const std::string file = write_temporary("tree.yaml", kStoppedTree);
  return run_shell("cd \"$(dirname '" + file + "')\"; rm -f out; mkfifo out; " + parent +
                   " \"$RUNNER\" " + command + " & program=$!; { read a; read b; kill -" + signal +
                   " $program; } <out; wait $program");
}

TEST(Stop, WhoeverTheParentIs) {
  for (const char* parent :
       {"env --ignore-signal=CHLD", "env --block-signal=INT,TERM,HUP,QUIT,CHLD,PIPE",
        "env --ignore-signal=PIPE,TSTP,TTOU", "setsid"}) {
    const Ended ended = stopped_under(parent, "tree.yaml >out", "TERM");
    EXPECT_EQ(ended.status, 128 + SIGTERM) << parent;
    EXPECT_EQ(ended.errors, "tree.yaml: stopped by SIGTERM\n") << parent;
  }
}

TEST(Stop, WithClosedDescriptors) {
  EXPECT_EQ(stopped_under("", "tree.yaml <&- >out", "TERM").status, 128 + SIGTERM);
  EXPECT_EQ(stopped_under("", "tree.yaml <&- 2>&- >out", "TERM").status, 128 + SIGTERM);
}

// What was ignored when it was started stays so, in all that it starts.
TEST(Stop, NotByWhatIsIgnored) {
  const Ended ended = stopped_under("env --ignore-signal=HUP,INT", "tree.yaml >out",
                                    "HUP $program; kill -INT "
                                    "$program; kill -TERM");
  EXPECT_EQ(ended.status, 128 + SIGTERM);
  EXPECT_EQ(ended.errors, "tree.yaml: stopped by SIGTERM\n");
}

// Somebody has stopped the process that runs one of the tests.
void stop_the_one_that_tests(const std::string& file) {
  run_shell("until runner=$(pgrep -o -f 'test " + file +
            "') && worker=$(pgrep -P $runner) && pgrep -P $worker >/dev/null; do :; done;"
            " kill -STOP $worker");
}

TEST(Stop, EndsTestsThatSomebodyHasStopped) {
  for (const int signal : {SIGINT, SIGKILL}) {
    const std::string file = write_temporary("stopped_test.yaml", kStoppedTree);
    LiveProgram program({"test", file});
    stop_the_one_that_tests(file);
    program.send(signal);
    EXPECT_EQ(program.end().status, 128 + signal);
    EXPECT_TRUE(LiveProgram::left_nobody(true));
  }
}

// As timeout(1) does, which tells the program, and then its group. Where the machine needs longer
// for the two than they may be apart, once more.
TEST(Stop, OnceByTwoStrokesOfOne) {
  const std::string file =
      write_temporary("graceful.yaml",
                      "scenario: graceful\n"
                      "processes:\n"
                      "  p:\n"
                      "    on_signal: {SIGTERM: [{sleep: 0.1}, {print: cleaned}]}\n"
                      "    steps: [{print: ready}, {sleep: 600}]\n"
                      "main: [{start: p}, {join: p}]\n");
  constexpr auto kApart = std::chrono::milliseconds(40);
  for (auto took = kApart; took >= kApart;) {
    LiveProgram program({file});
    EXPECT_EQ(program.read_line(), "ready");
    const auto begun = std::chrono::steady_clock::now();
    program.send_and_wait(SIGTERM);
    program.send_and_wait(SIGTERM);
    took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                                 begun);
    const Ended ended = program.end();
    if (took >= kApart) continue;
    EXPECT_EQ(ended.status, 128 + SIGTERM);
    EXPECT_EQ(ended.output, "cleaned\n");
  }
}

// So long that a deadlock would be told of. The process is `sent` a signal as soon as it is
// stopped.
void pause_one(const std::string& pid, const std::string& sent = "") {
  const std::string send = sent.empty() ? "" : "kill -" + sent + " " + pid + "; ";
  run_shell("kill -STOP " + pid + "; " + send + "sleep 1; kill -CONT " + pid);
}

void expect_success(LiveProgram& program, const std::string& output) {
  const Ended ended = program.end();
  EXPECT_EQ(ended.status, 0) << ended.errors;
  EXPECT_EQ(ended.output, output);
}

// The one that prints its pid is stopped, and stays so.
Ended end_with_one_stopped(const std::string& file) {
  LiveProgram program({file});
  run_shell("kill -STOP " + program.read_line());
  return program.end();
}

// Stopped and continued, all of it or one of its processes, a run is none the worse for it.
TEST(Pause, IsNoDeadlock) {
  const std::string file =
      write_temporary("paused.yaml",
                      "scenario: paused\n"
                      "locks: [a]\n"
                      "processes:\n"
                      "  p: {steps: [{acquire: a}, {print: '${self.pid}'}, {sleep: 0.5}, "
                      "{release: a}]}\n"
                      "  q: {steps: [{acquire: a}, {release: a}, {print: done}]}\n"
                      "main: [{start: p}, {sleep: 0.1}, {start: q}, {join: [p, q]}]\n");
  for (const bool whole : {true, false}) {
    LiveProgram program({file});
    const std::string pid = program.read_line();
    if (whole) program.send(SIGSTOP);
    pause_one(pid);
    if (whole) program.send(SIGCONT);
    expect_success(program, "done\n");
  }
}

// A daemon that nobody waits for by name has been sent what lets it help, but is stopped.
TEST(Pause, OfOneThatCanHelpIsNoDeadlock) {
  const std::string file = write_temporary("helper.yaml",
                                           "scenario: helper\n"
                                           "events: [e, never]\n"
                                           "processes:\n"
                                           "  d:\n"
                                           "    daemon: true\n"
                                           "    on_signal: {SIGUSR1: [{trigger: e}]}\n"
                                           "    steps: [{print: '${self.pid}'}, {wait: never}]\n"
                                           "main: [{start: d}, {wait: e}, {print: freed}]\n");
  LiveProgram program({file});
  pause_one(program.read_line(), "USR1");
  expect_success(program, "freed\n");
}

TEST(Pause, HidesNoDeadlockOfTheOthers) {
  const std::string file =
      write_temporary("others.yaml",
                      "scenario: others\n"
                      "timeout: 30s\n"
                      "events: [never]\n"
                      "locks: [a]\n"
                      "processes:\n"
                      "  p: {daemon: true, steps: [{print: '${self.pid}'}, {wait: never}]}\n"
                      "main: [{start: p}, {sleep: 0.1}, {acquire: [a, a]}]\n");
  EXPECT_EQ(end_with_one_stopped(file).status, 3);
}

TEST(Pause, IsNamedWhereTheTimeIsUp) {
  const std::string file = write_temporary("named.yaml",
                                           "scenario: named\n"
                                           "timeout: 1s\n"
                                           "processes: {p: {steps: [{print: '${self.pid}'}, "
                                           "{sleep: 30}]}}\n"
                                           "main: [{start: p}, {join: p}]\n");
  const Ended ended = end_with_one_stopped(file);
  EXPECT_EQ(ended.status, 4);
  EXPECT_THAT(ended.errors, HasSubstr("p sleeps, but is stopped"));
}

// The system makes one signal of a SIGCHLD that was sent and of one that tells of a child's end.
TEST(Pause, HidesNoEndBehindASentSignal) {
  const std::string file =
      write_temporary("hidden.yaml",
                      "scenario: hidden\n"
                      "timeout: 30s\n"
                      "processes:\n"
                      "  parent: {steps: [{print: '${self.pid}'}, {start: child}, {join: child}, "
                      "{print: joined}]}\n"
                      "  child: {on_signal: {SIGUSR1: [{exit: 0}]}, "
                      "steps: [{print: '${self.pid}'}, {sleep: 600}]}\n"
                      "main: [{start: parent}, {join: parent}]\n");
  LiveProgram program({file});
  const std::string parent = program.read_line();
  const std::string child = program.read_line();
  const auto until = [](const std::string& pid, const std::string& state) {
    return "until grep -q '^State:." + state + "' /proc/" + pid + "/status; do sleep 0.01; done; ";
  };
  run_shell("kill -STOP " + parent + "; " + until(parent, "T") + "kill -CHLD " + parent +
            "; kill -USR1 " + child + "; " + until(child, "Z") + "kill -CONT " + parent);
  expect_success(program, "joined\n");
}

// A reader that does not read keeps nobody from the end.
TEST(Limit, OfAReplayIsNoDivergence) {
  const std::string file =
      write_temporary("short.yaml", "scenario: x\nmain: [{print: a}, {sleep: 1ms}]\n");
  const std::string schedule = file + ".schedule";
  ASSERT_EQ(run_program({file, "--record", schedule}).status, 0);
  std::vector<std::string> words = {"replay", file, "--schedule", schedule, "--timeout", "1us"};
  for (const char* where : {"really", "--simulate"}) {
    const Ended ended = run_program(words);
    EXPECT_EQ(ended.status, 4) << where;
    EXPECT_EQ(ended.output.find("diverged"), std::string::npos) << ended.output;
    EXPECT_THAT(ended.errors, StartsWith(file + ": stopped by the time limit"));
    words.emplace_back("--simulate");
  }
}

TEST(Limit, HoldsWhereNobodyReads) {
  const std::string file = write_temporary(
      "chatty.yaml",
      "scenario: chatty\n"
      "main: [{while: true, do: [{print: '0123456789012345678901234567890123456789'}]}]\n"
      "timeout: 0.5\n");
  const Ended ended = run_shell("mkfifo '" + file + ".out'; exec 9<>'" + file +
                                ".out'; exec \"$RUNNER\" '" + file + "' >&9");
  EXPECT_EQ(ended.status, 4);
  EXPECT_THAT(ended.errors, StartsWith(file + ": stopped by the time limit after "));
  EXPECT_THAT(ended.errors, EndsWith("runner: cannot write standard output: nobody reads it\n"));
}

TEST(Limit, HoldsWhereNobodyReadsASimulatedRun) {
  const std::string file = write_temporary(
      "chatty.yaml",
      "scenario: chatty\n"
      "main: [{while: true, do: [{print: '0123456789012345678901234567890123456789'}]}]\n");
  const Ended ended =
      run_shell("mkfifo '" + file + ".out'; exec 9<>'" + file +
                ".out'; exec \"$RUNNER\" simulate '" + file + "' --timeout 0.5 >&9");
  EXPECT_EQ(ended.status, 4);
  EXPECT_THAT(ended.errors, StartsWith(file + ": stopped by the time limit after "));
  EXPECT_THAT(ended.errors, EndsWith("runner: cannot write standard output: nobody reads it\n"));
}

// The pipe is full before the run begins.
TEST(Limit, HoldsWhereNobodyReadsWhatIsSaid) {
  const std::string file = write_temporary("slow.yaml", kStoppedTree);
  const Ended ended = run_shell("mkfifo '" + file + ".err'; exec 9<>'" + file +
                                ".err'; head -c 65536 /dev/zero >&9; exec \"$RUNNER\" '" + file +
                                "' --timeout 0.2 2>&9");
  EXPECT_EQ(ended.status, 4);
  EXPECT_EQ(ended.output, "ready\nready\n");
}

}  // namespace
}  // namespace runner
