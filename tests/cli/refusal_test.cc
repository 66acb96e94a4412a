// What the system refuses is reported as what it is, and the run ends.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "program.h"

namespace runner {
namespace {

using testing::AnyOf;
using testing::HasSubstr;

// The program is told `file`, under the shell's `limit`.
Ended run_under(const std::string& limit, const std::string& file) {
  return run_shell(limit + "; exec \"$RUNNER\" '" + file + "' --seed 1");
}

// The same as a user to whom the limits on processes apply, who can read the file.
Ended run_as_other_under(const std::string& limit, const std::string& file) {
  return run_shell("cd \"$(dirname '" + file + "')\" && chmod 755 . && cp \"$RUNNER\" . && " +
                   "setpriv --reuid 54321 --regid 54321 --clear-groups bash -c '" + limit +
                   "; exec ./runner " + file.substr(file.rfind('/') + 1) + " --seed 1'");
}

// With every number of descriptors from too few on: either the run says that it cannot begin, or it
// is a run like any other, which tells of a deadlock.
TEST(Refusals, Descriptors) {
  if (RUNNER_SANITIZED) GTEST_SKIP() << "the sanitizer itself needs what is refused";
  const std::string file = write_temporary("deadlock.yaml",
                                           "scenario: x\n"
                                           "locks: [a]\n"
                                           "main: [{print: hello}, {acquire: a}, {acquire: a}]\n");
  int refused = 0;
  Ended ended;
  for (int limit = 1; limit < 40 && ended.status != 3; ++limit) {
    ended = run_under("ulimit -n " + std::to_string(limit), file);
    if (ended.status == 3) continue;
    ++refused;
    EXPECT_THAT(ended.status, AnyOf(1, 2)) << limit;
    EXPECT_THAT(ended.errors, HasSubstr("Too many open files")) << limit;
  }
  EXPECT_GT(refused, 0);
  EXPECT_EQ(ended.output, "hello\n");
  EXPECT_THAT(ended.errors, HasSubstr("deadlock (self-deadlock)"));
}

// A test that cannot be read has not passed, and nobody waits for who writes into a pipe.
TEST(Refusals, TestsThatAreNoFiles) {
  const Ended ended = run_shell(
      "cd \"$(mktemp -d)\" && mkdir a && ln -s nowhere a/link.yaml && mkfifo a/pipe.yaml && "
      "\"$RUNNER\" test a");
  EXPECT_THAT(ended.output, HasSubstr("FAIL  a/link.yaml"));
  EXPECT_THAT(ended.output, HasSubstr("it is a link to 'nowhere', and there is no such file"));
  EXPECT_THAT(ended.output,
              HasSubstr("a/pipe.yaml: error: cannot read the file: it is no regular"));
  EXPECT_THAT(ended.output, HasSubstr("0 passed, 2 failed"));
}

TEST(Refusals, StandardInputThatIsClosed) {
  const Ended ended = run_shell("\"$RUNNER\" run - <&-");
  EXPECT_EQ(ended.errors, "<stdin>: error: cannot read the file: Bad file descriptor\n");
}

TEST(Refusals, MemoryOfAProcess) {
  if (RUNNER_SANITIZED) GTEST_SKIP() << "the sanitizer itself needs what is refused";
  const std::string file = write_temporary("memory.yaml",
                                           "scenario: memory\n"
                                           "main:\n"
                                           "  - let: {text: '0123456789'}\n"
                                           "  - while: true\n"
                                           "    do: [{let: {text: '${text + text}'}}]\n");
  const Ended ended = run_under("ulimit -v 200000", file);
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.errors, HasSubstr(file + ":5:"));
  EXPECT_THAT(ended.errors, HasSubstr("the memory that the system grants is exhausted"));
}

// From where there is no room for the memory that scenarios are loaded into.
TEST(Refusals, RoomForAddresses) {
  if (RUNNER_SANITIZED) GTEST_SKIP() << "the sanitizer itself needs what is refused";
  const std::string file = write_temporary("small.yaml", "scenario: small\nmain: [print: hello]\n");
  for (int limit = 522'000; limit < 536'000; limit += 2'000) {
    const Ended ended =
        run_shell("ulimit -v " + std::to_string(limit) + "; exec \"$RUNNER\" check '" + file + "'");
    EXPECT_EQ(ended.status, 0) << limit << ended.errors;
  }
}

constexpr const char* kEndlessQueue =
    "scenario: shared\n"
    "queues: [q]\n"
    "main: [{while: true, do: [{put: {q: '${range(100000)}'}}]}]\n";

constexpr const char* kManyStates =
    "scenario: many_states\n"
    "values: {a: 0, b: 0, c: 0}\n"
    "tasks:\n"
    "  count: {params: [{v: value}], steps: [{repeat: 1000, do: [{add: {v: 1}}]}]}\n"
    "processes:\n"
    "  p: {target: count, args: [a]}\n"
    "  q: {target: count, args: [b]}\n"
    "  r: {target: count, args: [c]}\n";

TEST(Refusals, SharedMemory) {
  if (RUNNER_SANITIZED) GTEST_SKIP() << "the sanitizer itself needs what is refused";
  const Ended ended = run_under("ulimit -v 300000", write_temporary("shared.yaml", kEndlessQueue));
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.errors, HasSubstr("the limit of shared memory is reached"));
}

