// Looking for words in what a program has printed.
#pragma once

#include <cstddef>
#include <string_view>

namespace runner {

inline bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

inline size_t count(std::string_view text, std::string_view part) {
  size_t times = 0;
  for (size_t at = 0; (at = text.find(part, at)) != std::string_view::npos; at += part.size()) {
    ++times;
  }
  return times;
}

}  // namespace runner
