// Events. Whoever waits when an event is triggered goes on, even if it is cleared at once.
#pragma once

#include "posix/hold.h"
#include "posix/spin.h"

namespace runner::posix {

struct EventState {
  static constexpr uint64_t kSet = 1;
  static constexpr uint64_t kWaiters = 2;   // someone is in the queue
  static constexpr uint64_t kObserved = 4;  // someone waits for any of several things
  static constexpr uint64_t kChange = 8;    // counted with every trigger and clear

  std::atomic<uint64_t> word;
  Latch latch;
  SpinHistory history;
  WaitQueue waiters;

  void restore(Wakes& wakes, int32_t object);
  // Lets those go whose event has been triggered since they came.
  void settle(Wakes& wakes);
};

Outcome event_trigger(Self& self, int32_t object);
Outcome event_clear(Self& self, int32_t object);
Performed event_wait(Self& self, int32_t object, int64_t deadline);
bool event_is_set(const Region& region, int32_t object);

}  // namespace runner::posix
