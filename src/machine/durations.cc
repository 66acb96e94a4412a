#include "machine/durations.h"

#include <cmath>
#include <optional>

#include "base/limits.h"
#include "text/scalar.h"

namespace runner {

bool duration_of(const Value& value, double& seconds) {
  if (value.is_number()) {
    seconds = value.as_number();
  } else if (value.is_string()) {
    const std::optional<double> parsed = parse_duration(value.as_string());
    if (!parsed) return false;
    seconds = *parsed;
  } else {
    return false;
  }
  return std::fabs(seconds) <= limits::kDurationSeconds;
}

bool whole_number(const Value& value, int64_t& number) {
  if (value.is_int()) number = value.as_int();
  if (value.is_double()) {
    if (std::floor(value.as_double()) != value.as_double() ||
        std::fabs(value.as_double()) > 0x1p53) {
      return false;
    }
    number = static_cast<int64_t>(value.as_double());
  }
  return value.is_number() && number >= 0;
}

}  // namespace runner
