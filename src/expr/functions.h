// The functions of expressions: their names, what they take and give, and what they compute.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "expr/code.h"
#include "expr/types.h"

namespace runner::expr {

// What one evaluation may still do. In between it asks its surroundings for the time.
class Budget {
 public:
  Budget(uint64_t steps, Surroundings& surroundings)
      : now_(std::min(steps, kTurn)), later_(steps - now_), surroundings_(&surroundings) {}

  // False when it is used up: none is left then, and only then.
  bool spend(uint64_t count) {
    if (count >= now_) [[unlikely]]
      return spend_later(count);
    now_ -= count;
    return true;
  }
  uint64_t left() const { return now_ + later_; }

 private:
  static constexpr uint64_t kTurn = 16'384;  // at most some milliseconds

  [[gnu::cold]] bool spend_later(uint64_t count);

  uint64_t now_;  // 0 when all is used up
  uint64_t later_;
  Surroundings* surroundings_;
};

// How many steps looking through a value takes.
uint64_t work_of(const Value& value);

struct Call {
  std::span<Value> arguments;  // the receiver first; may be moved from
  Random& random;
  Surroundings& surroundings;
  Budget& budget;
};

struct Function {
  static constexpr size_t kAnyNumber = SIZE_MAX;

  std::string_view name;
  std::string_view usage;  // how it is written
  bool as_function;
  bool as_method;
  size_t least;  // arguments, with the receiver
  size_t most;
  TypeSet parameters[2];  // the first ones' types; any further one may be anything
  TypeSet result;
  bool pure;  // gives the same for the same arguments, and nothing large
  Value (*run)(Call& call);
};

std::span<const Function> functions();

// The function's number, or -1.
int32_t find_function(std::string_view name);

// Whether the function draws a random number.
bool draws(int32_t function);

// matches() with a pattern that is compiled already.
Value matches_pattern(const Regex& regex, const Value& text, Budget& budget);

// "sqrt() needs a number, not string"
Value wrong_kind(std::string_view function, TypeSet expected, const Value& given);

// Errors that several places give in the same words.
Value too_many_steps();
Value too_long_a_string();
Value too_many_elements();
Value too_deep_a_value();
// Which of the two it is for a value that is not within_limits().
Value too_large_a_value(const Value& value);

// The implementations, by theme.
namespace functions_of_text {
Value size(Call& call);
Value contains(Call& call);
Value starts_with(Call& call);
Value ends_with(Call& call);
Value matches(Call& call);
Value join(Call& call);
Value format(Call& call);
Value to_string(Call& call);
Value to_bool(Call& call);
}  // namespace functions_of_text

namespace functions_of_numbers {
Value to_int(Call& call);
Value to_double(Call& call);
Value range(Call& call);
Value min(Call& call);
Value max(Call& call);
Value sum(Call& call);
Value sqrt(Call& call);
Value floor(Call& call);
Value random(Call& call);
Value randint(Call& call);
}  // namespace functions_of_numbers

}  // namespace runner::expr
