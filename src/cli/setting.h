// Values given on the command line.
#pragma once

#include <optional>
#include <string>

#include "expr/value.h"

namespace runner {

// A YAML value in one line: 4, "a text", [1, 2], {a: 1}. Nothing when it is none.
std::optional<Value> parse_setting(const std::string& text);

}  // namespace runner
