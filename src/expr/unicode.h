// Single characters of UTF-8 text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace runner::expr {

// The code point at the start of `text` (not empty) and its length in bytes; length 0 when the text
// does not start with a valid one.
uint32_t first_code_point(std::string_view text, size_t& length);

// The bytes of the first `count` characters.
size_t prefix_of(std::string_view text, size_t count);

bool is_code_point(int64_t value);  // and no surrogate
void append_utf8(std::string& out, uint32_t code_point);

// Which characters Python shows as they are in repr().
bool is_printable(uint32_t code_point);

}  // namespace runner::expr
