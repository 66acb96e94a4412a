// The signals that stop the runner, and how they are to be understood.
#pragma once

#include <csignal>
#include <cstdint>

namespace runner::posix {

inline constexpr int kStopSignals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};

// timeout(1) and others send a signal to a process and to its group: within this time that is one.
inline constexpr int64_t kSameStrokeNanos = 50'000'000;

// What is ignored (in the background of a shell without job control, under nohup) stays so.
bool is_ignored(int signal);

}  // namespace runner::posix
