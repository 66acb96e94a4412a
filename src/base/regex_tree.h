// A regular expression as a tree: between its text and its program.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/regex.h"

namespace runner {

using CodePointRanges = std::vector<std::pair<uint32_t, uint32_t>>;

inline constexpr uint32_t kLastCodePoint = 0x10FFFF;

enum class Assertion : uint8_t {
  kTextBegin,
  kTextEnd,
  kLineBegin,
  kLineEnd,
  kWordBoundary,
  kNoWordBoundary,
};

struct RegexNode {
  enum class Kind : uint8_t { kEmpty, kLiteral, kSet, kAssertion, kConcat, kAlternate, kRepeat };
  Kind kind = Kind::kEmpty;
  uint32_t code_point = 0;
  Assertion assertion = Assertion::kTextBegin;
  CodePointRanges ranges;  // of a set: sorted, apart
  int least = 0;
  int most = -1;  // -1: any number
  std::vector<RegexNode> children;
};

std::optional<RegexNode> parse_regex(std::string_view pattern, Regex::Problem& problem);

// The code point at the start of `text`, and its bytes; U+FFFD and one byte for what is not UTF-8.
uint32_t decode_code_point(std::string_view text, size_t& length);

// Sets of code points.
CodePointRanges normalized(CodePointRanges ranges);
CodePointRanges complement(const CodePointRanges& ranges);
// With the other case of every letter.
CodePointRanges folded(const CodePointRanges& ranges);
// \d \s \w, and [:name:]; nothing when there is no such class.
std::optional<CodePointRanges> perl_class(char letter);
std::optional<CodePointRanges> posix_class(std::string_view name);

}  // namespace runner
