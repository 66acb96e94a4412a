// How text looks on a terminal: columns taken, and nothing that could act on the terminal itself.
#pragma once

#include <string>
#include <string_view>

namespace runner {

// One code point as it is shown.
struct Glyph {
  std::string text;
  int32_t width = 1;  // terminal columns
};

// Takes the first code point off `text`, which must not be empty. Control characters, characters
// that reorder text, and invalid bytes are shown as escapes; tabs reach to the next multiple of
// four from `column`.
Glyph take_glyph(std::string_view& text, int32_t column);

// The whole text, on one line.
std::string displayed(std::string_view text);

// Terminal columns that a text of one line takes.
size_t width_of(std::string_view text);
// With spaces behind it, to so many columns.
std::string padded(std::string_view text, size_t width);

}  // namespace runner
