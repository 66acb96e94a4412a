// Locks, and the locks of conditions: owned, maybe reentrant, with an end for every owner.
//
// The word names the owner, so taking and giving back are one instruction each. Who has to sleep
// announces it in the word; then releasing goes through the latch.
#pragma once

#include "posix/hold.h"
#include "posix/spin.h"

namespace runner::posix {

struct LockState {
  // The owner's number + 1 (0: free), flags, and how often it was taken: so that who has seen the
  // same word twice knows that nothing happened in between.
  static constexpr uint64_t kContended = 0x8000'0000;  // someone is in the queue
  static constexpr uint64_t kOwnerDied = 0x4000'0000;  // the next one who comes is told so
  static constexpr uint64_t kDeadHolds = 0x2000'0000;  // the owner died, and holds it for ever
  static constexpr uint64_t kOwner = 0x1fff'ffff;
  static constexpr uint64_t kState = kContended | kOwnerDied | kDeadHolds | kOwner;
  static constexpr uint64_t kOneTurn = uint64_t{1} << 32;

  static uint64_t name(int32_t process) { return static_cast<uint64_t>(process) + 1; }
  // A free lock's word once `process` has it.
  static uint64_t taken(uint64_t word, int32_t process) { return word + kOneTurn + name(process); }

  std::atomic<uint64_t> word;
  uint32_t depth;  // how often more the owner has taken it; only the owner looks
  Latch latch;
  SpinHistory history;
  WaitQueue waiters;
  uint64_t dead_name;  // as in Slot::name: the owner that died

  void restore(Wakes& wakes, int32_t object);
  // Gives the first waiter its turn if the lock can be had.
  void settle(Wakes& wakes);
};

// The object number under which the lock of `object` is known: a condition's may be another object.
inline int32_t lock_number(const Region& region, int32_t object) {
  return region.place(object).lock;
}
// The state of lock `object`, or of the lock that belongs to condition `object`; a condition's own
// stands at the beginning of its state.
inline LockState& lock_state(const Region& region, int32_t object) {
  return region.state<LockState>(lock_number(region, object));
}

// `object` is a lock or a condition.
Performed lock_acquire(Self& self, int32_t object, int64_t deadline);
Outcome lock_release(Self& self, int32_t object);
// The owner's name, or null.
Value lock_owner(Self& self, int32_t object);
// The owner, or -1: nobody, or one that has died.
int32_t lock_owner_number(const Region& region, int32_t object);
// Who died and holds it for ever (on_owner_death: hold). Its number may be another's by now.
std::optional<std::string> lock_dead_holder(const Region& region, int32_t object);
bool lock_can_be_taken(const Region& region, int32_t object);
inline bool lock_is_mine(const Self& self, const LockState& lock) {
  const uint64_t word = lock.word.load(std::memory_order_relaxed);
  return (word & LockState::kState & ~LockState::kContended) == LockState::name(self.number);
}
// Why `self`, who does not hold it, may not release it.
Outcome lock_not_mine(Self& self, int32_t object);

// For conditions: frees the lock whatever its depth, which is returned; takes it back, undisturbed
// by signals. That fails if an owner has died meanwhile, but the lock is held again all the same.
uint32_t lock_release_all(Self& self, int32_t object);
Outcome lock_reacquire(Self& self, int32_t object, uint32_t depth);

// After the end of `dead`, however it came: treats the lock by its on_owner_death if it held it.
void lock_owner_ended(Self& self, int32_t object, int32_t dead);

// Every lock that `slot` may hold is listed in it.
inline void list_held_lock(Slot& slot, int32_t lock) {
  for (std::atomic<int32_t>& held : slot.held) {
    if (held.load(std::memory_order_relaxed) != 0) continue;
    held.store(lock + 1, std::memory_order_relaxed);
    std::atomic_signal_fence(std::memory_order_seq_cst);
    return;
  }
  slot.held_unlisted.fetch_add(1, std::memory_order_relaxed);
}
inline void unlist_held_lock(Slot& slot, int32_t lock) {
  std::atomic_signal_fence(std::memory_order_seq_cst);
  for (std::atomic<int32_t>& held : slot.held) {
    if (held.load(std::memory_order_relaxed) != lock + 1) continue;
    held.store(0, std::memory_order_relaxed);
    return;
  }
  slot.held_unlisted.fetch_sub(1, std::memory_order_relaxed);
}

// Taking a lock that is free, and giving back one that nobody waits for. False: it is not so, and
// nothing has happened. `lock` is the lock number `number`.
inline bool lock_take_quickly(Self& self, LockState& lock, int32_t number) {
  uint64_t free = lock.word.load(std::memory_order_relaxed);
  if ((free & LockState::kState) != 0) return false;
  list_held_lock(self.slot, number);
  if (lock.word.compare_exchange_strong(free, LockState::taken(free, self.number),
                                        std::memory_order_acquire)) [[likely]] {
    return true;
  }
  unlist_held_lock(self.slot, number);
  return false;
}
inline bool lock_give_quickly(Self& self, LockState& lock, int32_t number) {
  uint64_t mine = lock.word.load(std::memory_order_relaxed);
  if ((mine & LockState::kState) != LockState::name(self.number) || lock.depth > 0) return false;
  if (!lock.word.compare_exchange_strong(mine, mine & ~LockState::kState,
                                         std::memory_order_release)) [[unlikely]] {
    return false;
  }
  unlist_held_lock(self.slot, number);
  return true;
}

}  // namespace runner::posix
