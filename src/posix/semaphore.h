// Semaphores: a count in one word, that who has to sleep announces himself in.
#pragma once

#include "posix/hold.h"
#include "posix/spin.h"

namespace runner::posix {

struct SemaphoreState {
  static constexpr uint64_t kWaiters = 1;  // someone is in the queue
  static constexpr uint64_t kOne = 2;      // the value counts in these

  std::atomic<uint64_t> word;
  Latch latch;
  SpinHistory history;
  WaitQueue waiters;

  int64_t value() const { return static_cast<int64_t>(word.load() / kOne); }
  void restore(Wakes& wakes, int32_t object);
  // Gives as many waiters their turn as there are units.
  void settle(Wakes& wakes);
};

// Takes a unit if there is one.
inline bool semaphore_take_quickly(SemaphoreState& semaphore) {
  uint64_t word = semaphore.word.load(std::memory_order_relaxed);
  while (word >= SemaphoreState::kOne) {
    if (semaphore.word.compare_exchange_weak(word, word - SemaphoreState::kOne)) return true;
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
