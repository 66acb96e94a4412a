#include <cmath>

#include "expr/compare.h"
#include "expr/functions.h"
#include "expr/list_builder.h"
#include "expr/number_text.h"
#include "expr/operations.h"
#include "expr/text_form.h"

namespace runner::expr {
namespace {

Value outside_ints(double value) {
  return make_error(ErrorKind::kArithmetic,
                    double_text(value) + " is outside the range of 64-bit ints");
}

// The least of `items` by `before`, the first of equals.
Value extreme(std::string_view function, std::span<const Value> items, Operator before) {
  if (items.empty()) {
    return make_error(ErrorKind::kArithmetic, std::string(function) + "() of an empty list");
  }
  const Value* best = &items[0];
  for (const Value& item : items.subspan(1)) {
    const Value better = compute(before, item, *best);
    if (better.is_error()) return better;
    if (better.is_true()) best = &item;
  }
  return *best;
}

Value extreme_of(Call& call, std::string_view function, Operator before) {
  if (call.arguments.size() > 1) return extreme(function, call.arguments, before);
  const Value& list = call.arguments[0];
  if (!list.is_list()) {
    return make_error(ErrorKind::kType, std::string(function) +
                                            "() needs a list or several values, not " +
                                            std::string(kind_name(list.kind())));
  }
  return extreme(function, list.as_list(), before);
}

}  // namespace

namespace functions_of_numbers {

Value to_int(Call& call) {
  const Value& value = call.arguments[0];
  if (value.is_int()) return value;
  if (value.is_string()) return parse_int(value.as_string());
  if (!value.is_double()) return wrong_kind("int", types::kNumber | types::kString, value);
  int64_t whole = 0;
  if (!truncated_int(value.as_double(), whole)) return outside_ints(value.as_double());
  return Value::integer(whole);
}

Value to_double(Call& call) {
  const Value& value = call.arguments[0];
  if (value.is_number()) return Value::real(value.as_number());
  if (value.is_string()) return parse_double(value.as_string());
  return wrong_kind("double", types::kNumber | types::kString, value);
}

Value range(Call& call) {
  for (const Value& argument : call.arguments) {
    if (!argument.is_int()) return wrong_kind("range", types::kInt, argument);
  }
  const bool from_zero = call.arguments.size() == 1;
  const int64_t begin = from_zero ? 0 : call.arguments[0].as_int();
  const int64_t end = call.arguments[from_zero ? 0 : 1].as_int();
  if (end <= begin) return Value::list({});
  const uint64_t count = static_cast<uint64_t>(end) - static_cast<uint64_t>(begin);
  if (count >= limits::kListElements) return too_many_elements();
  if (!call.budget.spend(count / 4)) return too_many_steps();
  return list_of_range({begin, count});
}

Value min(Call& call) {
  return extreme_of(call, "min", Operator::kLess);
}

Value max(Call& call) {
  return extreme_of(call, "max", Operator::kGreater);
}

Value sum(Call& call) {
  const Value& list = call.arguments[0];
  if (!list.is_list()) return wrong_kind("sum", types::kList, list);
  Value total = Value::integer(0);
  for (const Value& item : list.as_list()) {
    if (!item.is_number()) {
      return make_error(ErrorKind::kType, "sum() needs a list of numbers, not one with " +
                                              std::string(kind_name(item.kind())));
    }
    total = compute(Operator::kAdd, total, item);
    if (total.is_error()) return total;
  }
  return total;
}

Value sqrt(Call& call) {
  const Value& value = call.arguments[0];
  if (!value.is_number()) return wrong_kind("sqrt", types::kNumber, value);
  if (value.as_number() < 0) {
    return make_error(ErrorKind::kArithmetic, "sqrt() of a negative number");
  }
  return Value::real(std::sqrt(value.as_number()));
}

Value floor(Call& call) {
  const Value& value = call.arguments[0];
  if (value.is_int()) return value;
  if (!value.is_double()) return wrong_kind("floor", types::kNumber, value);
  int64_t whole = 0;
  if (!exact_int(std::floor(value.as_double()), whole)) return outside_ints(value.as_double());
  return Value::integer(whole);
}

Value random(Call& call) {
  return Value::real(call.random.real());
}

Value randint(Call& call) {
  for (const Value& argument : call.arguments) {
    if (!argument.is_int()) return wrong_kind("randint", types::kInt, argument);
  }
  const int64_t least = call.arguments[0].as_int();
  const int64_t most = call.arguments[1].as_int();
  if (least > most) {
    return make_error(ErrorKind::kArithmetic, "randint() from " + std::to_string(least) + " to " +
                                                  std::to_string(most) + ": there is no such int");
  }
  const uint64_t others = static_cast<uint64_t>(most) - static_cast<uint64_t>(least);
  const uint64_t drawn = others == UINT64_MAX ? call.random.next() : call.random.below(others + 1);
  return Value::integer(static_cast<int64_t>(static_cast<uint64_t>(least) + drawn));
}

}  // namespace functions_of_numbers

}  // namespace runner::expr
