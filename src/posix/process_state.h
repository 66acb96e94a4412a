// What the system itself says of a process.
#pragma once

#include <sys/types.h>

namespace runner::posix {

// Whether it sleeps. Nobody sleeps to whom a signal has been sent that it has not yet seen: so this
// tells also that none is on its way, nor its death.
bool sleeps(pid_t pid);

}  // namespace runner::posix
