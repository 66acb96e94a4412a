// Whether what a process does is what a schedule says: the same for all who follow one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "machine/schedule.h"
#include "program/program.h"
#include "scenario/model.h"

namespace runner {

// Of the words of an operation or an outcome of a real process: the rest is cut.
inline constexpr size_t kWordsBytes = 600;

// `words`: operation_words() of what the process is about to do. What is printed is not compared:
// it may tell of pids and clocks.
bool is_same_operation(const ScheduleStep& step, Op op, std::string_view words);

// Whether the places of the schedule's steps are those of this text of the program: a comment,
// which changes nothing else, may have moved them.
bool tells_places(const Schedule& schedule, const Program& program);
// What there is to say against the place that the schedule names, where the process stands at `at`;
// "": nothing.
std::string check_place(const ScheduleStep& step, Position at);

// The element that a `choose` is to take: the one that is named; else, where random numbers stand
// still, the first. Nothing: the one that is drawn.
std::optional<int64_t> wanted_element(const Schedule& schedule, const ScheduleStep& step);
// What there is to say against the element that is named, of so many; "": nothing.
std::string check_element(const ScheduleStep& step, int64_t elements);

// It ends processes, and waits until they have ended.
bool ends_others(Op op);

// Whether others can notice that the operation waits, or that it has begun. Work has parts only in
// virtual time.
bool has_parts(Op op);

// Whether virtual time passes in it, for which sleeping and working have to wait.
bool is_timed(const Schedule& schedule);

// `words`: outcome_words(), or "" while there is no outcome. Not compared is what each backend
// numbers as it likes: pids, calls of pools, and which replica it was that died with a lock. Nor
// are arrivals at barriers, which exploring numbers only where reads_arrivals()
// (`arrivals_matter`).
bool is_same_result(const ScheduleStep& step, std::string_view words, bool arrivals_matter);

// What there is to say against the part that the schedule makes of an operation; "": nothing.
// Before the step: whether the process is in the middle of it, and whether there are parts at all;
// after it: whether there is more to it.
std::string check_part_begun(const ScheduleStep& step, bool has_begun);
std::string check_part_done(const ScheduleStep& step, bool goes_on);

// Whether a schedule that ends in a failure shows one: what is said if not, or "".
std::string check_failure(const Schedule& schedule);

// What is said where they do not match. `met` is how the process stands to what it does: "is about
// to".
std::string other_operation(const ScheduleStep& step, Op op, std::string_view words,
                            std::string_view met);
// `process`: whom it is to wake, by a notify or by a death.
std::string not_waiting(const Scenario& scenario, const ScheduleStep& step, int32_t process);
// `woken`: whom the step has woken from their waiting for a condition.
std::string others_woken(const Scenario& scenario, const ScheduleStep& step,
                         const std::vector<int32_t>& woken);
std::string other_result(const ScheduleStep& step, std::string_view words);

}  // namespace runner
