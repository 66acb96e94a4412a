// Conditions: a lock, and the set of those that wait for a notify.
#pragma once

#include "world/locks.h"

namespace runner::world {

int64_t ways_to_wait(State& state, int32_t process, const Operation& operation);
Progress wait(State& state, int32_t process, const Operation& operation);
// Time is up while waiting for a notify.
Progress stop_waiting(State& state, int32_t process, const Operation& operation);
bool waits_for_notify(State& state, int32_t process, const Operation& operation);

// One way for each set of processes that it may wake.
int64_t ways_to_notify(State& state, int32_t process, const Operation& operation);
Progress notify(State& state, int32_t process, const Operation& operation, int64_t pick);

// A process has died before it had the lock again: the notify that it has got wakes another one.
void hand_on(State& state, int32_t condition);

// The process is no waiter any more.
void leave_condition(State& state, int32_t process, int32_t condition);

}  // namespace runner::world
