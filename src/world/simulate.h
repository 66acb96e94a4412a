// One deterministic run in virtual time, without any operating system: the same seed gives the same
// events, to the byte.
#pragma once

#include "machine/run.h"
#include "program/program.h"

namespace runner::world {

RunResult simulate(const Program& program, const RunOptions& options);

}  // namespace runner::world
