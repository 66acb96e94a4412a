#include "expr/operations.h"

#include <algorithm>
#include <limits>

#include "base/limits.h"
#include "expr/compare.h"
#include "expr/functions.h"
#include "expr/text_form.h"
#include "expr/types.h"
#include "expr/unicode.h"

namespace runner::expr {
namespace {

std::string name_of(const Value& value) {
  return std::string(kind_name(value.kind()));
}

Value mismatch(Operator op, const Value& left, const Value& right) {
  return make_error(ErrorKind::kType,
                    needs(op) + ", not " + name_of(left) + " and " + name_of(right));
}

Value overflow(Operator op, int64_t left, int64_t right) {
  return make_error(ErrorKind::kArithmetic, std::to_string(left) + " " +
                                                std::string(operator_text(op)) + " " +
                                                std::to_string(right) + " overflows 64 bits");
}

Value divide(Operator op, int64_t left, int64_t right) {
  if (right == 0) {
    return make_error(ErrorKind::kArithmetic,
                      op == Operator::kDivide ? "division by zero" : "modulus by zero");
  }
  if (left == std::numeric_limits<int64_t>::min() && right == -1) return overflow(op, left, right);
  return Value::integer(op == Operator::kDivide ? left / right : left % right);
}

Value compute_ints(Operator op, int64_t left, int64_t right) {
  int64_t result = 0;
  bool too_large = false;
  if (op == Operator::kAdd) {
    too_large = __builtin_add_overflow(left, right, &result);
  } else if (op == Operator::kSubtract) {
    too_large = __builtin_sub_overflow(left, right, &result);
  } else if (op == Operator::kMultiply) {
    too_large = __builtin_mul_overflow(left, right, &result);
  } else {
    return divide(op, left, right);
  }
  return too_large ? overflow(op, left, right) : Value::integer(result);
}

Value compute_doubles(Operator op, double left, double right) {
  if (op == Operator::kAdd) return Value::real(left + right);
  if (op == Operator::kSubtract) return Value::real(left - right);
  if (op == Operator::kMultiply) return Value::real(left * right);
  return Value::real(left / right);
}

Value arithmetic(Operator op, const Value& left, const Value& right) {
  if (left.is_int() && right.is_int()) return compute_ints(op, left.as_int(), right.as_int());
  const bool numbers = left.is_number() && right.is_number();
  if (!numbers || op == Operator::kRemainder) return mismatch(op, left, right);
  return compute_doubles(op, left.as_number(), right.as_number());
}

Value order(Operator op, const Value& left, const Value& right) {
  Order order = Order::kUnordered;
  if (!compare(left, right, order)) return mismatch(op, left, right);
  const bool equal = order == Order::kEqual;
  if (op == Operator::kLess) return Value::boolean(order == Order::kLess);
  if (op == Operator::kLessEqual) return Value::boolean(order == Order::kLess || equal);
  if (op == Operator::kGreater) return Value::boolean(order == Order::kGreater);
  return Value::boolean(order == Order::kGreater || equal);
}

Value contains(const Value& item, const Value& container) {
  if (container.is_map()) return Value::boolean(container.as_map().find(item) != nullptr);
  if (!container.is_list()) {
    return make_error(ErrorKind::kType, needs(Operator::kIn) + ", not " + name_of(container));
  }
  const std::vector<Value>& items = container.as_list();
  return Value::boolean(std::any_of(items.begin(), items.end(),
                                    [&item](const Value& other) { return equal(item, other); }));
}

// Appends to `left`, in place when nobody else has it.
Value append_string(Value left, const Value& right) {
  if (left.as_string().size() + right.as_string().size() > limits::kStringBytes) {
    return too_long_a_string();
  }
  left.mutable_string() += right.as_string();
  return left;
}

Value append_list(Value left, const Value& right) {
  if (left.list_size() + right.list_size() > limits::kListElements) {
    return too_many_elements();
  }
  // Stays while left changes: they may be one list.
  const Value items = right;  // NOLINT(performance-unnecessary-copy-initialization)
  std::vector<Value>& target = left.mutable_list();
  target.insert(target.end(), items.as_list().begin(), items.as_list().end());
  return within_limits(left) ? left : too_large_a_value(left);
}

// Starts from a copy that has room for both.
Value concatenate_strings(const Value& left, const Value& right) {
  std::string text;
  text.reserve(std::min(left.as_string().size() + right.as_string().size(), limits::kStringBytes));
  text = left.as_string();
  return append_string(Value::string(std::move(text)), right);
}

Value concatenate_lists(const Value& left, const Value& right) {
  std::vector<Value> items;
  items.reserve(std::min(left.as_list().size() + right.as_list().size(), limits::kListElements));
  items = left.as_list();
  return append_list(Value::list(std::move(items)), right);
}

Value no_such_key(const Value& key) {
  constexpr size_t kShown = 100;  // characters
  Value shown = key;
  if (key.is_string()) {
    const std::string_view text = key.as_string();
    shown = Value::string(text.substr(0, prefix_of(text, kShown)));
  }
  const std::string text = to_repr(shown);
  return make_error(ErrorKind::kKey, "no such key: " + text);
}

Value bad_key(const Value& key) {
  return make_error(ErrorKind::kType,
                    "a map's key is a bool, an int or a string, not " + name_of(key));
}

// Whether the key is the number of one of `size` elements; `index` is it. Otherwise gives why not.
Value check_index(const Value& key, size_t size, size_t& index) {
  int64_t number = 0;
  if (key.is_int()) {
    number = key.as_int();
  } else if (!key.is_double() || !exact_int(key.as_double(), number)) {
    return make_error(ErrorKind::kType, "a list's index is an int, not " +
                                            (key.is_double() ? to_text(key) : name_of(key)));
  }
  if (number < 0 || static_cast<uint64_t>(number) >= size) {
    return make_error(ErrorKind::kIndex, "index " + std::to_string(number) +
                                             " is outside the list of " + std::to_string(size));
  }
  index = static_cast<size_t>(number);
  return Value();
}

Value list_element(const Value& list, const Value& key) {
  size_t index = 0;
  Value error = check_index(key, list.list_size(), index);
  return error.is_error() ? error : list.list_item(index);
}

}  // namespace

Value negate(const Value& operand) {
  if (operand.is_double()) return Value::real(-operand.as_double());
  if (!operand.is_int()) {
    return make_error(ErrorKind::kType, needs(Operator::kNegate) + ", not " + name_of(operand));
  }
  int64_t result = 0;
  if (__builtin_sub_overflow(int64_t{0}, operand.as_int(), &result)) {
    return make_error(ErrorKind::kArithmetic,
                      "-(" + std::to_string(operand.as_int()) + ") overflows 64 bits");
  }
  return Value::integer(result);
}

Value invert(const Value& operand) {
  if (operand.is_bool()) return Value::boolean(!operand.as_bool());
  return make_error(ErrorKind::kType, needs(Operator::kNot) + ", not " + name_of(operand));
}

Value compute_consuming(Operator op, Value& left, const Value& right) {
  if (op == Operator::kAdd) {
    if (left.is_string() && right.is_string()) return append_string(std::move(left), right);
    if (left.is_list() && right.is_list()) return append_list(std::move(left), right);
  }
  return compute(op, left, right);
}

Value compute(Operator op, const Value& left, const Value& right) {
  switch (op) {
    case Operator::kAdd:
      if (left.is_string() && right.is_string()) return concatenate_strings(left, right);
      if (left.is_list() && right.is_list()) return concatenate_lists(left, right);
      return arithmetic(op, left, right);
    case Operator::kSubtract:
    case Operator::kMultiply:
    case Operator::kDivide:
    case Operator::kRemainder:
      return arithmetic(op, left, right);
    case Operator::kLess:
    case Operator::kLessEqual:
    case Operator::kGreater:
    case Operator::kGreaterEqual:
      return order(op, left, right);
    case Operator::kEqual:
      return Value::boolean(equal(left, right));
    case Operator::kNotEqual:
      return Value::boolean(!equal(left, right));
    case Operator::kIn:
      return contains(left, right);
    case Operator::kNot:
    case Operator::kNegate:
      break;
  }
  UNREACHABLE();
}

Value element_of(const Value& container, const Value& key) {
  if (container.is_list()) return list_element(container, key);
  if (!container.is_map()) {
    return make_error(ErrorKind::kType, name_of(container) + " has no elements");
  }
  if (const Value* found = container.as_map().find(key)) return *found;
  Value normal;
  const bool possible = key.is_double() || map_key(key, normal);
  return possible ? no_such_key(key) : bad_key(key);
}

Value missing_element(const Value& key, size_t size) {
  size_t index = 0;
  return check_index(key, size, index);
}

Value select_from(const Value& object, const std::string& name) {
  if (object.is_map()) {
    const Value* found = object.as_map().find(name);
    return found != nullptr ? *found : no_such_key(Value::string(name));
  }
  Value attribute;
  if (object.is_process() && object.as_process().attribute(name, attribute)) return attribute;
  if (object.is_process()) {
    return make_error(ErrorKind::kKey, "a process has no attribute '" + name + "'");
  }
  return make_error(ErrorKind::kType, name_of(object) + " has no attribute '" + name + "'");
}

Value has_selection(const Value& object, const std::string& name) {
  if (object.is_map()) return Value::boolean(object.as_map().find(name) != nullptr);
  Value attribute;
  if (object.is_process()) return Value::boolean(object.as_process().attribute(name, attribute));
  return make_error(ErrorKind::kType, "has() needs a map or a process, not " + name_of(object));
}

Value put_entry(Value& map, const Value& key, Value value) {
  if (!key.is_bool() && !key.is_int() && !key.is_string()) return bad_key(key);
  MapBody& body = map.mutable_map();
  if (body.find(key) != nullptr) {
    return make_error(ErrorKind::kKey, "the key " + to_repr(key) + " is there twice");
  }
  body.set(key, std::move(value));
  return Value();
}

Value not_a_condition(const Value& value) {
  return make_error(ErrorKind::kType, "a condition must be a bool, not " + name_of(value));
}

}  // namespace runner::expr
