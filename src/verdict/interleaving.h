// Whether lines are several sequences of expected lines, each in its own order, freely mixed.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "verdict/pattern.h"

namespace runner {

using PatternSequence = std::vector<const LinePattern*>;

// For every sequence and every place in it (its end too) a number for what is left from there on:
// equal numbers go on alike, 0 is nothing.
std::vector<std::vector<int32_t>> number_endings(const std::vector<PatternSequence>& sequences);

struct Interleaving {
  bool found = false;
  // From which sequence each line comes: of all lines, or else of the longest beginning found.
  std::vector<int32_t> picks;
};

// Exact, unless the effort is exhausted: tries every mixture, remembering those that lead nowhere.
// Sequences that go on alike are interchangeable, so that ambiguous lines seldom cost anything.
Interleaving find_interleaving(const std::vector<PatternSequence>& sequences,
                               const std::vector<std::string_view>& lines, Effort& effort);

}  // namespace runner
