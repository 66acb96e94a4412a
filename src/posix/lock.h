// Locks, and the locks of conditions: owned, maybe reentrant, with an end for every owner.
//
// The word names the owner, so taking and giving back are one instruction each. Who has to sleep
// announces it in the word; then releasing goes through the latch.
#pragma once

#include "posix/hold.h"
#include "posix/spin.h"

namespace runner::posix {

struct LockState {
  // The owner's number + 1 (0: free), and flags.
  static constexpr uint32_t kContended = 0x8000'0000;  // someone is in the queue
  static constexpr uint32_t kOwnerDied = 0x4000'0000;  // the next one who comes is told so
  static constexpr uint32_t kOwner = 0x3fff'ffff;

  std::atomic<uint32_t> word;
  uint32_t depth;  // how often more the owner has taken it; only the owner looks
  Latch latch;
  SpinHistory history;
  WaitQueue waiters;
  uint64_t dead_name;  // as in Slot::name: the owner that died

  void restore(Wakes& wakes, int32_t object);
  // Gives the first waiter its turn if the lock can be had.
  void settle(Wakes& wakes);
};

// The state of lock `object`, or of the lock that belongs to condition `object`.
LockState& lock_state(const Region& region, int32_t object);
// The object number under which that lock is known: a condition's may be another object.
int32_t lock_number(const Region& region, int32_t object);

// `object` is a lock or a condition.
Performed lock_acquire(Self& self, int32_t object, int64_t deadline);
Outcome lock_release(Self& self, int32_t object);
// The owner's name, or null.
Value lock_owner(const Region& region, int32_t object);
// The owner, alive or (where on_owner_death is hold) dead, or -1.
int32_t lock_owner_number(const Region& region, int32_t object);
inline bool lock_is_mine(const Self& self, const LockState& lock) {
  return (lock.word.load(std::memory_order_relaxed) & ~LockState::kContended) ==
         static_cast<uint32_t>(self.number) + 1;
}
// Why `self`, who does not hold it, may not release it.
Outcome lock_not_mine(const Self& self, int32_t object);

// For conditions: frees the lock whatever its depth, which is returned; takes it back, undisturbed
// by signals. That fails if an owner has died meanwhile, but the lock is held again all the same.
uint32_t lock_release_all(Self& self, int32_t object);
Outcome lock_reacquire(Self& self, int32_t object, uint32_t depth);

// After the end of `dead`, however it came: treats the lock by its on_owner_death if it held it.
void lock_owner_ended(Self& self, int32_t object, int32_t dead);

// Every lock that `slot` may hold is listed in it.
void list_held_lock(Slot& slot, int32_t lock);
void unlist_held_lock(Slot& slot, int32_t lock);

}  // namespace runner::posix
