// Arithmetic, comparison and logic. Ints and doubles take the short way, everything else goes to
// operations.h.
#include "expr/frame.h"
#include "expr/operations.h"

namespace runner::expr::instructions {
namespace {

// Out of line, so that the short way saves no registers.
[[gnu::noinline]] At slow(Frame& frame, At at, Operator op) {
  const Value& left = frame.left(at);
  const Value& right = frame.right(at);
  if (!frame.spend(work_of(left) + work_of(right))) return frame.fail(at, too_many_steps());
  if (at->left_base != Frame::Base::kTemporary) return frame.finish(at, compute(op, left, right));
  return frame.finish(at, compute_consuming(op, frame.temporaries[at->left], right));
}

template <Operator op>
bool fast(int64_t left, int64_t right, Value& result) {
  int64_t integer = 0;
  if constexpr (op == Operator::kAdd) {
    if (__builtin_add_overflow(left, right, &integer)) return false;
  } else if constexpr (op == Operator::kSubtract) {
    if (__builtin_sub_overflow(left, right, &integer)) return false;
  } else if constexpr (op == Operator::kMultiply) {
    if (__builtin_mul_overflow(left, right, &integer)) return false;
  } else {
    if (right <= 0) return false;  // 0 is an error, -1 may overflow
    integer = op == Operator::kDivide ? left / right : left % right;
  }
  result.set_integer(integer);
  return true;
}

template <Operator op>
bool fast(double left, double right, Value& result) {
  if constexpr (op == Operator::kAdd) {
    result.set_real(left + right);
  } else if constexpr (op == Operator::kSubtract) {
    result.set_real(left - right);
  } else if constexpr (op == Operator::kMultiply) {
    result.set_real(left * right);
  } else if constexpr (op == Operator::kDivide) {
    result.set_real(left / right);
  } else {
    return false;
  }
  return true;
}

template <Operator op, typename T>
bool holds(T left, T right) {
  if constexpr (op == Operator::kLess) return left < right;
  if constexpr (op == Operator::kLessEqual) return left <= right;
  if constexpr (op == Operator::kGreater) return left > right;
  if constexpr (op == Operator::kGreaterEqual) return left >= right;
  if constexpr (op == Operator::kEqual) return left == right;
  if constexpr (op == Operator::kNotEqual) return left != right;
}

template <Operator op>
At arithmetic(Frame& frame, At at) {
  const Value& left = frame.left(at);
  const Value& right = frame.right(at);
  if (left.is_int() && right.is_int()) {
    if (fast<op>(left.as_int(), right.as_int(), frame.target(at))) [[likely]]
      return at + 1;
  } else if (left.is_number() && right.is_number()) {
    if (fast<op>(left.as_number(), right.as_number(), frame.target(at))) return at + 1;
  }
  return slow(frame, at, op);
}

template <Operator op>
At comparison(Frame& frame, At at) {
  const Value& left = frame.left(at);
  const Value& right = frame.right(at);
  if (left.is_int() && right.is_int()) {
    frame.target(at).set_boolean(holds<op>(left.as_int(), right.as_int()));
    return at + 1;
  }
  if (left.is_double() && right.is_double()) {
    frame.target(at).set_boolean(holds<op>(left.as_double(), right.as_double()));
    return at + 1;
  }
  return slow(frame, at, op);
}

template <Operator op>
bool compare_ints(int64_t left, int64_t right, Value& result) {
  result.set_boolean(holds<op>(left, right));
  return true;
}

At membership(Frame& frame, At at) {
  return slow(frame, at, Operator::kIn);
}

At negation(Frame& frame, At at) {
  return frame.finish(at, negate(frame.left(at)));
}

At inversion(Frame& frame, At at) {
  return frame.finish(at, invert(frame.left(at)));
}

Value not_a_bool(const char* op, const Value& value) {
  return make_error(ErrorKind::kType, std::string("'") + op + "' needs two bools, not " +
                                          std::string(kind_name(value.kind())));
}

// && (decided by false) and || (decided by true).
template <bool decisive>
At logic_left(Frame& frame, At at) {
  const Value& left = frame.left(at);
  const bool decided = left.is_bool() && left.as_bool() == decisive;
  if (&left != &frame.target(at)) frame.target(at) = left;
  return decided ? frame.destination(at) : at + 1;
}

template <bool decisive>
At logic_right(Frame& frame, At at) {
  constexpr const char* kOperator = decisive ? "||" : "&&";
  const Value& right = frame.left(at);
  Value& left = frame.target(at);
  if (right.is_bool() && (right.as_bool() == decisive || left.is_bool())) {
    left.set_boolean(right.as_bool());
    return at + 1;
  }
  for (const Value* operand : {&static_cast<const Value&>(left), &right}) {
    if (operand->is_error()) return frame.fail(at, *operand);
    if (!operand->is_bool()) return frame.fail(at, not_a_bool(kOperator, *operand));
  }
  UNREACHABLE();
}

}  // namespace

Run binary(Operator op) {
  switch (op) {
    case Operator::kAdd:
      return arithmetic<Operator::kAdd>;
    case Operator::kSubtract:
      return arithmetic<Operator::kSubtract>;
    case Operator::kMultiply:
      return arithmetic<Operator::kMultiply>;
    case Operator::kDivide:
      return arithmetic<Operator::kDivide>;
    case Operator::kRemainder:
      return arithmetic<Operator::kRemainder>;
    case Operator::kLess:
      return comparison<Operator::kLess>;
    case Operator::kLessEqual:
      return comparison<Operator::kLessEqual>;
    case Operator::kGreater:
      return comparison<Operator::kGreater>;
    case Operator::kGreaterEqual:
      return comparison<Operator::kGreaterEqual>;
    case Operator::kEqual:
      return comparison<Operator::kEqual>;
    case Operator::kNotEqual:
      return comparison<Operator::kNotEqual>;
    case Operator::kIn:
      return membership;
    case Operator::kNot:
    case Operator::kNegate:
      break;
  }
  UNREACHABLE();
}

bool (*of_ints(Operator op))(int64_t, int64_t, Value&) {
  switch (op) {
    case Operator::kAdd:
      return fast<Operator::kAdd>;
    case Operator::kSubtract:
      return fast<Operator::kSubtract>;
    case Operator::kMultiply:
      return fast<Operator::kMultiply>;
    case Operator::kDivide:
      return fast<Operator::kDivide>;
    case Operator::kRemainder:
      return fast<Operator::kRemainder>;
    case Operator::kLess:
      return compare_ints<Operator::kLess>;
    case Operator::kLessEqual:
      return compare_ints<Operator::kLessEqual>;
    case Operator::kGreater:
      return compare_ints<Operator::kGreater>;
    case Operator::kGreaterEqual:
      return compare_ints<Operator::kGreaterEqual>;
    case Operator::kEqual:
      return compare_ints<Operator::kEqual>;
    case Operator::kNotEqual:
      return compare_ints<Operator::kNotEqual>;
    case Operator::kIn:
    case Operator::kNot:
    case Operator::kNegate:
      return nullptr;
  }
  UNREACHABLE();
}

Run unary(Operator op) {
  return op == Operator::kNot ? inversion : negation;
}

At copy(Frame& frame, At at) {
  frame.target(at) = frame.take_left(at);
  return at + 1;
}

At require(Frame& frame, At at) {
  const Value& value = frame.left(at);
  return value.is_error() ? frame.fail(at, value) : at + 1;
}

At jump(Frame& frame, At at) {
  return frame.destination(at);
}

At branch(Frame& frame, At at) {
  const Value& condition = frame.left(at);
  if (!condition.is_bool()) [[unlikely]]
    return frame.fail(at, not_a_condition(condition));
  return condition.as_bool() ? at + 1 : frame.destination(at);
}

At and_left(Frame& frame, At at) {
  return logic_left<false>(frame, at);
}
At and_right(Frame& frame, At at) {
  return logic_right<false>(frame, at);
}
At or_left(Frame& frame, At at) {
  return logic_left<true>(frame, at);
}
At or_right(Frame& frame, At at) {
  return logic_right<true>(frame, at);
}

}  // namespace runner::expr::instructions
