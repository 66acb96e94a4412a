// The words of a schedule file, for its writer and its reader.
#pragma once

#include <string_view>

#include "machine/schedule.h"

namespace runner::words {

inline constexpr std::string_view kTick = "tick";
// In place of an operation: whichever comes next.
inline constexpr std::string_view kNext = "next";

// The key that says what happened, with the operation's kind as its value: "perform".
std::string_view key_of(ScheduleStep::Kind kind);
// "begin", "rest"; "" of a whole operation.
std::string_view part_text(ScheduleStep::Part part);
std::string_view ending_text(Schedule::Ending ending);

}  // namespace runner::words
