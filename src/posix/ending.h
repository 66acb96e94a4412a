// Ending the whole tree from outside.
#pragma once

#include "posix/family.h"

namespace runner::posix {

// SIGTERM to everyone, except that those who wait for a process that handles it are only stopped:
// their death would kill it. False: nobody handles it.
bool ask_to_end(Family& family, pid_t group);
// Whether somebody who handles SIGTERM is not yet through with it.
bool is_anyone_ending(const Family& family);
// SIGKILL to everyone.
void kill_tree(Family& family, pid_t group);

}  // namespace runner::posix
