// Waiting for the end of a process.
#pragma once

#include "posix/hold.h"

namespace runner::posix {

// Those who wait for the end of `process` go on. After its life has become kStopped.
void announce_end(Self& self, int32_t process);
// Waits until `process` is stopped. REQUIRES that it was started.
Performed await_end(Self& self, int32_t process, int64_t deadline);
// An end is one instant: who looks at a process that is ending, or at what it held, waits until all
// that it left behind is settled. False: a signal came before.
bool await_settled(Self& self, int32_t process);
// `dead` waits for the end of `process` no more.
void leave_joiners(Self& self, int32_t process, int32_t dead);

}  // namespace runner::posix
