// How values compare: CEL's equality and order.
#pragma once

#include <cstdint>

#include "expr/value.h"

namespace runner::expr {

enum class Order : uint8_t { kLess, kEqual, kGreater, kUnordered };

// An int is compared with a double as a double, which may round it. NaN is unordered.
Order compare_numbers(const Value& a, const Value& b);

// Two numbers, two strings (by code points) or two bools (false first) have an order; false when
// the values are of other kinds.
bool compare(const Value& a, const Value& b, Order& order);

// Whether `number` is an int's value exactly, and which.
bool exact_int(double number, int64_t& integer);
// Whether the whole part of `number` lies strictly between the smallest and the largest int, as CEL
// demands of conversions, and which it is.
bool truncated_int(double number, int64_t& integer);

}  // namespace runner::expr
