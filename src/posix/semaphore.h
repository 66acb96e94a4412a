// Semaphores: a count in one word, that who has to sleep announces himself in. It counts its
// changes as well, so that who has seen the same word twice knows that nothing happened in between.
#pragma once

#include "base/limits.h"
#include "posix/hold.h"
#include "posix/spin.h"

namespace runner::posix {

struct SemaphoreState {
  static constexpr uint64_t kWaiters = 1;  // someone is in the queue
  static constexpr uint64_t kOne = 2;      // the value counts in these
  static constexpr uint64_t kValue = (uint64_t{1} << 32) - kOne;
  static constexpr uint64_t kOneChange = uint64_t{1} << 32;
  static_assert(limits::kSemaphoreUnits * kOne <= kValue);

  static int64_t value_in(uint64_t word) { return static_cast<int64_t>((word & kValue) / kOne); }

  std::atomic<uint64_t> word;
  Latch latch;
  SpinHistory history;
  WaitQueue waiters;

  int64_t value() const { return value_in(word.load()); }
  void restore(Wakes& wakes, int32_t object);
  // Gives as many waiters their turn as there are units.
  void settle(Wakes& wakes);
};

// Takes a unit if there is one.
inline bool semaphore_take_quickly(SemaphoreState& semaphore) {
  uint64_t word = semaphore.word.load(std::memory_order_relaxed);
  while ((word & SemaphoreState::kValue) != 0) {
    const uint64_t next = word - SemaphoreState::kOne + SemaphoreState::kOneChange;
    if (semaphore.word.compare_exchange_weak(word, next)) return true;
  }
  return false;
}

void semaphore_initialise(const Region& region, int32_t object);
Performed semaphore_acquire(Self& self, int32_t object, int64_t deadline);
// `count`: null is 1.
Outcome semaphore_release(Self& self, int32_t object, const Value& count);
int64_t semaphore_value(const Region& region, int32_t object);

// The number in `count`, null giving `otherwise`; or the fault of a count below 1.
std::optional<Outcome> check_count(const Value& count, int64_t otherwise, int64_t& number);

}  // namespace runner::posix
