// The unified diff between expected lines and actual ones.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "verdict/pattern.h"

namespace runner {

// An expected line in the place where it fits best.
struct ExpectedLine {
  const LinePattern* pattern = nullptr;  // null: any text may stand here, and `text` does
  std::string_view text;
  // Not 0: one of so many lines of a `contains`; the pattern need only be found in the line.
  size_t part_of = 0;

  bool matches(std::string_view line) const;
  bool matches(std::string_view line, Effort& effort) const;
  std::string_view shown() const { return pattern != nullptr ? pattern->written() : text; }
};

enum class Edit : uint8_t { kSame, kMissing, kUnexpected };

// How the expected lines become the actual ones, with few edits (Myers' O(ND) algorithm; where they
// have next to nothing in common, or comparing them takes too much effort, all of one side and then
// all of the other).
std::vector<Edit> find_edits(const std::vector<ExpectedLine>& expected,
                             const std::vector<std::string_view>& actual);

// "--- expected", "+++ NAME", the hunks with three lines of context, and the first line that
// differs. Control characters are escaped; of a very long difference the beginning is shown.
// REQUIRES that some edit is not kSame.
std::string unified_diff(const std::vector<ExpectedLine>& expected,
                         const std::vector<std::string_view>& actual,
                         const std::vector<Edit>& edits, std::string_view name);

}  // namespace runner
