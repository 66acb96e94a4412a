// How long a line of the cache takes from one core to the other: two processes, each on a core of
// its own, take turns at one counter.
#include <sched.h>

#include <atomic>
#include <cstdio>

#include "floor.h"

namespace {

constexpr long kTurns = 2'000'000;

void stay_on(int core) {
  cpu_set_t cores;
  CPU_ZERO(&cores);
  CPU_SET(core, &cores);
  sched_setaffinity(0, sizeof cores, &cores);
}

void take_turns(std::atomic<long>& turn, int mine) {
  stay_on(mine);
  for (long i = mine; i < kTurns; i += 2) {
    while (turn.load(std::memory_order_acquire) != i) {
    }
    turn.store(i + 1, std::memory_order_release);
  }
}

}  // namespace

int main() {
  auto& turn = *floors::shared<std::atomic<long>>();
  const pid_t other = floors::start([&turn] { take_turns(turn, 1); });
  const double began = floors::seconds_now();
  take_turns(turn, 0);
  floors::join(other);
  std::printf("%.1f ns\n", (floors::seconds_now() - began) * 1e9 / kTurns);
}
