// A schedule for people: one column for each process, one line for each step.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "machine/schedule.h"

namespace runner {

// "   3    14 acquire fork[0]": the step's number, and in its process's column the line of the
// scenario, the operation, and what the process learned. `mark` is the step (counted from 0) behind
// which `mark_text` stands on a line of its own; -1: none. Where the columns are together wider
// than `width`, the steps are a list, each with its process's name.
std::string schedule_text(const Schedule& schedule, int64_t mark, std::string_view mark_text,
                          size_t width);

}  // namespace runner
