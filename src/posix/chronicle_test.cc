// What is told of the starts and ends of a run.
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <map>
#include <string>

#include "posix/run_for_test.h"

namespace runner::posix {
namespace {

// Also where the reader of the journal falls behind, and the number is another one's by then.
TEST(Chronicle, TellsEachWorkerOfAPoolOnceByItsName) {
  const Told told = run_text(R"y(
pools: {P: {workers: 2, tasks_per_worker: 1}}
tasks:
  f:
    params: [x]
    steps:
      - print: "${self.name} ${self.pid}"
      - if: x % 3 == 0
        then: [{kill: self}]
main:
  - {map: f, over: "range(12)", pool: P, chunk: 1, on_error: keep}
  - close: P
)y");
  std::map<std::string, int64_t> pids;
  std::map<std::string, int64_t> codes;
  for (const Event& event : told.events) {
    if (event.kind == EventKind::kStarted) {
      EXPECT_TRUE(pids.emplace(event.name, event.number).second) << event.name;
    } else if (event.kind == EventKind::kEnded) {
      EXPECT_TRUE(codes.emplace(event.name, event.number).second) << event.name;
    } else {
      EXPECT_EQ(event.text, event.name + " " + std::to_string(pids[event.name]));
    }
  }
  EXPECT_EQ(pids.size(), codes.size());
  const auto is_killed = [](const auto& code) { return code.second == -SIGKILL; };
  EXPECT_EQ(std::count_if(codes.begin(), codes.end(), is_killed), 4);
}

}  // namespace
}  // namespace runner::posix
