#include "campaign.h"

#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <new>

#include "base/check.h"
#include "expr/random.h"
#include "rules.h"

namespace runner {
namespace {

// Beyond so many operations of one process the steps between two kills grow with their number:
// a loop's thousandth turn is like its hundredth.
constexpr uint64_t kEveryOperationUntil = 250;
constexpr uint64_t kGrowth = 20;
constexpr uint64_t kNever = 1'000'000'000'000;
constexpr uint64_t kKillsPerUnit = 3;  // at random, once the number of operations is known
constexpr size_t kStatuses = 6;        // 0 … 4, and by SIGKILL
constexpr int64_t kLongestDelayMicros = 3'000;
constexpr const char* kTimeout = "5s";

// What all processes of the campaign count together.
struct Tally {
  std::atomic<uint64_t> next;  // unit
  std::atomic<uint64_t> runs, kills, objections;
  std::array<std::atomic<uint64_t>, kStatuses> statuses;
  std::atomic<uint64_t> longest_micros, longest_orphan_micros;
};

void say(const std::string& text) {
  // One write, so that lines of different processes stay whole.
  CHECK(write(STDOUT_FILENO, text.data(), text.size()) == static_cast<ssize_t>(text.size()));
}

void raise_to(std::atomic<uint64_t>& most, double seconds) {
  const auto micros = static_cast<uint64_t>(seconds * 1e6);
  uint64_t before = most.load();
  while (before < micros && !most.compare_exchange_weak(before, micros)) {
  }
}

struct Unit {
  const Target* target;
  const Victim* victim;
};

class Campaign {
 public:
  Campaign(const Plan& plan, Tally& tally) : plan_(plan), tally_(tally) {
    for (const Target& target : plan.targets) {
      for (const Victim& victim : target.victims) units_.push_back({&target, &victim});
    }
  }

  // In each of the campaign's processes.
  void work() {
    const Isolation isolation;
    for (;;) {
      const uint64_t number = tally_.next.fetch_add(1);
      if (plan_.random > 0) {
        if (number * kKillsPerUnit >= plan_.random) return;
        kill_at_random(isolation, number);
      } else {
        if (number >= units_.size()) return;
        kill_everywhere(isolation, units_[number]);
      }
    }
  }

 private:
  Trial attempt(const Isolation& isolation, const Unit& unit, const Kill& kill) {
    Trial trial = try_run(isolation, {unit.target->path, "--timeout", kTimeout, "--seed", "1",
                                      "--fault", kill.text()});
    ++tally_.runs;
    const bool struck = operations_before_end(trial) < 0;
    if (struck) ++tally_.kills;
    const size_t status = trial.signal != 0 ? kStatuses - 1 : static_cast<size_t>(trial.status);
    ++tally_.statuses[std::min(status, kStatuses - 1)];
    raise_to(tally_.longest_micros, trial.seconds);
    raise_to(tally_.longest_orphan_micros, trial.orphans);
    for (const std::string& objection : objections(*unit.target, *unit.victim, kill, trial)) {
      ++tally_.objections;
      say(fmt::format("{}: {}\n  {} run {} --fault {} --timeout {}\n{}", unit.target->path,
                      objection, RUNNER_BINARY, unit.target->path, kill.text(), kTimeout,
                      trial.errors));
    }
    return trial;
  }

  void kill_everywhere(const Isolation& isolation, const Unit& unit) {
    for (uint64_t operation = 1;;) {
      const Trial trial = attempt(isolation, unit, {unit.victim->name, operation, 0});
      if (operations_before_end(trial) >= 0) return;
      const bool single = operation < kEveryOperationUntil;
      operation += single ? 1 : operation / kGrowth;
    }
  }

  void kill_at_random(const Isolation& isolation, uint64_t number) {
    Random random{plan_.seed * 1'000'003 + number};
    const Unit& unit = units_[random.below(units_.size())];
    const Trial whole = attempt(isolation, unit, {unit.victim->name, kNever, 0});
    const int64_t operations = operations_before_end(whole);
    if (operations <= 0) return;
    for (uint64_t i = 0; i < kKillsPerUnit; ++i) {
      Kill kill = {unit.victim->name, 1 + random.below(static_cast<uint64_t>(operations)), 0};
      kill.delay_micros = 1 + static_cast<int64_t>(random.below(kLongestDelayMicros)) *
                                  static_cast<int64_t>(random.below(kLongestDelayMicros)) /
                                  kLongestDelayMicros;
      attempt(isolation, unit, kill);
    }
  }

  const Plan& plan_;
  Tally& tally_;
  std::vector<Unit> units_;
};

void tell(const Plan& plan, const Tally& tally) {
  say(
      fmt::format("{} scenarios, {} runs, {} kills: status 0 {}, 1 {}, 3 {}, 4 {}, runner killed "
                  "{}; objections {}\n",
                  plan.targets.size(), tally.runs.load(), tally.kills.load(),
                  tally.statuses[0].load(), tally.statuses[1].load(), tally.statuses[3].load(),
                  tally.statuses[4].load(), tally.statuses[5].load(), tally.objections.load()));
  say(fmt::format("longest run {:.3f} s; longest life of an orphan {:.3f} s\n",
                  static_cast<double>(tally.longest_micros.load()) / 1e6,
                  static_cast<double>(tally.longest_orphan_micros.load()) / 1e6));
}

}  // namespace

bool carry_out(const Plan& plan) {
  void* shared =
      mmap(nullptr, sizeof(Tally), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  CHECK(shared != MAP_FAILED);
  Tally& tally = *new (shared) Tally();
  Campaign campaign(plan, tally);
  for (int job = 0; job < plan.jobs; ++job) {
    const pid_t pid = fork();
    CHECK(pid >= 0);
    if (pid != 0) continue;
    campaign.work();
    _exit(0);
  }
  bool whole = true;
  int status = 0;
  while (wait(&status) > 0) whole = whole && status == 0;
  if (!whole) say("a process of the campaign itself died\n");
  tell(plan, tally);
  return whole && tally.objections.load() == 0;
}

}  // namespace runner
