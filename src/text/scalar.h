// What an unquoted scalar means: YAML 1.2's core schema, strictly.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "text/tree.h"

namespace runner {

enum class ScalarKind {
  kNull,     // null ~ or nothing
  kBool,     // true false
  kInt,      // decimal, 64 bits
  kDouble,   // with a point or an exponent, .inf, .nan
  kString,   // quoted, or none of the others (yes, no, on, off are strings)
  kInvalid,  // readers disagree: 010, 0o10, 0x1F, 1_000, 1:30, True, an integer over 64 bits
};

struct Scalar {
  ScalarKind kind = ScalarKind::kNull;
  bool boolean = false;
  int64_t integer = 0;
  double real = 0;
  std::string problem;  // kInvalid: what is wrong and what to write instead
};

Scalar scalar_of(const Node& node);

// "250us", "10ms", "1.5s", "2m", or a bare number of seconds. Null when it is no duration.
std::optional<double> parse_duration(std::string_view text);

}  // namespace runner
