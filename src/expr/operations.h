// What the operators compute, for operands of every kind. A result of kind kError says why there is
// none.
#pragma once

#include <string>

#include "expr/ast.h"
#include "expr/value.h"

namespace runner::expr {

Value negate(const Value& operand);
Value invert(const Value& operand);

// A binary operator. `left` may be moved from: it is then a value that nobody needs any more.
Value compute(Operator op, const Value& left, const Value& right);
Value compute_consuming(Operator op, Value& left, const Value& right);

// container[key]: of a list by its index, of a map by its key.
Value element_of(const Value& container, const Value& key);
// The error of an index outside a list of `size` elements.
Value missing_element(const Value& key, size_t size);
// object.name: of a map by its key, of a process its attribute.
Value select_from(const Value& object, const std::string& name);
// has(object.name)
Value has_selection(const Value& object, const std::string& name);

// Adds an entry of a map literal; null, or an error.
Value put_entry(Value& map, const Value& key, Value value);

// "a condition must be a bool, not …"
Value not_a_condition(const Value& value);

}  // namespace runner::expr
