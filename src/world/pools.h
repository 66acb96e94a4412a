// Pools: calls split into jobs, workers that do them, results that wait to be gathered.
#pragma once

#include "world/locks.h"

namespace runner::world {

Progress submit(State& state, int32_t process, const Operation& operation);
int64_t ways_to_gather(State& state, const Operation& operation);
Progress gather(State& state, const Operation& operation);
int64_t ways_to_take(State& state, int32_t process, const Operation& operation);
Progress take_job(State& state, int32_t process, const Operation& operation);
Progress finish_job(State& state, const Operation& operation);
Progress fail_initializer(State& state, int32_t process, const Operation& operation);
int64_t ways_to_close_pool(State& state, int32_t process, const Operation& operation);
Progress close_pool(State& state, int32_t process, const Operation& operation);
Progress terminate_pool(State& state, int32_t process, const Operation& operation);

// Whether the call that a handle stands for can be gathered.
bool is_finished(State& state, const Value& handle);
// The pool of a handle.
int32_t pool_of(const Value& handle);

// No more work is done: workers end, unfinished calls fail.
void end_pool(State& state, int32_t pool);
// A worker has ended: its job is done again or fails, and another worker takes its place.
void replace_worker(State& state, int32_t worker, bool in_initializer);

}  // namespace runner::world
