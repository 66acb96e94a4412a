// From YAML to expressions whose names are not bound yet.
//
// Language.md's three kinds of field meet here: bare expressions (conditions, sources, references)
// and YAML values in which `${…}` is an expression.
#pragma once

#include <optional>
#include <string_view>

#include "scenario/frame.h"
#include "scenario/loading.h"

namespace runner {

// What could not be read has no place, and nothing more is said about it.
inline bool is_broken(const Expression& expression) {
  return !expression.at;
}

// A YAML value; lists and maps may hold templates anywhere. What holds none becomes one literal.
Expression parse_value(Loading& loading, const Node& node);

// A bare expression. `what` is the field, for messages: "if", "until".
Expression parse_bare(Loading& loading, const Node& node, std::string_view what);

// A bare expression, or a YAML list of values.
Expression parse_source(Loading& loading, const Node& node, std::string_view what);

// A duration: what is known already becomes a literal number of seconds, within the limits.
enum class DurationRange : uint8_t { kAny, kFromZero, kAboveZero };
Expression parse_duration_value(Loading& loading, const FrameScope& frame, const Node& node,
                                std::string_view what, DurationRange range);

// What to write where this is no duration; `name_hint` where it may be a name.
std::string duration_hint(const Node& node, const std::string& name_hint);
// What to write where the name of something with a value was perhaps meant; else "".
std::string name_hint(const Loading& loading, const FrameScope& frame, const Node& node);

// A number of seconds, or a text like 10ms; nothing when it is neither.
std::optional<double> seconds_of(const Value& value);
// Why this many seconds are not accepted, or "".
std::string duration_problem(double seconds, std::string_view what, DurationRange range);

}  // namespace runner
