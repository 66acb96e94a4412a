// Values as text of which no more than the beginning is shown.
#pragma once

#include <cstddef>
#include <string>

#include "expr/value.h"

namespace runner {

// The beginning of to_repr(value): at least `limit` bytes where it has so many.
std::string short_repr(const Value& value, size_t limit);

}  // namespace runner
