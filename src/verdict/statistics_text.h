// What a run cost, for people: `run --stats`.
#pragma once

#include <string>

#include "machine/statistics.h"

namespace runner {

// Two tables, of processes and of shared objects; the second only if one was used.
std::string statistics_text(const RunStatistics& statistics);

}  // namespace runner
