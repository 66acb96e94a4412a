// Values as text: as Python's str() and repr() show them, and as JSON.
#pragma once

#include <optional>
#include <string>

#include "expr/value.h"

namespace runner {

// str(): True, None, 0.0, [0, 1.5, 'a'], {'k': 1}, a string as itself,
// <Process name='p' pid=12 parent=10 stopped exitcode=-SIGTERM>.
std::string to_text(const Value& value);
void append_text(std::string& out, const Value& value);
// The same, but gives up when `out` grows beyond `limit` bytes; whether it did not.
bool append_text(std::string& out, const Value& value, size_t limit);

// repr(): as str(), a string in Python's quotes and escapes.
std::string to_repr(const Value& value);

// A double as Python's repr shows it: the shortest text that reads back the same, with ".0" where
// needed, 1e+16, inf, nan.
std::string double_text(double value);

// One JSON value; doubles keep a ".0"; those that are not finite are strings ("Infinity", "NaN"),
// as where protobuf writes JSON; map keys become strings, in order.
std::string to_json(const Value& value);

// The key that an object of the value's JSON would have twice: a map may have 1 and "1".
std::optional<std::string> key_twice_in_json(const Value& value);

}  // namespace runner
