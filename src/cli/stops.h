// The signals that stop the runner, outside of runs: a run ends its processes first, by itself.
#pragma once

#include <csignal>

namespace runner {

inline constexpr int kStopSignals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};

// What is ignored (in the background of a shell without job control, under nohup) stays so.
bool is_ignored(int signal);

// From now on each of the others ends the runner with one line and status 128 + N. Whoever started
// it with such a signal blocked did not mean it to be unstoppable.
void tell_stops();

// In a child that works for the runner, which tells of it: they end it, and nothing is told.
void leave_stops_to_parent();

}  // namespace runner
