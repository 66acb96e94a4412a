// The characters that matter to YAML.
#pragma once

#include <cstddef>
#include <string_view>

namespace runner::written {

// The character at `offset`, a line break at the end of the text.
inline char at(std::string_view text, size_t offset) {
  return offset < text.size() ? text[offset] : '\n';
}

inline bool is_blank(char c) {
  return c == ' ' || c == '\t';
}
inline bool is_break(char c) {
  return c == '\n' || c == '\r';
}
inline bool is_space(char c) {
  return is_blank(c) || is_break(c);
}
inline bool is_quote(char c) {
  return c == '"' || c == '\'';
}
inline bool is_flow_indicator(char c) {
  return c == ',' || c == '[' || c == ']' || c == '{' || c == '}';
}
inline bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

inline bool starts_comment(std::string_view text, size_t offset) {
  return at(text, offset) == '#' && (offset == 0 || is_space(text[offset - 1]));
}

// An apostrophe inside a word opens nothing.
inline bool opens_quotes(std::string_view text, size_t offset) {
  return is_quote(at(text, offset)) && (offset == 0 || !is_word(text[offset - 1]));
}

// The colon between a key and its value.
inline bool is_colon(std::string_view text, size_t offset, bool flow) {
  if (at(text, offset) != ':') return false;
  const char next = at(text, offset + 1);
  return is_space(next) || (flow && is_flow_indicator(next));
}

inline size_t skip_blanks(std::string_view text, size_t offset) {
  while (offset < text.size() && is_blank(text[offset])) ++offset;
  return offset;
}

inline std::string_view without_trailing_space(std::string_view text) {
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace runner::written
