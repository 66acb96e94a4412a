// format(): printf's language with the meaning that Python's % gives it.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "expr/value.h"

namespace runner::expr {

// The formatted string, or the error.
Value format_values(std::string_view format, std::span<const Value> values);

// What is wrong with `format` for so many values, or "".
std::string format_problem(std::string_view format, size_t values);

}  // namespace runner::expr
