// Performing operations on real processes. Their meaning stands in machine/backend.h.
#pragma once

#include "posix/hold.h"
#include "posix/member.h"

namespace runner::posix {

// Performs the operation that `member`'s machine has yielded, and waits where it has to. Nothing: a
// signal came before it could happen; then it has not happened.
Performed perform(Member& member, const Operation& operation);

// --- by group of operations ---
Performed read_processes(Member& member, const Operation& operation);
Performed sleep_until(Member& member, int64_t deadline);
Performed work(Member& member, const Operation& operation);
Performed join(Member& member, const Operation& operation);
Performed terminate(Member& member, const Operation& operation, int signal);
Outcome send(Member& member, const Operation& operation);
Performed stop_daemons(Member& member);
Performed join_children(Member& member);
[[noreturn]] void end(Member& member, const Operation& operation);
Performed submit(Member& member, const Operation& operation);
Performed close_pool(Member& member, int32_t pool);
Performed terminate_pool(Member& member, int32_t pool);

// Starts workers anew, where workers of a pool of this process have ended.
void replace_workers(Member& member);
// Whether a worker is about to be started by its pool's owner: for the first time, or again because
// it has ended while there is work for it.
bool is_worker_due(const Family& family, int32_t worker);
// The owner is dead: the pools' unfinished calls fail.
void end_pools_of(Family& family, Self& self, int32_t owner);

}  // namespace runner::posix
