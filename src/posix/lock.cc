#include "posix/lock.h"

#include "posix/joining.h"
#include "posix/process_name.h"

namespace runner::posix {

namespace {

constexpr uint64_t kContended = LockState::kContended;
constexpr uint64_t kOwnerDied = LockState::kOwnerDied;
constexpr uint64_t kDeadHolds = LockState::kDeadHolds;
constexpr uint64_t kOwner = LockState::kOwner;

// Free, or left by a dead owner to whoever comes next.
bool can_be_taken(uint64_t word) {
  return (word & kOwner) == 0 || (word & kOwnerDied) != 0;
}

Site site_of(int32_t lock) {
  return {Site::Role::kLock, lock};
}

// Who takes it back after waiting for a condition is not disturbed by signals, and has it in any
// case, also where an owner has died meanwhile.
enum class Manner : uint8_t { kTakes, kTakesBack };

enum class Taking : uint8_t { kTaken, kNotFree, kOwnerDied };

// Tries to take the lock, under its latch.
Taking take_latched(Self& self, LockState& lock, Manner manner, Wakes& wakes) {
  uint64_t word = lock.word.load();
  while (can_be_taken(word)) {
    const bool died = (word & kOwnerDied) != 0;
    const uint64_t free = word & ~(kOwner | kOwnerDied);
    const bool takes = !died || manner == Manner::kTakesBack;
    const uint64_t next = takes ? LockState::taken(free, self.number) : free;
    if (!lock.word.compare_exchange_weak(word, next)) continue;
    if (!takes) lock.settle(wakes);
    return died ? Taking::kOwnerDied : Taking::kTaken;
  }
  return Taking::kNotFree;
}

// The name that the owner had when it died.
std::string dead_owner(const Region& region, const LockState& lock, uint64_t word) {
  return name_at(region, static_cast<int32_t>(word & kOwner) - 1, lock.dead_name);
}

Outcome owner_died(const Self& self, const LockState& lock, uint64_t word) {
  return Outcome::failed(Fault::kOwnerDied, Value::string(dead_owner(self.region, lock, word)));
}

// Enters the queue unless the lock can be had now.
Taking take_or_queue(Self& self, LockState& lock, int32_t number, Manner manner, bool again,
                     Outcome& failure) {
  Hold hold(self, lock, number);
  for (;;) {
    const uint64_t seen = lock.word.load();
    if (can_be_taken(seen)) {
      if ((seen & kOwnerDied) != 0) failure = owner_died(self, lock, seen);
      const Taking taking = take_latched(self, lock, manner, hold.wakes);
      if (taking != Taking::kNotFree) return taking;
      continue;
    }
    uint64_t word = seen;
    if ((seen & kContended) == 0 && !lock.word.compare_exchange_weak(word, seen | kContended)) {
      continue;
    }
    arm(self);
    if (again) {
      lock.waiters.push_again(self.region, self.number);
    } else {
      lock.waiters.push(self.region, self.number, site_of(number));
    }
    return Taking::kNotFree;
  }
}

// Time is up, or a signal came, while the process was in the queue. False: it was its turn, and it
// must try.
bool leave_queue(Self& self, LockState& lock, int32_t number) {
  Hold hold(self, lock, number);
  if (wait_state(self) != WaitState::kQueued) return false;
  lock.waiters.remove(self.region, self.number);
  if (lock.waiters.empty()) lock.word.fetch_and(~kContended);
  return true;
}

// Its owner has ended: what is to come of the lock will soon be seen.
bool is_held_by_ending(const Self& self, int32_t number) {
  const int32_t owner = lock_owner_number(self.region, number);
  return owner >= 0 && owner != self.number && is_ending(self.region.slot(owner));
}

Performed acquire_slowly(Self& self, LockState& lock, int32_t number, int64_t deadline,
                         Manner manner) {
  const auto free = [&lock] { return can_be_taken(lock.word.load(std::memory_order_relaxed)); };
  const bool mine = lock_is_mine(self, lock);
  if (deadline != kOnlyTry && !mine) spin<Look::kRarely>(lock.history, free);
  bool again = false;
  for (;;) {
    Outcome failure;
    if (deadline == kOnlyTry && !free()) {
      if (!is_held_by_ending(self, number)) return Outcome::timeout();
      if (!await_settled(self, lock_owner_number(self.region, number))) return std::nullopt;
      continue;
    }
    switch (take_or_queue(self, lock, number, manner, again, failure)) {
      case Taking::kTaken:
        forget_grant(self);
        return Outcome::done();
      case Taking::kOwnerDied:
        forget_grant(self);
        return failure;
      case Taking::kNotFree:
        break;
    }
    const WaitEnd end = deadline == kOnlyTry
                            ? WaitEnd::kTimedOut
                            : await_grant(self, deadline, manner == Manner::kTakesBack);
    if (end != WaitEnd::kGranted && leave_queue(self, lock, number)) {
      if (end != WaitEnd::kTimedOut) return std::nullopt;
      if (!is_held_by_ending(self, number)) return Outcome::timeout();
      deadline = kOnlyTry;
    }
    again = end == WaitEnd::kGranted;
  }
}

Performed acquire(Self& self, LockState& lock, int32_t number, int64_t deadline, Manner manner) {
  list_held_lock(self.slot, number);
  uint64_t word = lock.word.load(std::memory_order_relaxed);
  if ((word & LockState::kState) == 0 &&
      lock.word.compare_exchange_strong(word, LockState::taken(word, self.number),
                                        std::memory_order_acquire)) [[likely]] {
    return Outcome::done();
  }
  Performed performed = acquire_slowly(self, lock, number, deadline, manner);
  const bool is_done = performed && performed->status == Outcome::Status::kDone;
  if (!is_done && manner == Manner::kTakes) {
    unlist_held_lock(self.slot, number);
  }
  return performed;
}

void free_lock(Self& self, LockState& lock, int32_t number) {
  uint64_t mine = lock.word.load(std::memory_order_relaxed);
  const bool is_contended = (mine & kContended) != 0;
  if (is_contended || !lock.word.compare_exchange_strong(mine, mine & ~LockState::kState,
                                                         std::memory_order_release)) [[unlikely]] {
    Hold hold(self, lock, number);
    lock.word.fetch_and(~kOwner);
    lock.settle(hold.wakes);
  }
  unlist_held_lock(self.slot, number);
}

}  // namespace

void LockState::restore(Wakes& wakes, int32_t object) {
  waiters.rebuild(wakes.region(), site_of(object));
  settle(wakes);
}

void LockState::settle(Wakes& wakes) {
  if (waiters.empty()) {
    word.fetch_and(~kContended);
    return;
  }
  if (can_be_taken(word.load())) wakes.grant(waiters, waiters.first());
  if (waiters.empty()) word.fetch_and(~kContended);
}

[[gnu::hot]] Performed lock_acquire(Self& self, int32_t object, int64_t deadline) {
  const int32_t number = lock_number(self.region, object);
  LockState& lock = self.region.state<LockState>(number);
  if (lock_is_mine(self, lock) && self.region.declared(number).reentrant) {
    ++lock.depth;
    return Outcome::done();
  }
  return acquire(self, lock, number, deadline, Manner::kTakes);
}

[[gnu::hot]] Outcome lock_release(Self& self, int32_t object) {
  const int32_t number = lock_number(self.region, object);
  LockState& lock = self.region.state<LockState>(number);
  if (!lock_is_mine(self, lock)) return lock_not_mine(self, object);
  if (lock.depth > 0) {
    --lock.depth;
    return Outcome::done();
  }
  free_lock(self, lock, number);
  return Outcome::done();
}

uint32_t lock_release_all(Self& self, int32_t object) {
  LockState& lock = lock_state(self.region, object);
  const uint32_t depth = std::exchange(lock.depth, 0);
  free_lock(self, lock, lock_number(self.region, object));
  return depth;
}

Outcome lock_reacquire(Self& self, int32_t object, uint32_t depth) {
  LockState& lock = lock_state(self.region, object);
  const int32_t number = lock_number(self.region, object);
  Performed performed = acquire(self, lock, number, kNoDeadline, Manner::kTakesBack);
  lock.depth = depth;
  return *std::move(performed);
}

Outcome lock_not_mine(Self& self, int32_t object) {
  Value owner = lock_owner(self, object);
  if (owner.is_null()) return Outcome::failed(Fault::kNotHeld);
  return Outcome::failed(Fault::kHeldByAnother, std::move(owner));
}

int32_t lock_owner_number(const Region& region, int32_t object) {
  const uint64_t word = lock_state(region, object).word.load();
  return (word & (kOwnerDied | kDeadHolds)) != 0 ? -1 : static_cast<int32_t>(word & kOwner) - 1;
}

std::optional<std::string> lock_dead_holder(const Region& region, int32_t object) {
  const LockState& lock = lock_state(region, object);
  const uint64_t word = lock.word.load();
  if ((word & kDeadHolds) == 0) return std::nullopt;
  return dead_owner(region, lock, word);
}

bool lock_can_be_taken(const Region& region, int32_t object) {
  return can_be_taken(lock_state(region, object).word.load());
}

Value lock_owner(Self& self, int32_t object) {
  int32_t owner = lock_owner_number(self.region, object);
  if (owner >= 0 && await_settled(self, owner)) owner = lock_owner_number(self.region, object);
  if (owner >= 0) return Value::string(process_name(self.region, owner));
  std::optional<std::string> dead = lock_dead_holder(self.region, object);
  return dead ? Value::string(*std::move(dead)) : Value::null();
}

void lock_owner_ended(Self& self, int32_t object, int32_t dead) {
  LockState& lock = lock_state(self.region, object);
  Hold hold(self, lock, object);
  const uint64_t word = lock.word.load();
  if ((word & (kOwner | kOwnerDied | kDeadHolds)) != LockState::name(dead)) return;
  lock.dead_name = self.region.slot(dead).name.load();
  lock.depth = 0;
  switch (self.region.declared(object).on_owner_death) {
    case OwnerDeath::kHold:
      lock.word.fetch_or(kDeadHolds);
      break;
    case OwnerDeath::kError:
      lock.word.fetch_or(kOwnerDied);
      break;
    case OwnerDeath::kRelease:
      lock.word.fetch_and(~kOwner);
      break;
  }
  lock.settle(hold.wakes);
}

}  // namespace runner::posix
