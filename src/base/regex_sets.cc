#include <algorithm>

#include "base/regex_tree.h"
#include "base/text.h"

namespace runner {
namespace {

// A run of letters whose other case lies `shift` further.
struct CaseRun {
  uint32_t first;
  uint32_t last;
  uint32_t shift;
};

constexpr CaseRun kCapitals[] = {
    {'A', 'Z', 32},     {0xC0, 0xD6, 32},   {0xD8, 0xDE, 32},   {0x391, 0x3A1, 32},
    {0x3A3, 0x3A9, 32}, {0x410, 0x42F, 32}, {0x400, 0x40F, 80},
};

void add_shifted(CodePointRanges& out, std::pair<uint32_t, uint32_t> range, uint32_t first,
                 uint32_t last, int64_t shift) {
  const uint32_t from = std::max(range.first, first);
  const uint32_t to = std::min(range.second, last);
  if (from > to) return;
  out.emplace_back(static_cast<uint32_t>(from + shift), static_cast<uint32_t>(to + shift));
}

}  // namespace

uint32_t decode_code_point(std::string_view text, size_t& length) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  length = 1;
  if (lead < 0x80) return lead;
  const size_t size = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (valid_utf8_prefix(text.substr(0, size)) != size) return 0xFFFD;
  length = size;
  uint32_t code_point = lead & (0x7Fu >> size);
  for (size_t i = 1; i < size; ++i) code_point = code_point << 6 | (byte(i) & 0x3Fu);
  return code_point;
}

CodePointRanges normalized(CodePointRanges ranges) {
  std::sort(ranges.begin(), ranges.end());
  CodePointRanges result;
  for (const auto& range : ranges) {
    if (!result.empty() && range.first <= result.back().second + 1) {
      result.back().second = std::max(result.back().second, range.second);
    } else {
      result.push_back(range);
    }
  }
  return result;
}

CodePointRanges complement(const CodePointRanges& ranges) {
  CodePointRanges result;
  uint32_t next = 0;
  for (const auto& [first, last] : ranges) {
    if (first > next) result.emplace_back(next, first - 1);
    next = last + 1;
  }
  if (next <= kLastCodePoint) result.emplace_back(next, kLastCodePoint);
  return result;
}

CodePointRanges folded(const CodePointRanges& ranges) {
  CodePointRanges result = ranges;
  for (const auto& range : ranges) {
    for (const CaseRun& run : kCapitals) {
      add_shifted(result, range, run.first, run.last, run.shift);
      add_shifted(result, range, run.first + run.shift, run.last + run.shift,
                  -static_cast<int64_t>(run.shift));
    }
  }
  return normalized(std::move(result));
}

std::optional<CodePointRanges> perl_class(char letter) {
  switch (letter) {
    case 'd':
      return CodePointRanges{{'0', '9'}};
    case 's':
      return CodePointRanges{{'\t', '\n'}, {'\f', '\r'}, {' ', ' '}};
    case 'w':
      return CodePointRanges{{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}};
    case 'D':
      return complement(*perl_class('d'));
    case 'S':
      return complement(*perl_class('s'));
    case 'W':
      return complement(*perl_class('w'));
    default:
      return std::nullopt;
  }
}

std::optional<CodePointRanges> posix_class(std::string_view name) {
  struct Class {
    std::string_view name;
    CodePointRanges ranges;
  };
  static const Class kClasses[] = {
      {"alnum", {{'0', '9'}, {'A', 'Z'}, {'a', 'z'}}},
      {"alpha", {{'A', 'Z'}, {'a', 'z'}}},
      {"ascii", {{0, 0x7F}}},
      {"blank", {{'\t', '\t'}, {' ', ' '}}},
      {"cntrl", {{0, 0x1F}, {0x7F, 0x7F}}},
      {"digit", {{'0', '9'}}},
      {"graph", {{'!', '~'}}},
      {"lower", {{'a', 'z'}}},
      {"print", {{' ', '~'}}},
      {"punct", {{'!', '/'}, {':', '@'}, {'[', '`'}, {'{', '~'}}},
      {"space", {{'\t', '\r'}, {' ', ' '}}},
      {"upper", {{'A', 'Z'}}},
      {"word", {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}}},
      {"xdigit", {{'0', '9'}, {'A', 'F'}, {'a', 'f'}}},
  };
  for (const Class& known : kClasses) {
    if (known.name == name) return known.ranges;
  }
  return std::nullopt;
}

}  // namespace runner
