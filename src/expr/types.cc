#include "expr/types.h"

#include <bit>
#include <vector>

namespace runner::expr {
namespace {

struct Overload {
  TypeSet left;
  TypeSet right;
  TypeSet result;
};

constexpr Overload kArithmetic[] = {
    {types::kInt, types::kInt, types::kInt},
    {types::kNumber, types::kDouble, types::kDouble},
    {types::kDouble, types::kInt, types::kDouble},
};
constexpr Overload kSums[] = {
    {types::kString, types::kString, types::kString},
    {types::kList, types::kList, types::kList},
};
constexpr Overload kRemainders[] = {{types::kInt, types::kInt, types::kInt}};
constexpr Overload kOrders[] = {
    {types::kNumber, types::kNumber, types::kBool},
    {types::kString, types::kString, types::kBool},
    {types::kBool, types::kBool, types::kBool},
};
constexpr Overload kEqualities[] = {{types::kAny, types::kAny, types::kBool}};
constexpr Overload kMemberships[] = {{types::kAny, types::kList | types::kMap, types::kBool}};

template <size_t size>
TypeSet result_of(const Overload (&overloads)[size], TypeSet left, TypeSet right) {
  TypeSet result = 0;
  for (const Overload& overload : overloads) {
    if ((left & overload.left) == 0 || (right & overload.right) == 0) continue;
    result = static_cast<TypeSet>(result | overload.result);
  }
  return result;
}

}  // namespace

TypeSet set_of(Type type) {
  switch (type) {
    case Type::kAny:
      return types::kAny;
    case Type::kNull:
      return types::kNull;
    case Type::kBool:
      return types::kBool;
    case Type::kInt:
      return types::kInt;
    case Type::kDouble:
      return types::kDouble;
    case Type::kNumber:
      return types::kNumber;
    case Type::kString:
      return types::kString;
    case Type::kList:
      return types::kList;
    case Type::kMap:
      return types::kMap;
    case Type::kProcess:
      return types::kProcess;
    case Type::kHandle:
      return types::kHandle;
  }
  UNREACHABLE();
}

Type type_of_set(TypeSet set) {
  for (const Type type : {Type::kNull, Type::kBool, Type::kInt, Type::kDouble, Type::kNumber,
                          Type::kString, Type::kList, Type::kMap, Type::kProcess, Type::kHandle}) {
    if (set == set_of(type)) return type;
  }
  return Type::kAny;
}

TypeSet unary_result(Operator op, TypeSet operand) {
  return op == Operator::kNot ? operand & types::kBool : operand & types::kNumber;
}

TypeSet binary_result(Operator op, TypeSet left, TypeSet right) {
  switch (op) {
    case Operator::kAdd:
      return result_of(kArithmetic, left, right) | result_of(kSums, left, right);
    case Operator::kSubtract:
    case Operator::kMultiply:
    case Operator::kDivide:
      return result_of(kArithmetic, left, right);
    case Operator::kRemainder:
      return result_of(kRemainders, left, right);
    case Operator::kLess:
    case Operator::kLessEqual:
    case Operator::kGreater:
    case Operator::kGreaterEqual:
      return result_of(kOrders, left, right);
    case Operator::kEqual:
    case Operator::kNotEqual:
      return result_of(kEqualities, left, right);
    case Operator::kIn:
      return result_of(kMemberships, left, right);
    case Operator::kNot:
    case Operator::kNegate:
      break;
  }
  UNREACHABLE();
}

std::string needs(Operator op) {
  const std::string start = "'" + std::string(operator_text(op)) + "' needs ";
  switch (op) {
    case Operator::kNot:
      return start + "a bool";
    case Operator::kNegate:
      return start + "a number";
    case Operator::kAdd:
      return start + "two numbers, two strings or two lists";
    case Operator::kSubtract:
    case Operator::kMultiply:
    case Operator::kDivide:
      return start + "two numbers";
    case Operator::kRemainder:
      return start + "two ints";
    case Operator::kLess:
    case Operator::kLessEqual:
    case Operator::kGreater:
    case Operator::kGreaterEqual:
      return start + "two numbers, two strings or two bools";
    case Operator::kEqual:
    case Operator::kNotEqual:
      return start + "two values";
    case Operator::kIn:
      return start + "a list or a map on its right";
  }
  UNREACHABLE();
}

std::string names_of(TypeSet set) {
  if (set == types::kAny) return "any value";
  std::vector<std::string> names;
  for (TypeSet rest = set; rest != 0;) {
    TypeSet next = static_cast<TypeSet>(1 << std::countr_zero(rest));
    if ((rest & types::kNumber) == types::kNumber && next == types::kInt) next = types::kNumber;
    names.emplace_back(type_name(type_of_set(next)));
    rest = static_cast<TypeSet>(rest & ~next);
  }
  std::string text;
  for (size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " or " : ", ";
    text += names[i];
  }
  return text;
}

std::string describe(TypeSet set) {
  const std::string names = names_of(set);
  return (names[0] == 'i' || names[0] == 'a' ? "an " : "a ") + names;
}

}  // namespace runner::expr
