// Evaluating `finally` and `observe`, when all processes have ended.
#pragma once

#include "machine/run.h"
#include "posix/family.h"

namespace runner::posix {

// In the supervisor, which performs the reads itself.
void evaluate_final_state(Family& family, RunResult& result);

}  // namespace runner::posix