// 99: that needs rights that the tests have not.
Ended run_in_small_group(const std::string& arguments) {
  return run_shell(
      "group=/sys/fs/cgroup/memory/runner-test-$$; mkdir $group 2>/dev/null &&"
      " echo 200M >$group/memory.limit_in_bytes || exit 99;"
      " (echo $BASHPID >$group/cgroup.procs; exec \"$RUNNER\" " +
      arguments + "); status=$?; rmdir $group; exit $status");
}

// A container grants less than the machine has.
TEST(Refusals, MemoryOfAControlGroup) {
  if (RUNNER_SANITIZED) GTEST_SKIP() << "the sanitizer itself needs what is refused";
  const Ended explored = run_in_small_group("explore --no-partial-order --no-symmetry '" +
                                            write_temporary("many_states.yaml", kManyStates) + "'");
  const Ended ended = run_in_small_group("'" + write_temporary("shared.yaml", kEndlessQueue) + "'");
  if (ended.status == 99) GTEST_SKIP() << "needs the right to make a control group for memory";
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.errors, HasSubstr("the limit of shared memory is reached: 157286400 bytes"));
  EXPECT_EQ(explored.status, 0);
  EXPECT_THAT(explored.output, HasSubstr("(memory limit)"));
  const Ended simulated =
      run_in_small_group("simulate '" + write_temporary("shared.yaml", kEndlessQueue) + "'");
  EXPECT_EQ(simulated.status, 1);
  EXPECT_EQ(simulated.errors, "runner: the memory that the system grants is exhausted\n");
}

TEST(Refusals, ProcessorTime) {
  const std::string file = write_temporary("burn.yaml",
                                           "scenario: burn\n"
                                           "processes: {p: {steps: [{work: 600}]}}\n"
                                           "main: [{start: p}, {join: p}]\n");
  const Ended ended = run_under("ulimit -t 1", file);
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.errors, HasSubstr("process p failed: it ended with -9 (SIGKILL), which nothing "
                                      "in the scenario sent (the system does that where memory or "
                                      "processor time is exhausted)"));
}

// The others are tested, and what could not be is no success.
TEST(Refusals, AFolderOfTests) {
  if (geteuid() != 0) GTEST_SKIP() << "needs root, to become a user who may not read everything";
  const std::string file = write_temporary("good.yaml", "scenario: good\nmain: [{print: x}]\n");
  const Ended ended = run_shell(
      "cd \"$(dirname '" + file +
      "')\" && chmod 755 . && cp \"$RUNNER\" . &&"
      " mkdir -p tests/closed tests/open && cp good.yaml tests/open && chmod 700 tests/closed &&"
      " setpriv --reuid 54321 --regid 54321 --clear-groups ./runner test tests");
  EXPECT_EQ(ended.status, 1);
  EXPECT_EQ(ended.errors, "runner: cannot read tests/closed: Permission denied\n");
  EXPECT_THAT(ended.output, HasSubstr("1 passed, 0 failed"));
}

