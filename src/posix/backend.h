// Runs a scenario on real processes.
#pragma once

#include "machine/run.h"
#include "machine/statistics.h"
#include "program/program.h"

namespace runner::posix {

// The calling process is the supervisor of the run: single-threaded, and without children of its
// own that it would reap meanwhile. When this returns, no process of the run exists any more.
// With `statistics`, what the run costs is counted, and told there.
RunResult run(const Program& program, const RunOptions& options,
              RunStatistics* statistics = nullptr);

}  // namespace runner::posix
