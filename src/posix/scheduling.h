// The scheduling attributes that a scenario gives its processes.
#pragma once

#include <optional>

#include "base/result.h"
#include "program/program.h"

namespace runner::posix {

// Applies those of process `number` to the running process; gives what the system refused.
std::optional<Error> apply_scheduling(const Program& program, int32_t number);

}  // namespace runner::posix
