// Which expected line is which actual line, where their order is free.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "verdict/pattern.h"

namespace runner {

// For each pattern the index of the line assigned to it, or -1. No line is assigned twice, and as
// many patterns as possible have a line, unless the effort is exhausted. Equal patterns and equal
// lines are assigned in order.
std::vector<int32_t> assign_lines(const std::vector<const LinePattern*>& patterns,
                                  const std::vector<std::string_view>& lines, Effort& effort);

}  // namespace runner
