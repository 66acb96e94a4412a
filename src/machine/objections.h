// What of an end a scenario does not allow, in words: shared by the judge of runs and by
// exploration.
#pragma once

#include <optional>
#include <string>

#include "machine/run.h"

namespace runner {

// Nothing: the process ended as `code` says (null: it had not ended).
bool ended_as_expected(const ProcessEnd& end, const Value& code);
// "it ended with 1".
std::string end_text(const ProcessEnd& end);
// "expected exit code 0, but it ended with 1".
std::string exit_objection(const ProcessEnd& end, const Value& code);

// A condition of `finally` or `always` (`key` says which) that had this value; nothing when it
// holds.
std::optional<std::string> condition_objection(std::string_view key, const Expression& condition,
                                               const Value& value);

// Whether the expectations name this process as one that fails: with an exit code other than 0 (a
// signal may end it behind its error), or as one that does not end, for it may have failed and wait
// for its children.
bool names_failure(const Expectation& expect, int32_t process);

}  // namespace runner
