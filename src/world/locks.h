// Locks (a condition's own among them) and semaphores.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "world/state.h"

namespace runner::world {

// What performing gave: an outcome, or nothing when the operation goes on waiting.
using Progress = std::optional<Outcome>;

// The lock that `object` is, has or guards.
const LockState& lock_at(State& state, int32_t object);

// Whether its owner died and holds it for ever.
bool is_kept_by_dead(State& state, int32_t object);
// The name of who holds it, alive or dead.
std::optional<std::string> holder_of(State& state, int32_t object);
// A lock can be taken when it is free, also when it is free because its owner died.
bool can_take(State& state, int32_t process, int32_t object);
// REQUIRES can_take(). kOwnerDied when its owner died; then it is free for the next.
Outcome take(State& state, int32_t process, int32_t object);
// Takes the lock with all recursion levels at once; a failed outcome if its last owner died.
Progress take_again(State& state, int32_t process, int32_t object, int32_t levels);
// Frees it and returns the recursion levels that there were. REQUIRES that the process owns it.
int32_t free_whole(State& state, int32_t process, int32_t object);
// A failed outcome unless the process owns the lock.
Progress refuse_unless_held(State& state, int32_t process, int32_t object);
// The owner has ended.
void bury_owner(State& state, int32_t process, int32_t object);

int64_t ways_to_acquire(State& state, int32_t process, const Operation& operation);
Progress acquire(State& state, int32_t process, const Operation& operation);
Progress release(State& state, int32_t process, const Operation& operation);

}  // namespace runner::world
