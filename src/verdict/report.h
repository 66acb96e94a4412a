// What a person is told about how a run ended: deadlocks, limits, refusals of the system.
#pragma once

#include <string>
#include <string_view>

#include "machine/run.h"

namespace runner {

// The lines for standard error about a deadlock, a limit, a signal or a system error, each with its
// end; "" when the run ended by itself. `file` is the scenario's, for positions.
std::string report_end(const RunResult& result, std::string_view file);

}  // namespace runner
