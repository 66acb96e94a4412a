// The signals that stop the runner, outside of runs: a run ends its processes first, by itself.
#pragma once

namespace runner {

// From now on each that is not ignored ends the runner with one line and status 128 + N. Whoever
// started it with such a signal blocked did not mean it to be unstoppable.
void tell_stops();

// In a child that works for the runner, which tells of it: they end it, and nothing is told.
void leave_stops_to_parent();

}  // namespace runner
