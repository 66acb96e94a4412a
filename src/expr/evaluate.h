// Evaluations that share one limit.
#pragma once

#include <cstdint>

#include "expr/code.h"

namespace runner {

// As Code::evaluate, within `steps`, of which it leaves what it did not need: 0 when they were too
// few, and the value is an error then.
Value evaluate_within(uint64_t& steps, const Code& code, const Value* slots, Random& random,
                      Surroundings& surroundings);

}  // namespace runner
