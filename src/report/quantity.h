// Numbers for people.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace runner {

// 1234567 -> "1,234,567".
std::string with_separators(uint64_t number);
// "1 state", "1,234 states".
std::string counted(uint64_t number, std::string_view noun);
// "512 B", "1.5 kB", "12.3 MB", in powers of 1000.
std::string bytes_text(size_t bytes);

}  // namespace runner
