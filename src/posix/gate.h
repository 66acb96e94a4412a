// The gate of a conducted run (replay, record): before each operation a process says what it is
// about to do, and waits for its turn, which the supervisor's conductor gives it.
//
// In the shared region, an entry for each process; only there when a run is conducted.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>

#include "machine/schedule_match.h"
#include "program/operation.h"

namespace runner::posix {

enum class Turn : uint32_t {
  kNone,
  kPerform,  // perform the operation, however long it has to wait
  kTry,      // perform it if that can be done at once, otherwise come back
  kGiveUp,   // its time is up, if it has to wait
};

// Text of the process for the conductor; what is too long is cut.
struct GateText {
  uint32_t bytes;
  char content[kWordsBytes];

  void set(const std::string& text);
  std::string text() const { return {content, bytes}; }
};

struct alignas(64) GateEntry {
  enum class Stage : uint32_t {
    kAway,     // it runs, or performs
    kBusy,     // it sleeps or works, and comes back by itself
    kWaiting,  // it is about to perform
    kResting,  // others have ended its waiting: it is about to go on
  };
  std::atomic<Stage> stage;
  std::atomic<Turn> turn;
  std::atomic<bool> in_parts;         // of the turn: once the waiting is over, it rests at the gate
  std::atomic<bool> gives_up;         // time is up for the operation that it is waiting in
  std::atomic<bool> ignores_signals;  // while it rests
  std::atomic<bool> is_in_handler;
  std::atomic<uint32_t> due_death;  // 1 + the incarnation whose death may be seen; 0: none
  std::atomic<uint64_t> deferred;   // bit N - 1: signal N was sent, and is to act when told to

  // Written before it comes to the gate.
  std::atomic<uint64_t> arrival;    // in the order of all arrivals
  std::atomic<uint64_t> performed;  // how many operations it has performed
  bool had_to_wait;                 // kTry: nothing has happened
  Op op;
  bool is_process;  // what `target` is
  int32_t target;
  int64_t deadline;  // the operation's own
  Position at;
  int64_t elements;  // kChoose: of how many
  int64_t pick;      // kChoose: before: the element to take, or -1; afterwards: the one taken
  GateText operation;
  GateText result;  // of the last operation performed
};

struct Gate {
  std::atomic<uint64_t> arrivals;
  bool keeps_time;  // sleeping and working take their time
  // A death from outside is seen by nobody before the conductor has said so: see awaits_turn().
  std::atomic<bool> orders_deaths;
};

}  // namespace runner::posix
