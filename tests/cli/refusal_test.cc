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

TEST(Refusals, Descriptors) {
  const std::string file = write_temporary("hello.yaml", "scenario: x\nmain: [{print: hello}]\n");
  bool refused = false;
  // Fewer than three it cannot even be started with.
  for (const char* limit : {"ulimit -n 4", "ulimit -n 5", "ulimit -n 6"}) {
    const Ended ended = run_under(limit, file);
    EXPECT_THAT(ended.status, AnyOf(0, 1));
    if (ended.status == 0) continue;
    refused = true;
    EXPECT_THAT(ended.errors, HasSubstr("Too many open files"));
  }
  EXPECT_TRUE(refused);
}

TEST(Refusals, MemoryOfAProcess) {
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

TEST(Refusals, SharedMemory) {
  const std::string file =
      write_temporary("shared.yaml",
                      "scenario: shared\n"
                      "queues: [q]\n"
                      "main: [{while: true, do: [{put: {q: '${range(100000)}'}}]}]\n");
  const Ended ended = run_under("ulimit -v 300000", file);
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.errors, HasSubstr("the limit of shared memory is reached"));
}

TEST(Refusals, Processes) {
  if (geteuid() != 0) GTEST_SKIP() << "needs root, to become a user with few processes";
  const std::string file =
      write_temporary("many.yaml",
                      "scenario: many\n"
                      "processes: {p: {count: 50, daemon: true, steps: [{sleep: 600}]}}\n"
                      "main: [{start: p}, {join: p}]\n");
  const std::string other_user = "setpriv --reuid 54321 --regid 54321 --clear-groups ";
  const Ended ended =
      run_shell("cd \"$(dirname '" + file + "')\" && chmod 755 . && cp \"$RUNNER\" . && " +
                other_user + "bash -c 'ulimit -u 20; exec ./runner many.yaml --seed 1'");
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.errors, HasSubstr("cannot start process p["));
  EXPECT_THAT(ended.errors, HasSubstr("Resource temporarily unavailable"));
}

}  // namespace
}  // namespace runner
