#include "posix/park.h"

#include <bit>

#include "posix/futex.h"
#include "posix/gate_pass.h"
#include "posix/pool.h"

namespace runner::posix {

namespace {

// What is waited for; of a call, its pool.
int32_t target_of(const Operation& operation) {
  const bool call =
      operation.op == Op::kPoolGather && operation.value != nullptr && operation.value->is_handle();
  return call ? pool_of(*operation.value) : operation.target;
}

void publish(Self& self, int64_t deadline) {
  WaitReport& report = self.slot.waiting;
  const Operation* operation = self.operation;
  report.op = operation == nullptr ? Op::kYield : operation->op;
  report.is_process = operation != nullptr && operation->is_process;
  report.target = operation == nullptr ? -1 : target_of(*operation);
  const Position at =
      operation == nullptr || operation->spec == nullptr ? Position{} : operation->spec->at;
  report.relocking = self.relocking;
  report.missed = self.missed;
  report.watched = self.watched;
  report.line = at.line;
  report.column = at.column;
  report.since = monotonic_now();
  if (self.gate != nullptr) {
    if (self.tries_since == 0) self.tries_since = report.since;
    report.since = self.tries_since;
  }
  report.deadline = deadline;
}

// Leaves kWakeAsleep set only while the process may be in the kernel.
[[gnu::hot]] Woken sleep(Slot& slot, int64_t deadline, uint32_t reasons) {
  for (;;) {
    uint32_t word = slot.wake.load(std::memory_order_acquire);
    if ((word & (reasons | kWakeAsleep)) == 0) {
      if (!slot.wake.compare_exchange_strong(word, word | kWakeAsleep)) continue;
      word |= kWakeAsleep;
    }
    const bool reason = (word & reasons) != 0;
    if (reason || futex_wait(slot.wake, word, deadline) == FutexResult::kTimedOut) {
      word = slot.wake.fetch_and(~(kWakePoked | kWakeAsleep));
      if ((word & kWakePoked) != 0) return Woken::kPoked;
      return (word & reasons) != 0 ? Woken::kInterrupted : Woken::kTimedOut;
    }
  }
}

}  // namespace

[[gnu::hot]] Woken park(Self& self, int64_t deadline, bool ignore_signals) {
  WaitReport& report = self.slot.waiting;
  if (self.attend != nullptr) self.attend(self);
  publish(self, deadline);
  report.epoch.fetch_add(1);
  const Woken woken =
      sleep(self.slot, deadline, ignore_signals ? kWakePoked : kWakePoked | kWakeSignal);
  report.epoch.fetch_add(1);
  if (self.attend != nullptr) self.attend(self);
  if (self.gate != nullptr && self.gate->take_give_up()) return Woken::kTimedOut;
  return woken;
}

void poke(Region& region, int32_t process) {
  std::atomic<uint32_t>& wake = region.slot(process).wake;
  // Also when it was poked before: that one may have been killed before its futex_wake.
  if ((wake.fetch_or(kWakePoked) & kWakeAsleep) != 0) futex_wake(wake, 1);
}

void note_signal(Slot& slot, int signal) {
  slot.signals.fetch_or(signal_bit(signal));
  slot.wake.fetch_or(kWakeSignal);
}

int take_signal(Slot& slot) {
  // Cleared first: a signal that comes now sets it again, and is found at once or later.
  slot.wake.fetch_and(~kWakeSignal);
  const uint64_t pending = slot.signals.load();
  if (pending == 0) return 0;
  const int lowest = std::countr_zero(pending);
  const uint64_t taken = uint64_t{1} << lowest;
  if ((slot.signals.fetch_and(~taken) & ~taken) != 0) slot.wake.fetch_or(kWakeSignal);
  return lowest + 1;
}

bool is_blocked(const Slot& slot) {
  if (slot.life.load(std::memory_order_relaxed) != Life::kRunning) return false;
  if ((slot.waiting.epoch.load() & 1) == 0) return false;
  if (slot.waiting.deadline != kNoDeadline) return false;
  const uint32_t wake = slot.wake.load();
  return (wake & kWakeAsleep) != 0 && (wake & (kWakePoked | kWakeSignal)) == 0;
}

}  // namespace runner::posix
