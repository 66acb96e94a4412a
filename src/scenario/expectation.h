// What must come out of a scenario, and what its outcome is.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "expr/value.h"
#include "scenario/binding.h"

namespace runner {

struct OutputBlock {
  enum class Kind : uint8_t { kOrdered, kUnordered, kInterleaved, kContains };
  Kind kind = Kind::kOrdered;
  std::vector<std::string> lines;     // as written, with {{…}}
  std::vector<OutputBlock> children;  // kInterleaved
  Position at;
};

struct ExitExpectation {
  int32_t first = 0;  // processes first … first + count - 1
  int32_t count = 1;
  Value code;  // an int, or null for "never ended"
  Position at;
  std::string text;
};

struct NamedExpression {
  std::string name;
  Expression expression;
};

enum class DeadlockExpectation : uint8_t { kNever, kAlways, kPossible };

struct Expectation {
  std::optional<std::vector<OutputBlock>> output;
  std::optional<std::vector<OutputBlock>> error_output;  // `stderr`
  std::vector<ExitExpectation> exits;
  std::vector<Expression> finally;
  std::vector<Expression> always;
  // `outcomes`: each a map from observed names to values.
  std::optional<std::vector<std::map<std::string, Value>>> outcomes;
  DeadlockExpectation deadlock = DeadlockExpectation::kNever;
  std::optional<int> status;
  std::vector<std::string> diagnostics;
  bool has_diagnostics = false;
  Position at;  // `expect`
  Position outcomes_at;
  Position deadlock_at;
  Position status_at;
  Position diagnostics_at;
};

}  // namespace runner
