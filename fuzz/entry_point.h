// What every fuzz target is: one function that takes any bytes. libFuzzer calls it with what it
// makes up, replay.cc with what lies in files. Whatever is not as it must be ends in a CHECK.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace runner::fuzz {

inline std::string_view text_of(const uint8_t* data, size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

// Stops with the words that say what is wrong; "" when nothing is.
inline void require_none(const std::string_view objection) {
  if (objection.empty()) return;
  check_failed("fuzz", 0, std::string(objection).c_str());
}

}  // namespace runner::fuzz
