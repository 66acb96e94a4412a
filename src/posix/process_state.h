// What the system itself says of a process.
#pragma once

#include <sys/types.h>

#include <optional>

#include "base/result.h"

namespace runner::posix {

// Why the system would say nothing: it gives no descriptor more, or there is no /proc, or that
// of another pid namespace.
std::optional<Error> refuses_states();

// Whether it sleeps. Nobody sleeps to whom a signal has been sent that it has not yet seen: so this
// tells also that none is on its way, nor its death.
bool sleeps(pid_t pid);

// Whether a signal has stopped it, or who traces it has.
bool is_stopped(pid_t pid);

}  // namespace runner::posix
