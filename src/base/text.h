// Small text helpers that every stage may use.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace runner {

// The candidate nearest to `word` by edit distance (with transpositions), or "" when none is near
// enough to be what was meant.
std::string nearest(std::string_view word, std::span<const std::string> candidates);

// " (did you mean 'x'?)", or "" when there is nothing near.
std::string did_you_mean(std::string_view word, std::span<const std::string> candidates);

// "a, b and c".
std::string enumerate(std::span<const std::string> words);

// The lines of `text` without their ends; a final newline adds no empty line.
std::vector<std::string_view> split_lines(std::string_view text);

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// A letter of ASCII or `_`: what a name may start with.
constexpr bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

// A letter of ASCII as a small one; every other character as it is.
constexpr char to_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// True when `name` matches [A-Za-z_][A-Za-z0-9_]*.
bool is_identifier(std::string_view name);

// The number of code points of valid UTF-8 text.
size_t count_code_points(std::string_view text);

// The length of the longest prefix that is valid UTF-8 (RFC 3629: no surrogates, nothing overlong).
size_t valid_utf8_prefix(std::string_view text);

// A duration for people: "250us", "10ms", "1.5s", "2m".
std::string format_duration(double seconds);

}  // namespace runner
