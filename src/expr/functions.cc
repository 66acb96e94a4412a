#include "expr/functions.h"

namespace runner::expr {
namespace {

constexpr size_t kMany = Function::kAnyNumber;
constexpr TypeSet kAny = types::kAny;
constexpr TypeSet kBool = types::kBool;
constexpr TypeSet kInt = types::kInt;
constexpr TypeSet kDouble = types::kDouble;
constexpr TypeSet kNumber = types::kNumber;
constexpr TypeSet kString = types::kString;
constexpr TypeSet kList = types::kList;
constexpr TypeSet kConvertible = kNumber | kString;
constexpr TypeSet kSized = kString | kList | types::kMap;

Value now(Call& call) {
  return Value::string(call.surroundings.now());
}
// Its argument; only the static check sees a difference.
Value dyn(Call& call) {
  return std::move(call.arguments[0]);
}
Value elapsed(Call& call) {
  return Value::real(call.surroundings.elapsed());
}

constexpr bool kYes = true;
constexpr bool kNo = false;

// clang-format off
constexpr Function kFunctions[] = {
    // name, usage, as function, as method, fewest and most arguments, their types, its own, pure
    {"size", "size(x)", kYes, kYes, 1, 1,
     {kSized, 0}, kInt, kYes, functions_of_text::size},
    {"contains", "s.contains(part)", kNo, kYes, 2, 2,
     {kString, kString}, kBool, kYes, functions_of_text::contains},
    {"startsWith", "s.startsWith(start)", kNo, kYes, 2, 2,
     {kString, kString}, kBool, kYes, functions_of_text::starts_with},
    {"endsWith", "s.endsWith(end)", kNo, kYes, 2, 2,
     {kString, kString}, kBool, kYes, functions_of_text::ends_with},
    {"matches", "s.matches(pattern)", kYes, kYes, 2, 2,
     {kString, kString}, kBool, kYes, functions_of_text::matches},
    {"int", "int(x)", kYes, kNo, 1, 1,
     {kConvertible, 0}, kInt, kYes, functions_of_numbers::to_int},
    {"double", "double(x)", kYes, kNo, 1, 1,
     {kConvertible, 0}, kDouble, kYes, functions_of_numbers::to_double},
    {"string", "string(x)", kYes, kNo, 1, 1,
     {kConvertible | kBool, 0}, kString, kYes, functions_of_text::to_string},
    {"bool", "bool(x)", kYes, kNo, 1, 1,
     {kBool | kString, 0}, kBool, kYes, functions_of_text::to_bool},
    {"dyn", "dyn(x)", kYes, kNo, 1, 1,
     {kAny, 0}, kAny, kNo, dyn},
    {"range", "range(n) or range(a, b)", kYes, kNo, 1, 2,
     {kInt, kInt}, kList, kNo, functions_of_numbers::range},
    {"min", "min(a, b, …) or min(list)", kYes, kNo, 1, kMany,
     {kAny, kAny}, kAny, kYes, functions_of_numbers::min},
    {"max", "max(a, b, …) or max(list)", kYes, kNo, 1, kMany,
     {kAny, kAny}, kAny, kYes, functions_of_numbers::max},
    {"sum", "sum(list)", kYes, kNo, 1, 1,
     {kList, 0}, kNumber, kYes, functions_of_numbers::sum},
    {"sqrt", "sqrt(x)", kYes, kNo, 1, 1,
     {kNumber, 0}, kDouble, kYes, functions_of_numbers::sqrt},
    {"floor", "floor(x)", kYes, kNo, 1, 1,
     {kNumber, 0}, kInt, kYes, functions_of_numbers::floor},
    {"format", "format(text, value, …)", kYes, kNo, 1, kMany,
     {kString, kAny}, kString, kNo, functions_of_text::format},
    {"join", "join(list, separator)", kYes, kNo, 2, 2,
     {kList, kString}, kString, kYes, functions_of_text::join},
    {"now", "now()", kYes, kNo, 0, 0,
     {0, 0}, kString, kNo, now},
    {"elapsed", "elapsed()", kYes, kNo, 0, 0,
     {0, 0}, kDouble, kNo, elapsed},
    {"random", "random()", kYes, kNo, 0, 0,
     {0, 0}, kDouble, kNo, functions_of_numbers::random},
    {"randint", "randint(a, b)", kYes, kNo, 2, 2,
     {kInt, kInt}, kInt, kNo, functions_of_numbers::randint},
};
// clang-format on

}  // namespace

std::span<const Function> functions() {
  return kFunctions;
}

bool draws(int32_t function) {
  const auto run = functions()[static_cast<size_t>(function)].run;
  return run == functions_of_numbers::random || run == functions_of_numbers::randint;
}

int32_t find_function(std::string_view name) {
  for (size_t i = 0; i < std::size(kFunctions); ++i) {
    if (kFunctions[i].name == name) return static_cast<int32_t>(i);
  }
  return -1;
}

bool Budget::spend_later(uint64_t count) {
  const uint64_t all = left();
  if (count >= all) {
    now_ = later_ = 0;
    return false;
  }
  surroundings_->look_at_time();
  *this = Budget(all - count, *surroundings_);
  return true;
}

uint64_t work_of(const Value& value) {
  if (value.is_string()) return value.as_string().size() / 16;
  return value.is_list() || value.is_map() ? extent_of(value).values / 4 : 0;
}

Value wrong_kind(std::string_view function, TypeSet expected, const Value& given) {
  return make_error(ErrorKind::kType, std::string(function) + "() needs " + describe(expected) +
                                          ", not " + std::string(kind_name(given.kind())));
}

Value too_many_steps() {
  return make_error(ErrorKind::kType, "the evaluation takes more than the limit of " +
                                          std::to_string(limits::kEvaluationSteps) + " steps");
}

Value too_long_a_string() {
  return make_error(ErrorKind::kType, "the string is longer than the limit of " +
                                          std::to_string(limits::kStringBytes) + " bytes");
}

Value too_many_elements() {
  return make_error(ErrorKind::kType, "the value holds more than the limit of " +
                                          std::to_string(limits::kListElements) + " elements");
}

Value too_deep_a_value() {
  return make_error(ErrorKind::kType, "the value is nested deeper than the limit of " +
                                          std::to_string(limits::kValueNesting) + " levels");
}

Value too_large_a_value(const Value& value) {
  return extent_of(value).nesting > limits::kValueNesting ? too_deep_a_value()
                                                          : too_many_elements();
}

}  // namespace runner::expr
