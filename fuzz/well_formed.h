// Whether a compiled program can be executed at all: every jump lands on an instruction, every
// number names a slot, a constant, a code, an operation that is there.
#pragma once

#include <string>

#include "program/program.h"

namespace runner::fuzz {

// What is wrong with it; "" when nothing is.
std::string objection_to(const Program& program);

}  // namespace runner::fuzz
