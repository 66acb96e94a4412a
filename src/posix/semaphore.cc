#include "posix/semaphore.h"

namespace runner::posix {

namespace {

constexpr uint64_t kWaiters = SemaphoreState::kWaiters;
constexpr uint64_t kOne = SemaphoreState::kOne;

Site site_of(int32_t object) {
  return {Site::Role::kObject, object};
}

SemaphoreState& state_of(const Region& region, int32_t object) {
  return region.state<SemaphoreState>(object);
}

// Enters the queue unless there is a unit now.
bool take_or_queue(Self& self, SemaphoreState& semaphore, int32_t object, bool again) {
  Hold hold(self, semaphore, object);
  for (;;) {
    if (semaphore_take_quickly(semaphore)) return true;
    uint64_t word = semaphore.word.load();
    if ((word & SemaphoreState::kValue) != 0) continue;
    if ((word & kWaiters) != 0 || semaphore.word.compare_exchange_weak(word, word | kWaiters)) {
      break;
    }
  }
  arm(self);
  if (again) {
    semaphore.waiters.push_again(self.region, self.number);
  } else {
    semaphore.waiters.push(self.region, self.number, site_of(object));
  }
  return false;
}

bool leave_queue(Self& self, SemaphoreState& semaphore, int32_t object) {
  Hold hold(self, semaphore, object);
  if (wait_state(self) != WaitState::kQueued) return false;
  semaphore.waiters.remove(self.region, self.number);
  if (semaphore.waiters.empty()) semaphore.word.fetch_and(~kWaiters);
  return true;
}

}  // namespace

void SemaphoreState::restore(Wakes& wakes, int32_t object) {
  waiters.rebuild(wakes.region(), site_of(object));
  settle(wakes);
}

void SemaphoreState::settle(Wakes& wakes) {
  for (int64_t units = value(); units > 0 && !waiters.empty(); --units) {
    wakes.grant(waiters, waiters.first());
  }
  if (waiters.empty()) word.fetch_and(~kWaiters);
}

void semaphore_initialise(const Region& region, int32_t object) {
  state_of(region, object).word.store(static_cast<uint64_t>(region.declared(object).value) * kOne);
}

[[gnu::hot]] Performed semaphore_acquire(Self& self, int32_t object, int64_t deadline) {
  SemaphoreState& semaphore = state_of(self.region, object);
  if (semaphore_take_quickly(semaphore)) return Outcome::done();
  if (deadline == kOnlyTry) return Outcome::timeout();
  spin<Look::kRarely>(semaphore.history, [&semaphore] {
    return (semaphore.word.load(std::memory_order_relaxed) & SemaphoreState::kValue) != 0;
  });
  for (bool again = false;; again = true) {
    if (take_or_queue(self, semaphore, object, again)) break;
    const WaitEnd end = await_grant(self, deadline);
    if (end != WaitEnd::kGranted && leave_queue(self, semaphore, object)) {
      if (end == WaitEnd::kTimedOut) return Outcome::timeout();
      return std::nullopt;
    }
  }
  forget_grant(self);
  return Outcome::done();
}

std::optional<Outcome> check_count(const Value& count, int64_t otherwise, int64_t& number) {
  number = otherwise;
  if (count.is_null()) return std::nullopt;
  if (!count.is_int()) return Outcome::failed(Fault::kNotAWholeNumber, count);
  number = count.as_int();
  if (number < 1) return Outcome::failed(Fault::kNegativeCount, count);
  return std::nullopt;
}

[[gnu::hot]] Outcome semaphore_release(Self& self, int32_t object, const Value& count) {
  int64_t number = 0;
  if (std::optional<Outcome> failure = check_count(count, 1, number)) return *std::move(failure);
  SemaphoreState& semaphore = state_of(self.region, object);
  const Object& declared = self.region.declared(object);
  uint64_t word = semaphore.word.load(std::memory_order_relaxed);
  for (;;) {
    const int64_t value = SemaphoreState::value_in(word);
    if (declared.bounded && number > declared.value - value) {
      return Outcome::failed(Fault::kOverReleased);
    }
    if (number > limits::kSemaphoreUnits - value) return Outcome::failed(Fault::kOverflow);
    const uint64_t next = word + static_cast<uint64_t>(number) * kOne + SemaphoreState::kOneChange;
    if ((word & kWaiters) == 0) {
      if (semaphore.word.compare_exchange_weak(word, next)) return Outcome::done();
      continue;
    }
    Hold hold(self, semaphore, object);
    if (!semaphore.word.compare_exchange_strong(word, next)) continue;
    semaphore.settle(hold.wakes);
    return Outcome::done();
  }
}

int64_t semaphore_value(const Region& region, int32_t object) {
  return state_of(region, object).value();
}

}  // namespace runner::posix
