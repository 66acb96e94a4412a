// Evaluating `finally` and `observe`, when all processes have ended.
#pragma once

#include "machine/run.h"
#include "posix/family.h"
#include "posix/supervisor_signals.h"

namespace runner::posix {

// In the supervisor, which performs the reads itself. It is part of the run: the time limit ends
// it, and whoever stops the runner.
void evaluate_final_state(Family& family, SupervisorSignals& signals, RunResult& result);

}  // namespace runner::posix
