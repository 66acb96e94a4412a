// Barriers: the round, how many have arrived in it, and flags, in one word, so that an arrival is
// one instruction and a wait is looking at the word.
//
// A round is over when its number changes (all passed, or a reset: then those who lost it are told
// in their slots) or when the barrier is broken.
#pragma once

#include "posix/hold.h"
#include "posix/spin.h"

namespace runner::posix {

struct BarrierState {
  static constexpr uint64_t kBroken = 1;
  static constexpr uint64_t kActing = 2;     // all have arrived; `actor` runs the action
  static constexpr uint64_t kSleepers = 4;   // someone is in the queue
  static constexpr uint64_t kResetting = 8;  // those of this round are being told
  static constexpr uint64_t kHoles = 16;     // one has left: its index is free
  static constexpr uint64_t kSlowly = kActing | kResetting | kHoles;  // only under the latch
  static constexpr int kArrivedShift = 8;
  static constexpr uint64_t kOneArrival = uint64_t{1} << kArrivedShift;
  static constexpr uint64_t kRound = uint64_t{1} << 32;

  static uint32_t round_of(uint64_t word) { return static_cast<uint32_t>(word >> 32); }
  static uint32_t arrived_in(uint64_t word) {
    return static_cast<uint32_t>(word >> kArrivedShift) & 0xff'ffff;
  }
  static uint64_t next_round(uint64_t word) { return (word & ~(kRound - 1)) + kRound; }

  std::atomic<uint64_t> word;
  SpinHistory history;
  // Some handle signals, which make them leave. Then all arrive under the latch: otherwise an index
  // that is announced cannot be told from one that is taken.
  bool may_be_left;

  alignas(64) Latch latch;
  std::atomic<int32_t> actor;  // while kActing: its number + 1
  std::atomic<uint32_t> actor_index;
  WaitQueue waiters;

  void restore(Wakes& wakes, int32_t object);
  // Lets those go whose round is over.
  void settle(Wakes& wakes);
};

void barrier_initialise(const Region& region, int32_t object);

// The arrival index; the object itself when this process is to run the action, and then call
// barrier_pass or barrier_fail.
Performed barrier_wait(Self& self, int32_t object, int64_t deadline);
Outcome barrier_pass(Self& self, int32_t object);
Outcome barrier_fail(Self& self, int32_t object);
Outcome barrier_abort(Self& self, int32_t object);
Outcome barrier_reset(Self& self, int32_t object);

struct BarrierReading {
  int64_t waiting;
  bool broken;
  int32_t actor;  // who runs its action, or -1
};
BarrierReading barrier_read(const Region& region, int32_t object);

// `dead` has ended: breaks the barrier where it waited, and those whose action it ran.
void barrier_party_ended(Self& self, int32_t dead);

}  // namespace runner::posix
