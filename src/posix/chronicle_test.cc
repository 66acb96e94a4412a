// What is told of the starts and ends of a run.
#include <gmock/gmock.h>

#include <algorithm>
#include <csignal>
#include <map>
#include <string>
#include <vector>

#include "posix/bury.h"
#include "posix/chronicle.h"
#include "posix/process_name.h"
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

// Who settled an end was killed behind telling it, and somebody else does it once more.
TEST(Chronicle, TellsAnEndOnceThatIsSettledTwice) {
  constexpr int32_t kWorker = 1;
  const Program program = program_of_text(R"y(
pools: {P: {workers: 1}}
tasks: {f: {steps: []}}
main: [{submit: f, pool: P}]
)y");
  Story story({});
  RunOptions options;
  options.sink = &story;
  Region region = Region::create(program).take();
  Family family = Family::create(region, options).take();
  Self supervisor(region, region.supervisor());
  ASSERT_TRUE(set_process_name(region, kWorker, "ForkPoolWorker-1"));
  Chronicle chronicle(family, story);
  chronicle.begin();
  const auto tell = [&chronicle](const JournalEntry& entry) { chronicle.tell(entry); };

  for (const int32_t process : {kWorker, kMainProcess}) {
    family.relative(process).starter.store(region.supervisor() + 1);
    region.slot(process).pid.store(process + 5);
    for (int settled = 0; settled < 2; ++settled) {
      region.slot(process).life.store(Life::kDead);
      EXPECT_TRUE(bury(family, supervisor, process, tell));
    }
  }
  // The next one of the same number.
  region.slot(kWorker).incarnation = 1;
  region.slot(kWorker).life.store(Life::kDead);
  EXPECT_TRUE(bury(family, supervisor, kWorker, tell));

  std::vector<std::string> kinds;
  for (const Event& event : story.events) {
    const char* kind = event.kind == EventKind::kStarted ? "started " : "ended ";
    kinds.push_back(kind + event.name);
  }
  EXPECT_THAT(kinds, testing::ElementsAre("started ForkPoolWorker-1", "ended ForkPoolWorker-1",
                                          "started MainProcess", "ended MainProcess",
                                          "started ForkPoolWorker-1", "ended ForkPoolWorker-1"));
}

}  // namespace
}  // namespace runner::posix
