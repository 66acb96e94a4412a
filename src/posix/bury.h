// Settling the end of a process that has been reaped: what it left behind is repaired, its end is
// told, and whoever waits for it goes on. Done by whoever comes first: its parent or the
// supervisor.
#pragma once

#include <functional>

#include "posix/family.h"
#include "posix/park.h"

namespace runner::posix {

// The entry that tells of a process's end.
using TellEnd = std::function<void(const JournalEntry&)>;

// Settles the end of `dead`, if it is dead. False: it cannot be settled (yet) by this process; then
// the supervisor has been asked to, or somebody is at it.
//
// Only the supervisor buries a parent that was killed: its children are killed with it, become the
// supervisor's, and are buried first.
bool bury(Family& family, Self& self, int32_t dead, const TellEnd& tell);

// Whether the dead process was ended by an uncaught error of the system's, or by a signal that
// neither the scenario nor the language's rules sent.
bool was_lost(const Family& family, int32_t dead);
// Of it and its ancestors the furthest that was killed: with that one all of them die; -1: nobody.
int32_t head_of_dead_family(const Family& family, int32_t dead);
// Whether it ended so, or with a parent that did, in a recorded run, and that is to be seen only
// when the conductor says so: then all operations come before that death or after it.
bool awaits_turn(const Family& family, int32_t dead);

// Whether somebody still runs whose ancestor was killed: it will be, too, and until then nobody may
// see that the family is dying. Who was about to be forked by a killed one is given up. By the
// supervisor.
bool has_doomed(Family& family);

// Whether some child of a killed process is not yet stopped. Children that it was about to fork
// when it was killed are given up: they have not been started. By the supervisor.
bool has_unburied_children(Family& family, int32_t dead);

}  // namespace runner::posix
