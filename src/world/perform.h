// The step of a process: which ways it has to go on, and going one of them. Together with the files
// of the object kinds this is the meaning of every operation (machine/backend.h), in one place.
#pragma once

#include <cstdint>
#include <optional>

#include "world/state.h"

namespace runner::world {

// What a process could do next.
struct Ways {
  int64_t count = 0;     // the operation can be performed, in so many ways
  bool give_up = false;  // time is up: the operation can be given up
  uint64_t signals = 0;  // bit N: signal N can act

  bool any() const { return count > 0 || give_up || signals != 0; }
};

// One of them.
struct Way {
  enum class Kind : uint8_t { kPerform, kGiveUp, kSignal, kKill };
  Kind kind = Kind::kPerform;
  int64_t pick = 0;    // kPerform: which of the ways; kSignal: its number
  uint32_t heirs = 0;  // who get the wake-ups of those that die: the state is told
  friend bool operator==(const Way&, const Way&) = default;
};

// None at all: the process waits, or is not there.
Ways ways_of(State& state, int32_t process);

// REQUIRES one of ways_of(). The process performs its pending operation (or a part of it that
// others can notice), and runs on to the next one.
void perform(State& state, int32_t process, Way way);

// Brings main to life: the beginning of every run.
void start_main(State& state);

// Until when a waiting process waits at most: kNoDeadline when for ever.
int64_t deadline_of(const ProcessState& process);

}  // namespace runner::world
