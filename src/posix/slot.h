// One process as all others see it: an entry of the process table, in shared memory.
//
// Everything starts as zero bytes. A field has one writer at a time: the starter until the process
// runs, then the process itself, and after its death whoever repairs it; what others may write is
// atomic and said so.
#pragma once

#include <atomic>
#include <cstdint>

#include "posix/joiners.h"
#include "posix/relative.h"
#include "program/operation.h"

namespace runner::posix {

enum class Life : uint32_t {
  kInitial,   // never started
  kStarting,  // claimed by its starter, which is forking
  kRunning,
  kDead,     // runs no more; what it left behind is not yet repaired
  kStopped,  // over: its exit code is final, its locks are treated
};

// It runs, or is about to: nobody has reaped it.
inline bool is_at_large(Life life) {
  return life == Life::kStarting || life == Life::kRunning;
}

// It was started, and its end is not settled yet.
inline bool is_live(Life life) {
  return life != Life::kInitial && life != Life::kStopped;
}

// Bits of Slot::wake.
inline constexpr uint32_t kWakePoked = 1;   // look again at what you wait for
inline constexpr uint32_t kWakeAsleep = 2;  // the process sleeps in the kernel on this word
inline constexpr uint32_t kWakeSignal =
    4;  // a handled signal came; set by the process's own handler

enum class WaitState : uint32_t {
  kIdle,     // in no queue
  kQueued,   // in the queue of `wait_site`
  kGranted,  // taken out of it by another, who has given it what it waited for, or its turn to try
};

// What a process waits for, for those who look at it from outside. Published on the slow path only.
struct WaitReport {
  std::atomic<uint32_t> epoch;  // odd while it waits; changes with every wait
  Op op;
  bool is_process;
  bool relocking;  // kConditionWait: notified, and waiting for the lock
  bool missed;     // the notify or trigger came before it waited
  int32_t target;  // object or process; -1: none or several
  int32_t line, column;
  int64_t since;     // CLOCK_MONOTONIC
  int64_t deadline;  // kNoDeadline: only another process can end the wait
  uint64_t watched;  // kWaitAny: heap offset of a WatchedSet, or 0
};

inline constexpr int kHeldLocksListed = 6;

// A size that divides a page: a new process touches one page of the table.
struct alignas(512) Slot {
  // --- the process
  // --------------------------------------------------------------------------------
  std::atomic<Life> life;
  std::atomic<int32_t> pid;
  std::atomic<int32_t> parent;     // its starter's number; -1 of main
  std::atomic<uint32_t> starts;    // how many processes it has started: the N of Process-N
  std::atomic<int64_t> exit_code;  // valid from kDead on; -N after signal N
  std::atomic<uint32_t> flags;     // SlotFlag
  uint32_t incarnation;            // of a pool's worker: how often this number was started
  std::atomic<uint64_t> name;      // heap offset of a name that was made at its start, or 0
  std::atomic<int64_t> started_at;
  std::atomic<int64_t> ended_at;

  // --- signals
  // ------------------------------------------------------------------------------------
  alignas(64) std::atomic<uint32_t> wake;
  std::atomic<uint64_t> signals;  // bit N - 1: signal N came and is to be handled

  // --- waiting (under the latch of what it waits for) ------------------------------------------
  std::atomic<WaitState> wait_state;
  std::atomic<uint64_t> wait_site;   // Site::code of the queue
  uint64_t wait_ticket;              // its place in the order of arrival
  int32_t wait_next, wait_previous;  // slot number + 1; 0: none
  std::atomic<uint64_t> wait_word;  // what it offers or is given (a queue's item, a barrier's turn)
  std::atomic<uint64_t> wait_round;

  // --- what it must not leave behind ------------------------------------------------------------
  // The object that it is changing, number + 1: to be looked after when it dies.
  std::atomic<uint32_t> busy;
  // The locks that it holds or is about to take: object numbers + 1. Unlisted ones: search all.
  std::atomic<int32_t> held[kHeldLocksListed];
  std::atomic<uint32_t> held_unlisted;
  // The condition, number + 1, whose notify it has got and whose lock it is taking back.
  std::atomic<int32_t> relocking;
  std::atomic<bool> is_chosen;  // a conducted run: it waits, and is to be the next to be woken
  // The barrier, number + 1, at which it waits; in which round, as which arrival.
  std::atomic<int32_t> barrier;
  std::atomic<uint32_t> barrier_round;
  std::atomic<uint32_t> barrier_index;
  std::atomic<bool> barrier_lost;  // that round was ended by a reset

  // Of a pool's worker: how many it has begun; -1: it is in its initializer.
  std::atomic<int64_t> pool_calls;
  std::atomic<bool> has_acted;  // it has run a barrier's action

  WaitReport waiting;

  Joiners joiners;

  Relative relative;
};
static_assert(sizeof(Slot) == 512);

enum SlotFlag : uint32_t {
  kSlotReported = 1,  // it reported an uncaught error
  kSlotCleanEnd = 2,  // it came to its end by itself: the exit code is its own
  kSlotLost = 4,      // a child of it came to the supervisor: it was killed, though not yet reaped
  kSlotEnding = 8,    // what it left behind is being repaired
  kSlotStarts = 16,   // it has set out to start others, and may have claimed them
};

inline bool ended_by_itself(const Slot& slot) {
  return (slot.flags.load() & kSlotCleanEnd) != 0;
}

// As the scenario sees it: nobody has been started who has not been forked, and so has no pid.
inline Life life_seen(const Slot& slot) {
  const Life life = slot.life.load();
  return life == Life::kStarting && slot.pid.load() == 0 ? Life::kInitial : life;
}

// Others may see already that it has ended, by what it no longer holds; but not all is settled yet.
inline bool is_ending(const Slot& slot) {
  const bool has_begun = (slot.flags.load() & (kSlotCleanEnd | kSlotEnding)) != 0;
  const Life life = slot.life.load();
  return has_begun && (life == Life::kRunning || life == Life::kDead);
}

}  // namespace runner::posix
