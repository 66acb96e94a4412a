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
#include "text/scalar.h"

namespace runner {
namespace {

// Beyond so many operations of one process the steps between two kills grow with their number:
// a loop's thousandth turn is like its hundredth.
constexpr uint64_t kEveryOperationUntil = 250;
constexpr uint64_t kGrowth = 20;
constexpr uint64_t kNever = 1'000'000'000'000;
constexpr uint64_t kMostDraws = 20;             // for one random kill that comes in time
constexpr size_t kStatuses = 6;                 // 0 … 4, and by SIGKILL
constexpr int64_t kLongestDelayMicros = 1'000;  // of random instants
constexpr int64_t kWithinMicros = 50;           // of an operation that waits for nobody

// In memory that all processes of the campaign see.
template <typename T>
T* share(size_t count) {
  void* memory =
      mmap(nullptr, count * sizeof(T), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  CHECK(memory != MAP_FAILED);
  return new (memory) T[count]();
}

// What they count together.
struct Tally {
  std::atomic<uint64_t> next;  // unit
  std::atomic<uint64_t> runs, before, within, late, objections;
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
  Campaign(const Plan& plan, Tally& tally)
      : plan_(plan), limit_(parse_duration(plan.timeout).value()), tally_(tally) {
    for (const Target& target : plan.targets) {
      for (const Victim& victim : target.victims) units_.push_back({&target, &victim});
    }
    operations_ = share<std::atomic<int64_t>>(units_.size());
  }

  // In each of the campaign's processes.
  void work() {
    const Isolation isolation;
    for (;;) {
      const uint64_t number = tally_.next.fetch_add(1);
      if (plan_.random > 0) {
        const bool done = tally_.within >= plan_.random;
        if (done || number >= kMostDraws * plan_.random) return;
        kill_at_random(isolation, number);
      } else {
        if (number >= units_.size()) return;
        kill_everywhere(isolation, units_[number], number);
      }
    }
  }

 private:
  Trial attempt(const Isolation& isolation, const Target& target, const std::vector<Kill>& kills) {
    std::vector<std::string> words = {target.path, "--timeout", plan_.timeout, "--seed", "1"};
    for (const Kill& kill : kills) words.insert(words.end(), {"--fault", kill.text()});
    Trial trial = try_run(isolation, words);
    ++tally_.runs;
    for (const Kill& kill : kills) count_kill(kill, trial);
    const size_t status = trial.signal != 0 ? kStatuses - 1 : static_cast<size_t>(trial.status);
    ++tally_.statuses[std::min(status, kStatuses - 1)];
    raise_to(tally_.longest_micros, trial.seconds);
    raise_to(tally_.longest_orphan_micros, trial.orphans);
    for (const std::string& objection : objections(target, kills, limit_, trial)) {
      ++tally_.objections;
      say(fmt::format("{}: {}\n  {} run {}\n{}", target.path, objection, RUNNER_BINARY,
                      fmt::join(words, " "), trial.errors));
    }
    return trial;
  }

  void count_kill(const Kill& kill, const Trial& trial) {
    if (operations_before_end(*kill.victim, trial) >= 0) return;
    const bool killed = was_killed(*kill.victim, trial);
    ++(!killed ? tally_.late : kill.delay_micros == 0 ? tally_.before : tally_.within);
  }

  // Early ones are drawn more often: an operation is short, unless it waits.
  static int64_t instant(Random& random, int64_t longest) {
    const auto below = static_cast<uint64_t>(longest);
    return 1 + static_cast<int64_t>(random.below(below) * random.below(below) / below);
  }

  void kill_everywhere(const Isolation& isolation, const Unit& unit, uint64_t number) {
    Random random{plan_.seed * 1'000'003 + number};
    for (uint64_t operation = 1;;) {
      const Trial trial = attempt(isolation, *unit.target, {{unit.victim, operation, 0}});
      if (operations_before_end(*unit.victim, trial) >= 0) return;
      const int64_t delay = instant(random, kWithinMicros);
      attempt(isolation, *unit.target, {{unit.victim, operation, delay}});
      const bool single = operation < kEveryOperationUntil;
      operation += single ? 1 : operation / kGrowth;
    }
  }

  // One, or several of one scenario; of them the same one twice: a worker and who replaces it.
  void kill_at_random(const Isolation& isolation, uint64_t number) {
    Random random{plan_.seed * 1'000'003 + number};
    const size_t drawn = random.below(units_.size());
    const Target& target = *units_[drawn].target;
    const size_t first = drawn - static_cast<size_t>(units_[drawn].victim - target.victims.data());
    std::vector<Kill> kills;
    for (int victim = 0; victim < plan_.victims; ++victim) {
      const size_t unit = victim == 0 ? drawn : first + random.below(target.victims.size());
      const auto operations = static_cast<uint64_t>(operations_of(isolation, unit));
      if (operations == 0) return;
      Kill kill = {units_[unit].victim, 1 + random.below(operations), 0};
      kill.delay_micros = instant(random, kLongestDelayMicros);
      kills.push_back(kill);
    }
    attempt(isolation, target, kills);
  }

  // To how many a victim comes that nobody kills.
  int64_t operations_of(const Isolation& isolation, size_t number) {
    std::atomic<int64_t>& known = operations_[number];  // and one more; 0: nobody has looked
    if (known == 0) {
      const Unit& unit = units_[number];
      const Trial trial = attempt(isolation, *unit.target, {{unit.victim, kNever, 0}});
      known = 1 + operations_before_end(*unit.victim, trial);
    }
    return std::max<int64_t>(known - 1, 0);
  }

  const Plan& plan_;
  double limit_;  // of each run, in seconds
  Tally& tally_;
  std::vector<Unit> units_;
  std::atomic<int64_t>* operations_ = nullptr;  // of each unit, shared
};

void tell(const Plan& plan, const Tally& tally) {
  say(fmt::format("{} kills before an operation, {} within one; {} came too late\n",
                  tally.before.load(), tally.within.load(), tally.late.load()));
  say(
      fmt::format("{} scenarios, {} runs: status 0 {}, 1 {}, 3 {}, 4 {}, runner killed "
                  "{}; objections {}\n",
                  plan.targets.size(), tally.runs.load(), tally.statuses[0].load(),
                  tally.statuses[1].load(), tally.statuses[3].load(), tally.statuses[4].load(),
                  tally.statuses[5].load(), tally.objections.load()));
  say(fmt::format("longest run {:.3f} s; longest life of an orphan {:.3f} s\n",
                  static_cast<double>(tally.longest_micros.load()) / 1e6,
                  static_cast<double>(tally.longest_orphan_micros.load()) / 1e6));
}

}  // namespace

bool carry_out(const Plan& plan) {
  Tally& tally = *share<Tally>(1);
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
