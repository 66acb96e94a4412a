// Moving a process on between its operations.
#pragma once

#include "world/state.h"

namespace runner::world {

// Tells the pending operation of a process what became of it, and runs it on to the next one.
void finish_operation(State& state, int32_t process, Outcome outcome);

// Runs the machine on to its next operation.
void run_on(State& state, int32_t process);

// The value of a routine that only reads (finally, observe, always), as main sees it now; a kError
// value when it failed.
Value evaluate(State& state, int32_t routine);

}  // namespace runner::world
