// Making good what an ended process leaves behind.
#pragma once

#include "posix/park.h"

namespace runner::posix {

// After the end of `dead`, however it came, and before anybody is told of it: its locks are treated
// by their on_owner_death, a barrier that it was a party of is broken, it waits for nothing any
// more, what it had begun to change is completed or forgotten, and whoever it should have woken is
// woken. May be called more than once and by several processes; a killed repairer's work is done
// again by the next. REQUIRES that `dead` does not run (or is the caller, at its normal end).
void repair(Self& self, int32_t dead);

// The slot of a process that is about to be started (again): as new.
void prepare_slot(Slot& slot);

}  // namespace runner::posix
