// kWaitAny: for any of several events, queues, processes and calls.
#pragma once

#include "world/locks.h"

namespace runner::world {

int64_t ways_to_wait_any(State& state, const Operation& operation);
Progress wait_any(State& state, const Operation& operation);

}  // namespace runner::world