TEST(Refusals, Processes) {
  if (geteuid() != 0) GTEST_SKIP() << "needs root, to become a user with few processes";
  const std::string many =
      write_temporary("many.yaml",
                      "scenario: many\n"
                      "processes: {p: {count: 50, daemon: true, steps: [{sleep: 600}]}}\n"
                      "main: [{start: p}, {join: p}]\n");
  const Ended started = run_as_other_under("ulimit -u 20", many);
  EXPECT_EQ(started.status, 1);
  EXPECT_THAT(started.errors, HasSubstr("cannot start process p["));
  EXPECT_THAT(started.errors, HasSubstr("Resource temporarily unavailable"));

  const Ended first = run_as_other_under("ulimit -u 1", many);
  EXPECT_EQ(first.status, 1);
  EXPECT_THAT(first.errors, HasSubstr("cannot start the main process: Resource temporarily"));

  const std::string pool = write_temporary("pool.yaml",
                                           "scenario: pool\n"
                                           "pools: {pool: 30}\n"
                                           "main:\n"
                                           "  - map: compute_square\n"
                                           "    over: range(100)\n"
                                           "    pool: pool\n");
  const Ended workers = run_as_other_under("ulimit -u 20", pool);
  EXPECT_EQ(workers.status, 1);
  EXPECT_THAT(workers.errors, HasSubstr("cannot start process ForkPoolWorker-"));
}

constexpr const char* kChatty =
    "scenario: chatty\n"
    "main: [{while: true, do: [{print: '0123456789012345678901234567890123456789'}]}]\n";

TEST(Refusals, SizeOfAFile) {
  const std::string file = write_temporary("chatty.yaml", kChatty);
  const Ended ended =
      run_shell("ulimit -f 64; exec \"$RUNNER\" '" + file + "' >'" + file + ".out'");
  EXPECT_EQ(ended.status, 1);
  EXPECT_EQ(ended.errors, "runner: cannot write standard output: File too large\n");
}

TEST(Refusals, RoomOnADisk) {
  const std::string file = write_temporary("chatty.yaml", kChatty);
  const Ended ended = run_shell(
      "exec unshare --mount bash -c 'mount -t tmpfs -o size=64k none /mnt 2>/dev/null || exit 99;"
      " exec \"$RUNNER\" \"" +
      file + "\" >/mnt/output'");
  if (ended.status == 99) GTEST_SKIP() << "needs the right to mount a small disk";
  EXPECT_EQ(ended.status, 1);
  EXPECT_EQ(ended.errors, "runner: cannot write standard output: No space left on device\n");
}

// What was made unwritable stays so, and nothing is destroyed at the end.
TEST(Refusals, OfDataDoNotEndInACrash) {
  if (RUNNER_SANITIZED) GTEST_SKIP() << "the sanitizer itself needs what is refused";
  const std::string file =
      write_temporary("small.yaml", "scenario: small\nmain: [{print: done}]\n");
  const Ended ended = run_shell("ulimit -d 2000; exec \"$RUNNER\" '" + file + "'");
  EXPECT_EQ(ended.status, 0) << ended.errors;
  EXPECT_EQ(ended.output, "done\n");
}

// A stack that is too small is enlarged, where the system permits it.
TEST(Refusals, Stack) {
  if (RUNNER_SANITIZED) GTEST_SKIP() << "the sanitizer itself needs what is refused";
  std::string nested = "1";
  for (int i = 0; i < 60; ++i) nested = "(" + nested + ")";
  const std::string file =
      write_temporary("nested.yaml", "scenario: nested\nmain: [{print: '${" + nested + "}'}]\n");
  const Ended enlarged = run_under("ulimit -S -s 64", file);
  EXPECT_EQ(enlarged.status, 0) << enlarged.errors;
  EXPECT_EQ(enlarged.output, "1\n");
  const Ended refused = run_as_other_under("ulimit -s 64", file);
  EXPECT_EQ(refused.status, 1);
  EXPECT_EQ(refused.errors,
            "runner: the stack is limited to 64 kB, and 1024 kB may be needed; `ulimit -s 1024` "
            "sets it\n");
}

// Who is killed from outside, by the system for one, said nothing about it.
TEST(Refusals, ToGoOn) {
  const std::string file = write_temporary("killed.yaml",
                                           "scenario: killed\n"
                                           "processes: {p: {steps: [{sleep: 600}]}}\n"
                                           "main: [{start: p}, {print: '${p.pid}'}, {join: p}]\n");
  const Ended ended =
      run_shell("mkfifo '" + file + ".out'; \"$RUNNER\" '" + file + "' --seed 1 >'" + file +
                ".out' & read pid <'" + file + ".out'; kill -KILL $pid; wait $!");
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.errors, HasSubstr(file + ": process p failed: it ended with -9 (SIGKILL), "
                                             "which nothing in the scenario sent"));
}

}  // namespace
}  // namespace runner
