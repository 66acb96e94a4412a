#include "posix/event.h"

#include "posix/wait_any.h"

namespace runner::posix {

namespace {

constexpr uint64_t kSet = EventState::kSet;
constexpr uint64_t kWaiters = EventState::kWaiters;
constexpr uint64_t kObserved = EventState::kObserved;
constexpr uint64_t kChange = EventState::kChange;

Site site_of(int32_t object) {
  return {Site::Role::kObject, object};
}

EventState& state_of(const Region& region, int32_t object) {
  return region.state<EventState>(object);
}

// Enters the queue unless the event is set.
bool is_set_or_queue(Self& self, EventState& event, int32_t object) {
  Hold hold(self, event, object);
  uint64_t word = event.word.load();
  do {
    if ((word & kSet) != 0) return true;
  } while (!event.word.compare_exchange_weak(word, word | kWaiters));
  self.slot.wait_round.store(word / kChange, std::memory_order_relaxed);
  self.missed = word >= kChange;
  arm(self);
  event.waiters.push(self.region, self.number, site_of(object));
  return false;
}

bool leave_queue(Self& self, EventState& event, int32_t object) {
  Hold hold(self, event, object);
  if (wait_state(self) != WaitState::kQueued) return false;
  event.waiters.remove(self.region, self.number);
  if (event.waiters.empty()) event.word.fetch_and(~kWaiters);
  return true;
}

}  // namespace

void EventState::restore(Wakes& wakes, int32_t object) {
  waiters.rebuild(wakes.region(), site_of(object));
  settle(wakes);
}

void EventState::settle(Wakes& wakes) {
  const uint64_t now = word.load() / kChange;
  // In the order of their arrival: who came before the last change stands in front.
  while (!waiters.empty()) {
    const int32_t first = waiters.first();
    if (wakes.region().slot(first).wait_round.load(std::memory_order_relaxed) == now) return;
    wakes.grant(waiters, first);
  }
  word.fetch_and(~kWaiters);
}

Outcome event_trigger(Self& self, int32_t object) {
  EventState& event = state_of(self.region, object);
  uint64_t word = event.word.load(std::memory_order_relaxed);
  while ((word & kSet) == 0) {
    if ((word & (kWaiters | kObserved)) == 0) {
      if (event.word.compare_exchange_weak(word, (word | kSet) + kChange)) break;
      continue;
    }
    Hold hold(self, event, object);
    if (!event.word.compare_exchange_strong(word, ((word & ~kObserved) | kSet) + kChange)) continue;
    event.settle(hold.wakes);
    if ((word & kObserved) != 0) wake_any_waiters(hold.wakes);
    break;
  }
  return Outcome::done();
}

Outcome event_clear(Self& self, int32_t object) {
  EventState& event = state_of(self.region, object);
  uint64_t word = event.word.load(std::memory_order_relaxed);
  while ((word & kSet) != 0) {
    if (event.word.compare_exchange_weak(word, (word & ~kSet) + kChange)) break;
  }
  return Outcome::done();
}

[[gnu::hot]] Performed event_wait(Self& self, int32_t object, int64_t deadline) {
  EventState& event = state_of(self.region, object);
  const auto set = [&event] { return (event.word.load(std::memory_order_acquire) & kSet) != 0; };
  if (set()) return Outcome::done();
  if (deadline == kOnlyTry) return Outcome::timeout();
  if (spin(event.history, set)) return Outcome::done();
  if (is_set_or_queue(self, event, object)) return Outcome::done();
  const WaitEnd end = await_grant(self, deadline);
  self.missed = false;
  if (end != WaitEnd::kGranted && leave_queue(self, event, object)) {
    if (end == WaitEnd::kTimedOut) return Outcome::timeout();
    return std::nullopt;
  }
  forget_grant(self);
  return Outcome::done();
}

[[gnu::hot]] bool event_is_set(const Region& region, int32_t object) {
  return (state_of(region, object).word.load() & kSet) != 0;
}

}  // namespace runner::posix
