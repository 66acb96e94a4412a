// Durations and counts as values: a number of seconds, or a text such as 250us, 10ms, 1.5s, 2m.
#pragma once

#include "expr/value.h"

namespace runner {

// False when the value is no duration (NaN, or longer than limits::kDurationSeconds, is none).
bool duration_of(const Value& value, double& seconds);

// False unless the value is a whole number from 0 (an int, or a double without a fraction).
bool whole_number(const Value& value, int64_t& number);

}  // namespace runner
