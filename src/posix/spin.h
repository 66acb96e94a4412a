// Waiting without sleeping, for as long as experience with the object says that it pays.
#pragma once

#include <sched.h>

#include <algorithm>
#include <atomic>
#include <cstdint>

#include "posix/cores.h"
#include "posix/futex.h"

namespace runner::posix {

// What has been learned about one object's waits; starts as zero. Its updates may get lost.
struct SpinHistory {
  std::atomic<uint16_t> typical;  // turns after which waits that were short ended
  std::atomic<uint16_t> failures;
  std::atomic<uint16_t> yield_failures;
  std::atomic<uint16_t> handovers;  // waits in a row for one that had to run on the same core
  std::atomic<uint16_t> moves;
  std::atomic<int32_t> sleeper_core;  // where the last one went to sleep
};

inline constexpr int kSpinMost = 1500;  // turns: some 20 to 50 us, what sleeping and waking costs
inline constexpr int kSpinLeast = 10;
inline constexpr int kFirstRarePause = 32;
inline constexpr int kLongestPause = 128;  // turns between two rare looks: a few microseconds
inline constexpr int kYieldTrialPeriod = 16;
inline constexpr int kYieldMost = 100;
inline constexpr int kYieldsPerLook = 8;  // at the clock
inline constexpr int64_t kYieldMostNanos =
    300'000;                                 // many short turns of the others, or a long one
inline constexpr int kSpinTrialPeriod = 64;  // after so many failures, one long trial

// Looks at what another writes again and again rarely, so that the other is not slowed down; at
// what is written once, all the time.
enum class Look : uint8_t { kOften, kRarely };

// True as soon as `ready()`; false when it is better to sleep.
template <Look look = Look::kOften, typename Ready>
bool spin(SpinHistory& history, Ready ready) {
  if (!several_cores()) return false;
  const int typical = history.typical.load(std::memory_order_relaxed);
  const uint16_t failures = history.failures.load(std::memory_order_relaxed);
  const bool trial = failures % kSpinTrialPeriod == 0;
  const int most = trial ? kSpinMost : std::min(kSpinMost, 2 * typical + kSpinLeast);
  int pause = look == Look::kRarely ? kFirstRarePause : 1;
  for (int turn = 0; turn < most; turn += pause) {
    if (ready()) {
      const int learned = typical + (turn - typical) / 8;
      if (learned != typical) {
        history.typical.store(static_cast<uint16_t>(learned), std::memory_order_relaxed);
      }
      if (history.handovers.load(std::memory_order_relaxed) != 0)
        history.handovers.store(0, std::memory_order_relaxed);
      return true;
    }
    if constexpr (look == Look::kRarely) pause = std::min(2 * pause, kLongestPause);
    for (int i = 0; i < pause; ++i) relax();
  }
  history.typical.store(static_cast<uint16_t>(typical - (typical + 7) / 8),
                        std::memory_order_relaxed);
  history.failures.store(static_cast<uint16_t>(failures + 1), std::memory_order_relaxed);
  return false;
}

// The same where more processes take part than can run at once: lets the others run, which is
// cheaper than sleeping and being woken, unless somebody else has more use for the core.
template <typename Ready>
bool yield_until(SpinHistory& history, Ready ready) {
  const uint16_t failures = history.yield_failures.load(std::memory_order_relaxed);
  if (failures % kYieldTrialPeriod != 0) {
    history.yield_failures.store(static_cast<uint16_t>(failures + 1), std::memory_order_relaxed);
    return false;
  }
  int64_t until = 0;  // not known before the first look: most turns need none
  for (int turn = 1; turn <= kYieldMost; ++turn) {
    sched_yield();
    if (ready()) return true;
    if (turn % kYieldsPerLook != 0) continue;
    const int64_t now = monotonic_now();
    if (until == 0) until = now + kYieldMostNanos;
    if (now > until) break;
  }
  history.yield_failures.store(static_cast<uint16_t>(failures + 1), std::memory_order_relaxed);
  return false;
}

// What follows is for those who are no more than can run at once.
//
// What was waited for came when the core was given up: the others seem to need this very core. A
// scheduler that sees another core busy leaves it so, with a switch of processes for each turn,
// though all would do better by sharing the other core with whoever is there. So this process goes
// there, the more rarely the more often it did: it does not always help.
void note_handover(SpinHistory& history);
// The process goes to sleep.
void note_sleep(SpinHistory& history);
// The process wakes one that slept, and will wait for it: at least for as long as waking takes.
void note_wake(SpinHistory& history);

}  // namespace runner::posix
