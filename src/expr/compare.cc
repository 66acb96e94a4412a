#include "expr/compare.h"

#include <cmath>

namespace runner::expr {
namespace {

constexpr double kTwoTo63 = 9223372036854775808.0;

template <typename T>
Order order_of(const T& a, const T& b) {
  if (a < b) return Order::kLess;
  if (a > b) return Order::kGreater;
  return a == b ? Order::kEqual : Order::kUnordered;
}

}  // namespace

Order compare_numbers(const Value& a, const Value& b) {
  if (a.is_int() && b.is_int()) return order_of(a.as_int(), b.as_int());
  return order_of(a.as_number(), b.as_number());
}

bool compare(const Value& a, const Value& b, Order& order) {
  if (a.is_number() && b.is_number()) {
    order = compare_numbers(a, b);
  } else if (a.is_string() && b.is_string()) {
    order = order_of(a.as_string(), b.as_string());
  } else if (a.is_bool() && b.is_bool()) {
    order = order_of(a.as_int(), b.as_int());
  } else {
    return false;
  }
  return true;
}

bool exact_int(double number, int64_t& integer) {
  if (!(number >= -kTwoTo63 && number < kTwoTo63) || std::trunc(number) != number) return false;
  integer = static_cast<int64_t>(number);
  return true;
}

bool truncated_int(double number, int64_t& integer) {
  if (!(number > -kTwoTo63 && number < kTwoTo63)) return false;
  integer = static_cast<int64_t>(number);
  return true;
}

}  // namespace runner::expr
