// Barriers: arrivals, passing together, breaking.
#pragma once

#include "world/locks.h"

namespace runner::world {

int64_t ways_to_pass(State& state, int32_t process, const Operation& operation);
Progress arrive(State& state, int32_t process, const Operation& operation);
// Time is up: the barrier breaks.
Progress give_up_barrier(State& state, int32_t process, const Operation& operation);
// The action has run.
Progress pass(State& state, int32_t process, const Operation& operation);
Progress fail_barrier(State& state, int32_t process, const Operation& operation);
Progress abort_barrier(State& state, const Operation& operation);
Progress reset_barrier(State& state, const Operation& operation);

// The process waits there no more; nobody else notices.
void leave_barrier(State& state, int32_t process, int32_t barrier);
// A party has died.
void break_barrier(State& state, int32_t process, int32_t barrier);

}  // namespace runner::world
