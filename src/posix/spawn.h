// Forking processes: the only place where a process of the scenario comes into being.
#pragma once

#include <string>

#include "base/result.h"
#include "posix/hold.h"
#include "posix/member.h"

namespace runner::posix {

// kStart: `member` starts process `number`, which becomes its child.
Performed start_process(Member& member, int32_t number);

// A pool's owner starts worker `number`, again where it has ended.
std::optional<Error> start_worker(Member& owner, int32_t number);

// The supervisor forks the scenario's main process.
std::optional<Error> start_main(Family& family);

// The entry that tells of a process's start.
JournalEntry start_of(const Family& family, int32_t process);

}  // namespace runner::posix
