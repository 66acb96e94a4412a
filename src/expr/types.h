// What is known statically: sets of types, and the signatures of operators.
#pragma once

#include <cstdint>
#include <string>

#include "expr/check.h"

namespace runner::expr {

// A set of the types a value may have, one bit each.
using TypeSet = uint16_t;

namespace types {
inline constexpr TypeSet kNull = 1 << 0;
inline constexpr TypeSet kBool = 1 << 1;
inline constexpr TypeSet kInt = 1 << 2;
inline constexpr TypeSet kDouble = 1 << 3;
inline constexpr TypeSet kString = 1 << 4;
inline constexpr TypeSet kList = 1 << 5;
inline constexpr TypeSet kMap = 1 << 6;
inline constexpr TypeSet kProcess = 1 << 7;
inline constexpr TypeSet kHandle = 1 << 8;
inline constexpr TypeSet kNumber = kInt | kDouble;
inline constexpr TypeSet kAny = (1 << 9) - 1;
}  // namespace types

TypeSet set_of(Type type);
// The most that Type can say about the set.
Type type_of_set(TypeSet set);

// What the operator gives for operands of these types; 0 when it takes none of them.
TypeSet unary_result(Operator op, TypeSet operand);
TypeSet binary_result(Operator op, TypeSet left, TypeSet right);

// "'+' needs two numbers, two strings or two lists"
std::string needs(Operator op);
// "bool, number or string", "any value"
std::string names_of(TypeSet set);
// The same with an article: "a bool, number or string".
std::string describe(TypeSet set);

}  // namespace runner::expr
