// Waiting without sleeping, for as long as experience with the object says that it pays.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>

#include "posix/futex.h"

namespace runner::posix {

// What has been learned about one object's waits; starts as zero. Its updates may get lost.
struct SpinHistory {
  std::atomic<uint16_t> typical;  // turns after which waits that were short ended
  std::atomic<uint16_t> failures;
};

inline constexpr int kSpinMost = 1500;  // turns: some 20 to 50 us, what sleeping and waking costs
inline constexpr int kSpinLeast = 20;
inline constexpr int kSpinTrialPeriod = 64;  // after so many failures, one long trial

// True as soon as `ready()`; false when it is better to sleep.
template <typename Ready>
bool spin(SpinHistory& history, Ready ready) {
  if (!several_cores()) return false;
  const int typical = history.typical.load(std::memory_order_relaxed);
  const uint16_t failures = history.failures.load(std::memory_order_relaxed);
  const bool trial = failures % kSpinTrialPeriod == 0;
  const int most = trial ? kSpinMost : std::min(kSpinMost, 2 * typical + kSpinLeast);
  for (int turn = 0; turn < most; ++turn) {
    if (ready()) {
      const int learned = typical + (turn - typical) / 8;
      if (learned != typical) {
        history.typical.store(static_cast<uint16_t>(learned), std::memory_order_relaxed);
      }
      return true;
    }
    relax();
  }
  history.typical.store(static_cast<uint16_t>(typical - (typical + 7) / 8),
                        std::memory_order_relaxed);
  history.failures.store(static_cast<uint16_t>(failures + 1), std::memory_order_relaxed);
  return false;
}

}  // namespace runner::posix
