// Sleeping and waking: every blocked process sleeps on the wake word of its own slot, whatever it
// waits for, so that a signal's handler can end any wait without a race.
#pragma once

#include <cstdint>

#include "machine/machine.h"
#include "posix/region.h"

namespace runner::posix {

class GatePass;

// What a process knows of itself while it performs operations. Private to the process.
struct Self {
  Region& region;
  int32_t number;
  Slot& slot;
  // The operation being performed: what the process waits for, seen from outside. Set before each
  // operation that may block; null: nothing is published.
  const Operation* operation = nullptr;
  // For the report: see WaitReport.
  bool relocking = false;
  bool missed = false;
  uint64_t watched = 0;
  // Called by park() before and after it sleeps, with no latch held: settles the ends of children
  // that have come. May fork. Who wants it called pokes the process.
  void (*attend)(Self& self) = nullptr;
  GatePass* gate = nullptr;  // of a conducted run
  // There: since when it has waited in the operation that is tried again and again; 0: not yet.
  int64_t tries_since = 0;

  Self(Region& in_region, int32_t process)
      : region(in_region), number(process), slot(in_region.slot(process)) {}

  bool signalled() const { return (slot.wake.load(std::memory_order_relaxed) & kWakeSignal) != 0; }
};

enum class Woken : uint8_t {
  kPoked,        // look again
  kInterrupted,  // a handled signal is pending (kWakeSignal stays set until it is taken)
  kTimedOut,
};

// Forgets earlier pokes. Before the process makes itself known as one who waits.
inline void arm(Self& self) {
  self.slot.wake.fetch_and(~kWakePoked, std::memory_order_relaxed);
}
// Sleeps until poked, interrupted, or the deadline (kNoDeadline: for ever) is past. Publishes what
// the process waits for.
Woken park(Self& self, int64_t deadline, bool ignore_signals = false);
// Makes a process that is parked, or about to park, look again. It may find nothing new.
void poke(Region& region, int32_t process);

// In the handler of a signal that the scenario handles: remembers it and ends the wait. May only be
// called by the process itself; async-signal-safe.
void note_signal(Slot& slot, int signal);
// The lowest pending signal, which is pending no more; 0: none.
int take_signal(Slot& slot);

// Whether the process waits, now, for something that only another process can give: it is asleep or
// about to be, was not poked, has no deadline and no pending signal. Two calls with the same
// waiting.epoch mean that it did nothing in between.
bool is_blocked(const Slot& slot);

}  // namespace runner::posix
