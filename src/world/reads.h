// What expressions can read of shared objects and of processes.
#pragma once

#include "world/state.h"

namespace runner::world {

// kRead, as `reader` sees it.
Value read(State& state, int32_t reader, const Operation& operation);

// A process as it is now.
ProcessBody snapshot(State& state, int32_t reader, int32_t process);

// Made up, but the same in every run: main has 1000.
int64_t pid_of(State& state, int32_t process);

}  // namespace runner::world
