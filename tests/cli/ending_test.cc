// However a run ends, it ends as a whole, with the right status and the right words.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>

#include "live_program.h"
#include "program.h"

namespace runner {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

// A tree of three generations that says when it stands, and would stay for ever.
const char* const kTree =
    "scenario: tree\n"
    "events: [never]\n"
    "locks: [held]\n"
    "processes:\n"
    "  child: {count: 3, steps: [{start: 'grandchild[index]'}, {join: 'grandchild[index]'}]}\n"
    "  grandchild: {count: 3, steps: [{print: ready}, {sleep: 600}]}\n"
    "main: [{acquire: held}, {start: child}, {join: child}]\n";

// Who handles SIGTERM, and does not come to an end about it.
const char* const kStubborn =
    "scenario: stubborn\n"
    "processes:\n"
    "  stubborn:\n"
    "    on_signal: {SIGTERM: [{print: handling}, {sleep: 600}]}\n"
    "    steps: [{print: ready}, {sleep: 600}]\n"
    "main: [{start: stubborn}, {join: stubborn}]\n";

void await_lines(LiveProgram& program, int count, const std::string& line) {
  for (int i = 0; i < count; ++i) ASSERT_EQ(program.read_line(), line);
}

class Stop : public testing::TestWithParam<int> {};

INSTANTIATE_TEST_SUITE_P(Signals, Stop, testing::Values(SIGINT, SIGTERM, SIGHUP, SIGQUIT));

TEST_P(Stop, EndsTheWholeTreeWithOneLine) {
  const std::string file = write_temporary("tree.yaml", kTree);
  LiveProgram program({file});
  await_lines(program, 3, "ready");
  program.send(GetParam());
  const Ended ended = program.end();
  EXPECT_EQ(ended.status, 128 + GetParam());
  EXPECT_EQ(ended.errors, file + ": stopped by SIG" + sigabbrev_np(GetParam()) + "\n");
  EXPECT_TRUE(LiveProgram::left_nobody());
}

TEST_P(Stop, ASecondOneWaitsForNobody) {
  const std::string file = write_temporary("stubborn.yaml", kStubborn);
  LiveProgram program({file});
  await_lines(program, 1, "ready");
  program.send(GetParam());
  await_lines(program, 1, "handling");
  program.send(GetParam());
  const Ended ended = program.end();
  EXPECT_EQ(ended.status, 128 + GetParam());
  EXPECT_EQ(ended.errors, file + ": stopped by SIG" + sigabbrev_np(GetParam()) + "\n");
  EXPECT_TRUE(LiveProgram::left_nobody());
}

TEST(Stop, GraceIsForThoseWhoUseIt) {
  const std::string file = write_temporary(
      "graceful.yaml",
      "scenario: graceful\n"
      "processes:\n"
      "  p: {on_signal: {SIGTERM: [{print: cleaned}]}, steps: [{print: ready}, {sleep: 600}]}\n"
      "main: [{start: p}, {join: p}, {print: never}]\n");
  LiveProgram program({file});
  await_lines(program, 1, "ready");
  program.send(SIGTERM);
  EXPECT_EQ(program.end().output, "cleaned\n");
  EXPECT_TRUE(LiveProgram::left_nobody());
}

TEST(Stop, EndsTestsAsWell) {
  const std::string file = write_temporary("tree.yaml", kTree);
  const std::string other = write_temporary("hello.yaml", "scenario: x\nmain: [{print: a}]\n");
  LiveProgram program({"test", other, file, "--jobs", "2"});
  ASSERT_THAT(program.read_line(), HasSubstr("hello.yaml"));
  program.send(SIGINT);
  EXPECT_EQ(program.end().status, 130);
  EXPECT_TRUE(LiveProgram::left_nobody());
}

TEST(Killed, TheRunnerTakesEveryoneWithIt) {
  LiveProgram program({write_temporary("tree.yaml", kTree)});
  await_lines(program, 3, "ready");
  program.send(SIGKILL);
  EXPECT_EQ(program.end().status, 128 + SIGKILL);
  EXPECT_TRUE(LiveProgram::left_nobody(true));
}

TEST(Limit, SaysWhatEveryoneWasDoing) {
  const std::string file = write_temporary(
      "slow.yaml",
      "scenario: slow\n"
      "locks: [a]\n"
      "queues: [q]\n"
      "barriers: {b: 3}\n"
      "processes:\n"
      "  sleeper: {steps: [{acquire: a}, {barrier: b}, {sleep: 600}, {put: {q: 1}}]}\n"
      "  blocked: {steps: [{barrier: b}, {acquire: a}]}\n"
      "  worker: {steps: [{barrier: b}, {work: 600}]}\n"
      "main:\n"
      "  - start: [sleeper, blocked, worker]\n"
      "  - get: q\n"
      "timeout: 0.5\n");
  LiveProgram program({file});
  const Ended ended = program.end();
  EXPECT_EQ(ended.status, 4);
  EXPECT_TRUE(LiveProgram::left_nobody());
  EXPECT_THAT(ended.errors, HasSubstr(file + ": stopped by the time limit after "));
  const std::string since = ":[0-9]+), since [0-9.]+ s\n";
  EXPECT_THAT(
      ended.errors,
      AllOf(ContainsRegex("  MainProcess gets from queue q, which is empty \\([^)]*:11" + since),
            ContainsRegex("  sleeper sleeps, holding a \\([^)]*:6" + since),
            ContainsRegex("  blocked waits for lock a, held by sleeper \\([^)]*:7" + since),
            ContainsRegex("  worker works \\([^)]*:8:[0-9]+\\)\n")));
}

// Also of steps between which there is no operation, each of which takes some milliseconds, and of
// a first one that takes long.
TEST(Limit, SaysWhereSomebodyComputes) {
  const std::string header = "scenario: computes\nmain:\n";
  for (const auto& [steps, line] : std::vector<std::pair<std::string, std::string>>{
           {"  - print: begun\n"
            "  - while: true\n"
            "    do:\n"
            "      - let: {x: '${size(range(50000).map(i, i))}'}\n"
            "timeout: 1\n",
            "[46]"},
           {"  - let: {x: '${range(100000).map(i, range(100000).filter(j, j == i))}'}\n"
            "timeout: 50ms\n",
            "3"}}) {
    const Ended ended = run_program({write_temporary("computes.yaml", header + steps)});
    EXPECT_EQ(ended.status, 4);
    EXPECT_THAT(ended.errors,
                ContainsRegex("  MainProcess runs \\([^)]*:" + line + ":[0-9]+\\)\n"));
  }
}

// Those who wait for somebody who handles his SIGTERM are stopped meanwhile, maybe in the middle of
// a change that the runner itself has to look after.
TEST(Limit, HoldsWhereSomebodyIsStoppedInAChange) {
  const std::string file = write_temporary(
      "stopped.yaml",
      "scenario: stopped\n"
      "timeout: 0.2\n"
      "lists: [xs]\n"
      "processes:\n"
      "  polite: {on_signal: {SIGTERM: [{sleep: 300ms}]}, steps: [{sleep: 100}]}\n"
      "  hammer: {count: 2, steps: [{while: true, do: [{append: {xs: 1}}, {pop: xs}]}]}\n"
      "  group: {steps: [{start: hammer}, {join: hammer}]}\n"
      "main:\n"
      "  - start: [polite, group]\n"
      "  - {while: true, do: [{append: {xs: 1}}, {pop: xs}]}\n");
  for (int i = 0; i < 3; ++i) {
    LiveProgram program({file});
    EXPECT_EQ(program.end().status, 4);
    EXPECT_TRUE(LiveProgram::left_nobody());
  }
}

// Two of its processes want each other's lock, while another steps on and a third one sleeps.
const char* const kPartial =
    "scenario: partial\n"
    "locks: [a, b]\n"
    "barriers: {both: 2}\n"
    "processes:\n"
    "  p: {steps: [{acquire: a}, {barrier: both}, {acquire: b}]}\n"
    "  q: {steps: [{acquire: b}, {barrier: both}, {acquire: a}]}\n"
    "  busy: {steps: [{while: true, do: [{yield: true}]}]}\n"
    "  sleepy: {steps: [{sleep: 600}]}\n";

TEST(Deadlock, APartOfTheProcessesIsEnough) {
  const std::string file = write_temporary("partial.yaml", kPartial);
  LiveProgram program({file});
  const Ended ended = program.end();
  EXPECT_EQ(ended.status, 3);
  EXPECT_TRUE(LiveProgram::left_nobody());
  EXPECT_THAT(ended.errors, HasSubstr(file + ": partial deadlock (lock cycle)\n"));
  EXPECT_THAT(ended.errors,
              ContainsRegex("  p waits for lock b, held by q, holding a \\([^)]*:5:[0-9]+\\), "
                            "since [0-9.]+ s\n"));
  EXPECT_THAT(ended.errors, Not(HasSubstr("busy")));
  EXPECT_THAT(ended.errors, Not(HasSubstr("sleepy")));
}

// By each kind of wait: while it is recorded, nobody begins what would have to wait.
TEST(Deadlock, APartIsEnoughWhereItIsRecorded) {
  constexpr const char* kWaits[] = {"acquire: a",      "get: jobs", "wait: e",
                                    "wait: [e, jobs]", "join: r",   "wait: c"};
  for (const char* wait : kWaits) {
    std::string text = kPartial;
    const std::string last = "acquire: a}]}";
    text.replace(text.find(last), last.size(), "acquire: c}, {" + std::string(wait) + "}]}");
    text += "  r: {steps: [{acquire: b}]}\nqueues: [jobs]\nevents: [e]\nconditions: [c]\n";
    const std::string file = write_temporary("partial.yaml", text);
    const Ended ended = run_program({file, "--record", file + ".schedule", "--timeout", "60"});
    EXPECT_EQ(ended.status, 3) << wait << ended.errors;
    EXPECT_THAT(ended.errors, HasSubstr(file + ": partial deadlock (")) << wait;
    EXPECT_THAT(ended.errors, ContainsRegex("\n  q [^\n]*:6:[0-9]+\\), since")) << wait;
    // Of the others q has no help to await: it may be told before p has come to its lock.
    if (wait == kWaits[0]) {
      EXPECT_THAT(ended.errors, HasSubstr("\n  p waits for lock b, held by q"));
    }
    EXPECT_THAT(ended.errors, Not(HasSubstr("\n  busy"))) << wait;
    const Ended replayed = run_program({"replay", file, "--schedule", file + ".schedule"});
    EXPECT_EQ(replayed.status, 0) << wait << replayed.output;
  }
}

TEST(Fault, KillsWhomItNames) {
  const std::string file =
      write_temporary("three.yaml",
                      "scenario: three\n"
                      "processes: {p: {count: 2, steps: [{print: one}, {print: two}]}}\n"
                      "main: [{start: p}, {join: p}]\n");
  const Ended killed = run_program({file, "--fault", "kill:p[1]@2", "--seed", "1"});
  EXPECT_EQ(killed.status, 1);
  EXPECT_THAT(killed.output, HasSubstr("one\n"));
  EXPECT_THAT(killed.errors, StartsWith("runner: SIGKILL for p[1] at its operation 2\n"));
  EXPECT_THAT(killed.errors, HasSubstr("process p[1] failed: it ended with -9 (SIGKILL)"));
  const Ended spared = run_program({file, "--fault", "kill:p[1]@50"});
  EXPECT_EQ(spared.status, 0);
  EXPECT_THAT(spared.errors, ContainsRegex("runner: p\\[1\\] was not killed: it came to [0-9] op"));
}

// Both calls meet, so that both workers have to come to their first operation.
TEST(Fault, TellsOfAWorkerHowItDiedNotHowItsSuccessorEnded) {
  const std::string file =
      write_temporary("replaced_worker.yaml",
                      "scenario: replaced_worker\nbarriers: {both: 2}\npools: {pool: 2}\n"
                      "tasks: {meet: {params: [x], steps: [{barrier: both}, {return: '${x}'}]}}\n"
                      "main: [{map: meet, over: '[1, 2]', chunk: 1, pool: pool}]\n");
  const Ended killed = run_program({file, "--fault", "kill:pool.worker[1]@1"});
  EXPECT_EQ(killed.status, 1);
  EXPECT_THAT(killed.errors, StartsWith("runner: SIGKILL for pool.worker[1] at its operation 1\n"));
  EXPECT_THAT(killed.errors,
              HasSubstr("process ForkPoolWorker-2 failed: it ended with -9 (SIGKILL)"));
}

TEST(Fault, KillsTheRunner) {
  LiveProgram program({write_temporary("tree.yaml", kTree), "--fault", "kill:runner@3"});
  EXPECT_EQ(program.end().status, 128 + SIGKILL);
  EXPECT_TRUE(LiveProgram::left_nobody(true));
}

TEST(Fault, MistakesAreOneLine) {
  const std::string file = write_temporary("tree.yaml", kTree);
  const Ended ended = run_program({file, "--fault", "kill:chidl[1]@2"});
  EXPECT_EQ(ended.status, 2);
  EXPECT_EQ(ended.errors,
            "runner: --fault: there is no process 'chidl[1]' (did you mean 'child[1]'?); there are "
            "main, child[0], child[1], child[2], grandchild[0], grandchild[1], grandchild[2] and "
            "runner\n");
  for (const char* wrong : {"kill:p", "kill:@1", "kill:p@1+", "kill:p@x", "p@1"}) {
    EXPECT_EQ(run_program({file, "--fault", wrong}).errors,
              "runner: --fault: '" + std::string(wrong) +
                  "' is not of the form kill:NAME@N or kill:NAME@N+DURATION\n");
  }
  EXPECT_EQ(run_program({file, "--fault", "kill:p@0"}).errors,
            "runner: --fault: '0' is not a whole number from 1\n");
  EXPECT_EQ(run_program({file, "--fault", "kill:p@99999999999999999999"}).errors,
            "runner: --fault: '99999999999999999999' is not a whole number from 1 to "
            "18446744073709551615\n");
}

// A pool's worker, and who replaces it.
TEST(Fault, KillsSeveral) {
  const std::string file = write_temporary("pool.yaml", R"(
scenario: pool
pools: {pool: {workers: 1, on_worker_death: {retry: 2}}}
tasks: {double: {params: [x], steps: [{return: "${x * 2}"}]}}
main: [{map: double, over: [0, 1], pool: pool, into: all}, {print: "${all}"}]
)");
  const std::string worker = "kill:pool.worker[0]@";
  const Ended ended = run_program({file, "--fault", worker + "1", "--fault", worker + "2"});
  EXPECT_EQ(ended.output, "[0, 2]\n");
  EXPECT_THAT(ended.errors, StartsWith("runner: SIGKILL for pool.worker[0] at its operation 1\n"
                                       "runner: SIGKILL for pool.worker[0] at its operation 2\n"));
}

}  // namespace
}  // namespace runner
