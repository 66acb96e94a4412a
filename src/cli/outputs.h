// The files that a command writes, held against those that it reads.
#pragma once

#include <string>

#include "cli/options.h"

namespace runner {

// What is wrong when an output would be written over a scenario, a schedule, another output or the
// file that is standard output or error: then nothing may be written; "" otherwise.
std::string output_problem(const Options& options);

}  // namespace runner
