// What every fuzz target is: one function that takes any bytes. libFuzzer calls it with what it
// makes up, replay.cc with what lies in files. Whatever is not as it must be ends in a CHECK.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace runner::fuzz {

inline std::string_view text_of(const uint8_t* data, size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

// Whether the text has more aliases (or products) than a few. Few of them multiply to few nodes;
// many, of lists within lists, to all that limits::kNodes allows, and one such input takes the time
// of ten thousand others. tests/errors has it, and the limit.
inline bool may_be_alias_bomb(std::string_view text) {
  constexpr auto kFew = 24;
  return std::count(text.begin(), text.end(), '*') > kFew;
}

// Stops with the words that say what is wrong; "" when nothing is.
inline void require_none(const std::string_view objection) {
  if (objection.empty()) return;
  check_failed("fuzz", 0, std::string(objection).c_str());
}

}  // namespace runner::fuzz
