// Whether what a process does is what a schedule says: the same for all who follow one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "machine/schedule.h"
#include "scenario/model.h"

namespace runner {

// Of the words of an operation or an outcome of a real process: the rest is cut.
inline constexpr size_t kWordsBytes = 600;

// `words`: operation_words() of what the process is about to do. What is printed is not compared:
// it may tell of pids and clocks.
bool is_same_operation(const ScheduleStep& step, Op op, std::string_view words);

// `words`: outcome_words(), or "" while there is no outcome. Not compared is what each backend
// numbers as it likes: pids, calls of pools, and which replica it was that died with a lock. Nor
// are arrivals at barriers, which exploring numbers only where reads_arrivals()
// (`arrivals_matter`).
bool is_same_result(const ScheduleStep& step, std::string_view words, bool arrivals_matter);

// What there is to say against the part that the schedule makes of an operation; "": nothing.
// Before the step: whether the process is in the middle of it; after it: whether there is more to
// it.
std::string check_part_begun(const ScheduleStep& step, bool has_begun);
std::string check_part_done(const ScheduleStep& step, bool goes_on);

// Whether a schedule that ends in a failure shows one: what is said if not, or "".
std::string check_failure(const Schedule& schedule);

// What is said where they do not match. `met` is how the process stands to what it does: "is about
// to".
std::string other_operation(const ScheduleStep& step, Op op, std::string_view words,
                            std::string_view met);
// `woken`: whom the step has woken from their waiting for a condition.
std::string others_woken(const Scenario& scenario, const ScheduleStep& step,
                         const std::vector<int32_t>& woken);
std::string other_result(const ScheduleStep& step, std::string_view words);

}  // namespace runner
