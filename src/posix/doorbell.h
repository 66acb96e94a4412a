// Wakes the supervisor, and only when it sleeps.
#pragma once

#include <atomic>
#include <cstdint>

#include "base/result.h"

namespace runner::posix {

// In shared memory, beside an eventfd that every process inherits.
class Doorbell {
 public:
  // Before the first fork.
  Result<int> open();
  int descriptor() const { return descriptor_; }

  // By anyone, also in a signal's handler, after what the supervisor is to see has been stored.
  void ring() { ring_when(kDozing); }
  // The same for what can wait for a doze.
  void ring_softly() { ring_when(kAsleep); }

  // By the supervisor: before it looks a last time whether there is something to do, then sleeps.
  void doze() { state_.store(kDozing); }  // for a moment: soft rings do not wake it
  void fall_asleep() { state_.store(kAsleep); }
  void wake_up();

 private:
  enum State : uint32_t { kAwake, kDozing, kAsleep };

  void ring_when(State at_least) {
    std::atomic_thread_fence(std::memory_order_seq_cst);
    if (state_.load(std::memory_order_relaxed) >= at_least) strike();
  }
  void strike();

  std::atomic<uint32_t> state_;
  int descriptor_;
};

}  // namespace runner::posix
