// The stack that the deepest permitted recursion takes: of parsing, evaluating, comparing values.
#pragma once

#include <string>

namespace runner {

// Makes sure of it, for this process and all that it starts. A message for people where the system
// refuses it; empty otherwise.
std::string ensure_stack();

}  // namespace runner
