// Queues.
#pragma once

#include "world/locks.h"

namespace runner::world {

int64_t ways_to_put(State& state, const Operation& operation);
Progress put(State& state, const Operation& operation);
int64_t ways_to_get(State& state, const Operation& operation);
Progress get(State& state, const Operation& operation);
Progress task_done(State& state, const Operation& operation);
int64_t ways_to_join_queue(State& state, const Operation& operation);
Progress close_queue(State& state, const Operation& operation);

}  // namespace runner::world
