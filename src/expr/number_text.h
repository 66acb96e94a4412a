// Doubles as text, always the shortest digits that read back the same.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "expr/value.h"

namespace runner::expr {

// CEL's string(): as C's %g and Go show it, 1 for 1.0, 1e+06 for 1000000.0, NaN, +Inf.
std::string cel_double_text(double value);

// CEL's int() and double() of a text: the whole text, without spaces. Kind kError with the reason
// otherwise.
Value parse_int(std::string_view text);
Value parse_double(std::string_view text);

}  // namespace runner::expr
