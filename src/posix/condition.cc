#include "posix/condition.h"

#include <algorithm>

#include "posix/gate_pass.h"
#include "posix/semaphore.h"

namespace runner::posix {

namespace {

Site site_of(int32_t object) {
  return {Site::Role::kObject, object};
}

ConditionState& state_of(const Region& region, int32_t object) {
  return region.state<ConditionState>(object);
}

// Whoever is to be woken comes first in line.
void line_up(const Self& self, ConditionState& condition, int32_t object) {
  std::vector<int32_t> line;
  std::vector<uint64_t> tickets;
  for (int32_t number = condition.waiters.first(); number >= 0;
       number = condition.waiters.next(self.region, number)) {
    line.push_back(number);
    tickets.push_back(self.region.slot(number).wait_ticket);
  }
  std::stable_partition(line.begin(), line.end(), [&self](int32_t process) {
    return self.region.slot(process).is_chosen.load();
  });
  for (size_t i = 0; i < line.size(); ++i) self.region.slot(line[i]).wait_ticket = tickets[i];
  condition.waiters.rebuild(self.region, site_of(object));
}

// Notifies the first `count` waiters.
void notify(Wakes& wakes, ConditionState& condition, int64_t count) {
  const Region& region = wakes.region();
  int32_t last = -1;
  for (int32_t number = condition.waiters.first(); number >= 0 && count > 0; --count) {
    last = number;
    number = condition.waiters.next(region, number);
  }
  if (last < 0) {
    condition.in_vain.store(true, std::memory_order_relaxed);
    return;
  }
  condition.changes.fetch_add(1);
  condition.notified_before.store(region.slot(last).wait_ticket + 1);
  condition.settle(wakes);
}

void enter_queue(Self& self, ConditionState& condition, int32_t object) {
  Hold hold(self, condition, object);
  condition.changes.fetch_add(1);
  self.missed = condition.in_vain.load();
  arm(self);
  condition.waiters.push(self.region, self.number, site_of(object));
}

// False: it had been notified before.
bool leave_queue(Self& self, ConditionState& condition, int32_t object) {
  Hold hold(self, condition, object);
  if (wait_state(self) != WaitState::kQueued) return false;
  condition.changes.fetch_add(1);
  condition.waiters.remove(self.region, self.number);
  return true;
}

}  // namespace

void ConditionState::restore(Wakes& wakes, int32_t object) {
  waiters.rebuild(wakes.region(), site_of(object));
  finish_passing_on(wakes.region());
  settle(wakes);
}

void ConditionState::finish_passing_on(const Region& region) {
  if (passed_on_to.load() == 0) return;
  notified_before.store(passed_on_to.load());
  region.slot(passed_on_by.load()).relocking.store(0);
  passed_on_to.store(0);
}

void ConditionState::settle(Wakes& wakes) {
  const uint64_t bound = notified_before.load();
  while (!waiters.empty() && wakes.region().slot(waiters.first()).wait_ticket < bound) {
    // Said before the grant, so that the wake-up is handed on whenever its taker dies.
    const int32_t first = waiters.first();
    const uint64_t site = wakes.region().slot(first).wait_site.load();
    wakes.region().slot(first).relocking.store(Site::decode(site).number + 1);
    wakes.grant(waiters, first);
  }
}

[[gnu::hot]] Performed condition_wait(Self& self, int32_t object, int64_t deadline) {
  const LockState& lock = lock_state(self.region, object);
  if (!lock_is_mine(self, lock)) return lock_not_mine(self, object);
  if (deadline == kOnlyTry) return Outcome::timeout();
  ConditionState& condition = state_of(self.region, object);
  // Nobody can notify before the lock is free, nor count this process as waiting: freeing the lock
  // is the instant at which the wait begins.
  enter_queue(self, condition, object);
  const uint32_t depth = lock_release_all(self, object);
  const WaitEnd end = await_grant(self, deadline);
  const bool notified = end == WaitEnd::kGranted || !leave_queue(self, condition, object);
  self.missed = false;
  self.relocking = true;
  if (self.gate != nullptr) self.gate->rest(true);
  Outcome relocked = lock_reacquire(self, object, depth);
  self.relocking = false;
  forget_grant(self);
  self.slot.relocking.store(0, std::memory_order_relaxed);
  if (!notified && end == WaitEnd::kInterrupted) return std::nullopt;
  if (relocked.status == Outcome::Status::kFailed) return relocked;
  return notified ? Outcome::done() : Outcome::timeout();
}

Outcome condition_notify(Self& self, int32_t object, const Value& count) {
  if (!lock_is_mine(self, lock_state(self.region, object))) return lock_not_mine(self, object);
  int64_t number = 0;
  if (std::optional<Outcome> failure = check_count(count, INT64_MAX, number)) {
    return *std::move(failure);
  }
  ConditionState& condition = state_of(self.region, object);
  Hold hold(self, condition, object);
  if (self.gate != nullptr) line_up(self, condition, object);
  notify(hold.wakes, condition, number);
  return Outcome::done();
}

int64_t condition_waiting(Self& self, int32_t object) {
  ConditionState& condition = state_of(self.region, object);
  Hold hold(self, condition, object);
  int64_t waiting = condition.waiters.size();
  // Who still owns the lock has not begun to wait.
  const int32_t owner = lock_owner_number(self.region, object);
  for (int32_t number = condition.waiters.first(); number >= 0;
       number = condition.waiters.next(self.region, number)) {
    if (number == owner) --waiting;
  }
  return waiting;
}

void condition_pass_on(Self& self, int32_t object, int32_t dead) {
  ConditionState& condition = state_of(self.region, object);
  Hold hold(self, condition, object);
  Slot& slot = self.region.slot(dead);
  if (slot.relocking.load() != object + 1) return;
  line_up(self, condition, object);
  const int32_t heir = condition.waiters.first();
  if (heir < 0) {
    condition.in_vain.store(true, std::memory_order_relaxed);
    slot.relocking.store(0);
    return;
  }
  // Whole or not at all, also if this process is killed at it.
  condition.changes.fetch_add(1);
  condition.passed_on_by.store(dead);
  condition.passed_on_to.store(self.region.slot(heir).wait_ticket + 1);
  condition.finish_passing_on(self.region);
  condition.settle(hold.wakes);
}

}  // namespace runner::posix
