// The inner loop of a machine: the instructions of which loops are made, and the operations that
// the backend performs at once. What a step costs is decided here.
#pragma once

#include <utility>

#include "machine/machine.h"

namespace runner {

// The error of a condition that has another value than true and false.
Value not_a_condition(const Value& value);

// One frame's instructions, as long as they stay in it.
template <typename Quick>
struct Stretch {
  const Program& program;
  const Routine& routine;   // of the frame
  const Instruction* code;  // the routine's
  Value* slots;             // of the frame
  Random& random;
  bool random_frozen;
  Environment& environment;
  Quick& quick;
  Value& error;                      // of the instruction that `run` gave, if it is one
  const Instruction* stands = code;  // where it is when something is thrown

  // Gives the first instruction from `at` on that is none of these, or raised an error, or for
  // which there is no budget.
  const Instruction* run(const Instruction* at, uint64_t& budget);

 private:
  const Code& code_of(int32_t number) const { return program.codes[static_cast<size_t>(number)]; }
  Value evaluate(const Instruction* at, int32_t number) {
    stands = at;
    quick.computes(routine.positions[static_cast<size_t>(at - code)]);
    const Code& expression = code_of(number);
    if (!random_frozen) [[likely]]
      return expression.evaluate(slots, random, environment);
    Random fixed = random;
    return expression.evaluate(slots, fixed, environment);
  }
  const Instruction* fail(const Instruction* at, Value why) {
    error = std::move(why);
    return at;
  }
};

template <typename Quick>
[[gnu::hot]] const Instruction* Stretch<Quick>::run(const Instruction* at, uint64_t& budget) {
  for (; budget > 0; --budget) {
    switch (at->op) {
      case OpCode::kConstant:
        assign(slots[at->a], program.constants[static_cast<size_t>(at->b)]);
        ++at;
        continue;
      case OpCode::kJump:
        at = code + at->b;
        continue;
      case OpCode::kCountNext: {
        const int64_t count = slots[at->a].as_int();
        if (count > 0) slots[at->a].set_integer(count - 1);
        at = count > 0 ? at + 1 : code + at->b;
        continue;
      }
      case OpCode::kRangeNext: {
        const int64_t next = slots[at->a].as_int() + 1;
        slots[at->a].set_integer(next);
        at = next < at->c ? at + 1 : code + at->b;
        continue;
      }
      case OpCode::kForNext: {
        const int64_t next = slots[at->a + 1].as_int();
        const bool is_there = slots[at->a].read_item(static_cast<size_t>(next), slots[at->c]);
        if (is_there) slots[at->a + 1].set_integer(next + 1);
        at = is_there ? at + 1 : code + at->b;
        continue;
      }
      case OpCode::kMove:
        if (slots[at->b].is_error()) [[unlikely]] {
          return fail(at, slots[at->b]);
        }
        assign(slots[at->a], slots[at->b]);
        ++at;
        continue;
      case OpCode::kEvaluate: {
        if (code_of(at->b).compute_ints(slots, slots[at->a])) {
          ++at;
          continue;
        }
        Value value = evaluate(at, at->b);
        if (value.is_error()) [[unlikely]] {
          return fail(at, std::move(value));
        }
        slots[at->a] = std::move(value);
        ++at;
        continue;
      }
      case OpCode::kBranchFalse:
      case OpCode::kBranchTrue: {
        Value value;
        if (!code_of(at->a).compute_ints(slots, value)) value = evaluate(at, at->a);
        if (!value.is_bool()) [[unlikely]] {
          return fail(at, not_a_condition(value));
        }
        at = value.as_bool() == (at->op == OpCode::kBranchTrue) ? code + at->b : at + 1;
        continue;
      }
      case OpCode::kReference:
      case OpCode::kSelf:
      case OpCode::kBranchNull:
      case OpCode::kBranchNotList:
      case OpCode::kBranchNoAction:
      case OpCode::kCheckList:
      case OpCode::kCountCheck:
      case OpCode::kDeadline:
      case OpCode::kDuration:
      case OpCode::kNextPeriod:
      case OpCode::kMakeList:
      case OpCode::kAppendLocal:
      case OpCode::kStoreLocal:
      case OpCode::kCall:
      case OpCode::kCallKernel:
      case OpCode::kCallItem:
      case OpCode::kCallAction:
      case OpCode::kReadyList:
      case OpCode::kImplicitNext:
      case OpCode::kImplicitMark:
      case OpCode::kReturn:
      case OpCode::kRaise:
      case OpCode::kAssert:
      case OpCode::kCatch:
      case OpCode::kRethrow:
      case OpCode::kExit:
        break;
      case OpCode::kOperation:
        stands = at;
        if (!quick.perform(program.operations[static_cast<size_t>(at->a)], slots)) break;
        ++at;
        continue;
    }
    return at;
  }
  return at;
}

}  // namespace runner
