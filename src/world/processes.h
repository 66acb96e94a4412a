// The life of processes: start, end, join.
#pragma once

#include "world/locks.h"

namespace runner::world {

// The name of a process in an error that another one gets. In an exploration replicas share one
// where nobody can tell: then nothing depends on which of them it was.
std::string name_in_fault(State& state, int32_t process);

// REQUIRES that the process is not running. It becomes a child of `parent`.
void begin_process(State& state, int32_t process, int32_t parent);

// The process ends, whatever it was doing: by itself, or by signal N with code -N.
void end_process(State& state, int32_t process, int64_t code);

Progress start(State& state, int32_t process, const Operation& operation);
int64_t ways_to_join(State& state, int32_t process, const Operation& operation);
Progress join(State& state, int32_t process, const Operation& operation);

// Whether any of its children still run, and which do: daemons, or the others.
bool has_live_children(State& state, int32_t process, bool daemons);
std::vector<int32_t> live_children(State& state, int32_t process, bool daemons);

int64_t ways_to_stop_daemons(State& state, int32_t process);
Progress stop_daemons(State& state, int32_t process);
// Their grace is over.
Progress kill_daemons(State& state, int32_t process);

}  // namespace runner::world
