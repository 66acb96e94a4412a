#include "posix/barrier.h"

#include "posix/clock.h"
#include "posix/cores.h"

namespace runner::posix {

namespace {

using State = BarrierState;

// In wait_round, of those who came while an action runs: they wait for the next round to begin.
constexpr uint64_t kNextRound = UINT64_MAX;

Site site_of(int32_t object) {
  return {Site::Role::kObject, object};
}

State& state_of(const Region& region, int32_t object) {
  return region.state<State>(object);
}

// More take part than can run at once.
bool is_crowded(const Object& barrier) {
  return barrier.parties > core_count();
}

bool takes_part(const Slot& slot, int32_t object, uint32_t round) {
  return slot.barrier.load() == object + 1 && slot.barrier_round.load() == round;
}

bool is_over(uint64_t word, uint32_t round) {
  return State::round_of(word) != round || (word & State::kBroken) != 0;
}

// What the process is about to do, so that its death in between breaks the barrier.
void announce(Self& self, int32_t object, uint32_t round, uint32_t index) {
  Slot& slot = self.slot;
  slot.barrier_lost.store(false, std::memory_order_relaxed);
  slot.barrier_round.store(round, std::memory_order_relaxed);
  slot.barrier_index.store(index, std::memory_order_relaxed);
  slot.barrier.store(object + 1, std::memory_order_release);
}

bool is_acted_by(const State& barrier, uint64_t word, int32_t process) {
  return (word & State::kActing) != 0 && barrier.actor.load() == process + 1;
}

void withdraw(Self& self) {
  self.slot.barrier.store(0, std::memory_order_release);
}

// The lowest arrival index that nobody has.
uint32_t free_index(const Self& self, int32_t object, uint32_t round) {
  std::vector<bool> taken;
  for (int32_t number = 0; number < self.region.process_count(); ++number) {
    const Slot& slot = self.region.slot(number);
    if (number == self.number || !takes_part(slot, object, round)) continue;
    const uint32_t index = slot.barrier_index.load();
    if (index >= taken.size()) taken.resize(index + 1);
    taken[index] = true;
  }
  uint32_t index = 0;
  while (index < taken.size() && taken[index]) ++index;
  return index;
}

// REQUIRES the latch, as all that follow here.
void break_for_all(State& barrier, Wakes& wakes) {
  uint64_t word = barrier.word.load();
  while (
      !barrier.word.compare_exchange_weak(word, (word & ~(State::kRound - 1)) | State::kBroken)) {
  }
  barrier.settle(wakes);
}

void finish_reset(State& barrier, Region& region, int32_t object) {
  const uint64_t word = barrier.word.load();
  for (int32_t number = 0; number < region.process_count(); ++number) {
    Slot& slot = region.slot(number);
    if (takes_part(slot, object, State::round_of(word))) slot.barrier_lost.store(true);
  }
  barrier.word.store(State::next_round(word));
}

enum class Arrival : uint8_t {
  kRetry,
  kArrived,
  kCompleted,
  kWokeThem,  // the same, and some of them had to be woken
  kMustAct,
  kTooEarly,
  kBrokeIt,
};

// Whether who has to wait in the round gives up at once.
bool only_tries(const Object& barrier, int64_t deadline) {
  const bool by_default = deadline == kNoDeadline && barrier.timeout && *barrier.timeout <= 0;
  return by_default || deadline == kOnlyTry;
}

// One arrival where more than the word is concerned: sleepers, an action, a free index.
Arrival arrive_latched(Self& self, State& barrier, int32_t object, int64_t deadline) {
  const Object& declared = self.region.declared(object);
  withdraw(self);
  Hold hold(self, barrier, object);
  uint64_t word = barrier.word.load();
  if ((word & State::kBroken) != 0) return Arrival::kRetry;
  const bool acting = (word & State::kActing) != 0;
  const bool completes = !acting && State::arrived_in(word) + 1 == declared.parties;
  // Who comes too early has not arrived: the barrier's own timeout does not count yet.
  if (acting ? deadline == kOnlyTry : !completes && only_tries(declared, deadline)) {
    break_for_all(barrier, hold.wakes);
    return Arrival::kBrokeIt;
  }
  if (acting) {
    arm(self);
    self.slot.wait_round.store(kNextRound, std::memory_order_relaxed);
    barrier.waiters.push(self.region, self.number, site_of(object));
    return Arrival::kTooEarly;
  }
  const uint32_t round = State::round_of(word);
  const uint32_t index =
      (word & State::kHoles) != 0 ? free_index(self, object, round) : State::arrived_in(word);
  announce(self, object, round, index);
  if (!completes) {
    if (!barrier.word.compare_exchange_strong(word, word + State::kOneArrival)) {
      return Arrival::kRetry;
    }
    return Arrival::kArrived;
  }
  if (declared.action >= 0) {
    self.slot.has_acted.store(true);
    barrier.actor.store(self.number + 1);
    barrier.actor_index.store(index);
    if (!barrier.word.compare_exchange_strong(word, (word + State::kOneArrival) | State::kActing)) {
      return Arrival::kRetry;
    }
    withdraw(self);
    return Arrival::kMustAct;
  }
  if (!barrier.word.compare_exchange_strong(word, State::next_round(word))) return Arrival::kRetry;
  const bool wakes_some = !barrier.waiters.empty();
  barrier.settle(hold.wakes);
  return wakes_some ? Arrival::kWokeThem : Arrival::kCompleted;
}

Arrival arrive(Self& self, State& barrier, int32_t object, int64_t deadline) {
  uint64_t word = barrier.word.load(std::memory_order_acquire);
  const Object& declared = self.region.declared(object);
  const uint32_t index = State::arrived_in(word);
  const bool completes = index + 1 == declared.parties;
  if ((word & State::kSlowly) != 0 || barrier.may_be_left ||
      (!completes && only_tries(declared, deadline)) ||
      (completes && ((word & State::kSleepers) != 0 || declared.action >= 0))) {
    return arrive_latched(self, barrier, object, deadline);
  }
  announce(self, object, State::round_of(word), index);
  const uint64_t next = completes ? State::next_round(word) : word + State::kOneArrival;
  if (!barrier.word.compare_exchange_strong(word, next)) return Arrival::kRetry;
  return completes ? Arrival::kCompleted : Arrival::kArrived;
}

// The round is over: how, for this process.
Outcome end_of_round(Self& self, const State& barrier) {
  const Slot& slot = self.slot;
  const uint64_t word = barrier.word.load(std::memory_order_acquire);
  const bool passed = State::round_of(word) != slot.barrier_round.load(std::memory_order_relaxed) &&
                      !slot.barrier_lost.load(std::memory_order_relaxed);
  const auto index = static_cast<int64_t>(slot.barrier_index.load(std::memory_order_relaxed));
  withdraw(self);
  return passed ? Outcome::done(Value::integer(index)) : Outcome::failed(Fault::kBroken);
}

// Enters the queue unless the round is over.
bool is_over_or_queue(Self& self, State& barrier, int32_t object) {
  const uint32_t round = self.slot.barrier_round.load(std::memory_order_relaxed);
  Hold hold(self, barrier, object);
  uint64_t word = barrier.word.load();
  do {
    if (is_over(word, round)) return true;
  } while (!barrier.word.compare_exchange_weak(word, word | State::kSleepers));
  arm(self);
  note_sleep(barrier.history);
  self.slot.wait_round.store(round, std::memory_order_relaxed);
  barrier.waiters.push(self.region, self.number, site_of(object));
  return false;
}

// Time is up: breaks the barrier. A signal: leaves it, as if never arrived. False when the round
// had been over before.
bool give_up(Self& self, State& barrier, int32_t object, WaitEnd why) {
  Hold hold(self, barrier, object);
  if (wait_state(self) != WaitState::kQueued) return false;
  barrier.waiters.remove(self.region, self.number);
  const bool arrived = self.slot.barrier.load() != 0;
  if (why == WaitEnd::kTimedOut) {
    break_for_all(barrier, hold.wakes);
  } else if (arrived) {
    // Whoever waits cannot complete the round: all others may come and go only by this word.
    uint64_t word = barrier.word.load();
    while (!barrier.word.compare_exchange_weak(word, (word - State::kOneArrival) | State::kHoles)) {
    }
  }
  withdraw(self);
  return true;
}

Performed given_up(WaitEnd why) {
  if (why == WaitEnd::kTimedOut) return Outcome::timeout();
  return std::nullopt;
}

Performed wait_for_end(Self& self, State& barrier, int32_t object, int64_t deadline) {
  const uint32_t round = self.slot.barrier_round.load(std::memory_order_relaxed);
  const auto over = [&barrier, round] {
    return is_over(barrier.word.load(std::memory_order_acquire), round);
  };
  const Object& declared = self.region.declared(object);
  // From its arrival: on a busy machine the yields below take their time.
  if (deadline == kNoDeadline && declared.timeout && self.gate == nullptr)
    deadline = deadline_in(monotonic_now(), *declared.timeout);
  const bool crowded = is_crowded(declared);
  if ((!crowded && spin(barrier.history, over)) || over()) return end_of_round(self, barrier);
  // The last one to come may be waiting for this very core.
  if (yield_until(barrier.history, over)) {
    if (!crowded) note_handover(barrier.history);
    return end_of_round(self, barrier);
  }
  if (is_over_or_queue(self, barrier, object)) return end_of_round(self, barrier);
  const WaitEnd end = await_grant(self, deadline);
  if (end != WaitEnd::kGranted && give_up(self, barrier, object, end)) return given_up(end);
  forget_grant(self);
  return end_of_round(self, barrier);
}

// Breaks the barrier if `dead` waits at it, or runs its action.
void leave_dead(Self& self, int32_t object, int32_t dead) {
  State& barrier = state_of(self.region, object);
  Hold hold(self, barrier, object);
  const Slot& slot = self.region.slot(dead);
  const uint64_t word = barrier.word.load();
  const uint32_t round = State::round_of(word);
  // A round that still waits for others may as well have had this arrival, if it was only
  // announced. One that is complete had it unless another has its index.
  bool party = takes_part(slot, object, round) && (word & State::kBroken) == 0;
  for (int32_t number = 0; number < self.region.process_count() && party; ++number) {
    const Slot& other = self.region.slot(number);
    party = number == dead || (word & State::kActing) == 0 || !takes_part(other, object, round) ||
            other.barrier_index.load() != slot.barrier_index.load();
  }
  if (party || is_acted_by(barrier, word, dead)) break_for_all(barrier, hold.wakes);
}

}  // namespace

void BarrierState::restore(Wakes& wakes, int32_t object) {
  waiters.rebuild(wakes.region(), site_of(object));
  if ((word.load() & kResetting) != 0) finish_reset(*this, wakes.region(), object);
  settle(wakes);
}

void BarrierState::settle(Wakes& wakes) {
  const uint64_t now = word.load();
  for (int32_t number = waiters.first(); number >= 0;) {
    const int32_t next = waiters.next(wakes.region(), number);
    const uint64_t round = wakes.region().slot(number).wait_round.load();
    const bool go =
        round == kNextRound ? (now & kActing) == 0 : is_over(now, static_cast<uint32_t>(round));
    if (go) wakes.grant(waiters, number);
    number = next;
  }
}

void barrier_initialise(const Region& region, int32_t object) {
  const std::vector<ProcessGroup>& groups = region.program().scenario.groups;
  state_of(region, object).may_be_left =
      std::any_of(groups.begin(), groups.end(),
                  [](const ProcessGroup& group) { return !group.handlers.empty(); });
}

[[gnu::hot]] Performed barrier_wait(Self& self, int32_t object, int64_t deadline) {
  State& barrier = state_of(self.region, object);
  for (;;) {
    if (barrier_read(self.region, object).broken) {
      withdraw(self);
      return Outcome::failed(Fault::kBroken);
    }
    switch (arrive(self, barrier, object, deadline)) {
      case Arrival::kRetry:
        break;
      case Arrival::kArrived:
        return wait_for_end(self, barrier, object, deadline);
      case Arrival::kWokeThem:
        if (!is_crowded(self.region.declared(object))) note_wake(barrier.history);
        [[fallthrough]];
      case Arrival::kCompleted: {
        const auto index = static_cast<int64_t>(self.slot.barrier_index.load());
        withdraw(self);
        return Outcome::done(Value::integer(index));
      }
      case Arrival::kMustAct:
        return Outcome::done(Value::object(object));
      case Arrival::kBrokeIt:
        withdraw(self);
        return Outcome::timeout();
      case Arrival::kTooEarly: {
        const WaitEnd end = await_grant(self, deadline);
        if (end != WaitEnd::kGranted && give_up(self, barrier, object, end)) return given_up(end);
        forget_grant(self);
        break;
      }
    }
  }
}

Outcome barrier_pass(Self& self, int32_t object) {
  State& barrier = state_of(self.region, object);
  Hold hold(self, barrier, object);
  const uint64_t word = barrier.word.load();
  if (!is_acted_by(barrier, word, self.number)) return Outcome::failed(Fault::kBroken);
  const auto index = static_cast<int64_t>(barrier.actor_index.load());
  barrier.word.store(State::next_round(word));
  barrier.settle(hold.wakes);
  return Outcome::done(Value::integer(index));
}

Outcome barrier_fail(Self& self, int32_t object) {
  State& barrier = state_of(self.region, object);
  Hold hold(self, barrier, object);
  if (is_acted_by(barrier, barrier.word.load(), self.number)) break_for_all(barrier, hold.wakes);
  return Outcome::done();
}

Outcome barrier_abort(Self& self, int32_t object) {
  State& barrier = state_of(self.region, object);
  Hold hold(self, barrier, object);
  break_for_all(barrier, hold.wakes);
  return Outcome::done();
}

Outcome barrier_reset(Self& self, int32_t object) {
  State& barrier = state_of(self.region, object);
  Hold hold(self, barrier, object);
  barrier.word.fetch_or(State::kResetting);
  finish_reset(barrier, self.region, object);
  barrier.settle(hold.wakes);
  return Outcome::done();
}

BarrierReading barrier_read(const Region& region, int32_t object) {
  const State& barrier = state_of(region, object);
  const uint64_t word = barrier.word.load();
  const bool acting = (word & State::kActing) != 0;
  return {State::arrived_in(word), (word & State::kBroken) != 0,
          acting ? barrier.actor.load() - 1 : -1};
}

[[gnu::hot]] void barrier_party_ended(Self& self, int32_t dead) {
  Slot& slot = self.region.slot(dead);
  if (const int32_t waited = slot.barrier.load(); waited != 0) {
    leave_dead(self, waited - 1, dead);
    slot.barrier.store(0);
  }
  if (!slot.has_acted.load()) return;
  const auto objects = static_cast<int32_t>(self.region.program().scenario.objects.size());
  for (int32_t object = 0; object < objects; ++object) {
    if (self.region.declared(object).kind == ObjectKind::kBarrier) {
      leave_dead(self, object, dead);
    }
  }
  slot.has_acted.store(false);
}

}  // namespace runner::posix
