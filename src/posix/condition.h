// Conditions: an explicit set of waiters, each with a ticket. Notifying moves one bound, below
// which every ticket is notified: it happens whole or not at all.
#pragma once

#include "posix/lock.h"

namespace runner::posix {

struct ConditionState {
  LockState lock;  // its own; unused where the condition uses another. The first member.

  alignas(64) Latch latch;
  WaitQueue waiters;
  std::atomic<uint64_t> notified_before;  // a ticket
  std::atomic<uint64_t> changes;          // of the set of waiters
  std::atomic<bool> in_vain;              // a notify has found nobody
  // Of a wake-up that is passed on: what notified_before is to be (0: none is), and who had it, a
  // process's number.
  std::atomic<uint64_t> passed_on_to;
  std::atomic<int32_t> passed_on_by;

  void restore(Wakes& wakes, int32_t object);
  void settle(Wakes& wakes);
  void finish_passing_on(const Region& region);
};

Performed condition_wait(Self& self, int32_t object, int64_t deadline);
// `count`: how many are to be woken; null: all.
Outcome condition_notify(Self& self, int32_t object, const Value& count);
int64_t condition_waiting(Self& self, int32_t object);

// `dead` had been notified, and has died before it held the lock again: another one's turn.
void condition_pass_on(Self& self, int32_t object, int32_t dead);

}  // namespace runner::posix
