// Values given on the command line.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "expr/value.h"

namespace runner {

// A YAML value in one line: 4, "a text", [1, 2], {a: 1}. Nothing when it is none: `problem` then
// says what is wrong and what to write.
std::optional<Value> parse_setting(const std::string& text, std::string& problem);

// "invalid UTF-8 (byte 0xFF)": what a file may not have either, or "".
std::string encoding_problem(std::string_view text);

}  // namespace runner
