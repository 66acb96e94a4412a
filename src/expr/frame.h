// One evaluation in progress, and the instructions that work on it.
//
// A code is a register machine: every instruction reads two operands (slots of the caller,
// constants, temporaries) and leaves its result in a temporary. Each instruction is a function that
// returns the next instruction, so that adding one means adding a function. An error is a value;
// the guards of a code say where && and the macros take it up.
#pragma once

#include "expr/code.h"
#include "expr/functions.h"

namespace runner::expr {

struct Frame {
  using Base = Code::Base;
  using Instruction = Code::Instruction;

  const Code& code;
  const Value* bases[4];  // by Base
  Value* temporaries;
  const Instruction* begin;
  const Instruction* end;
  Random& random;
  Surroundings& surroundings;
  Budget budget;

  // Runs the instructions [from, to) of `code` and takes what they cost from `budget`; the result,
  // or the error.
  static Value run(const Code& code, size_t from, size_t to, const Value* slots, Random& random,
                   Surroundings& surroundings, Budget& budget);
  // Runs all of it.
  static Value run(const Code& code, const Value* slots, Random& random, Surroundings& surroundings,
                   Budget& budget) {
    return run(code, 0, code.instructions_.size(), slots, random, surroundings, budget);
  }

  const Value& left(const Instruction* at) const {
    return bases[static_cast<size_t>(at->left_base)][at->left];
  }
  const Value& right(const Instruction* at) const {
    return bases[static_cast<size_t>(at->right_base)][at->right];
  }
  Value& target(const Instruction* at) const { return temporaries[at->target]; }
  // The left operand, moved when nobody needs it any more.
  Value take_left(const Instruction* at) const {
    if (at->left_base == Base::kTemporary) return std::move(temporaries[at->left]);
    return left(at);
  }

  const Instruction* destination(const Instruction* at) const { return begin + at->right; }
  const std::string& name(const Instruction* at) const {
    return code.names_[static_cast<size_t>(at->right)];
  }
  const Regex& pattern(const Instruction* at) const {
    return *code.patterns_[static_cast<size_t>(at->right)];
  }

  // Leaves `result` in the target and goes on; or fails when it is an error.
  const Instruction* finish(const Instruction* at, Value result) {
    if (result.is_error()) [[unlikely]]
      return fail(at, std::move(result));
    target(at) = std::move(result);
    return at + 1;
  }
  // Goes on where the error is absorbed, or ends the evaluation with it.
  const Instruction* fail(const Instruction* at, Value error);
  // Counts work; false when the limit is reached: the instruction fails with too_many_steps().
  bool spend(uint64_t steps) { return budget.spend(steps); }

 private:
  Value run(size_t from, size_t to);
};

// The instructions. Where a comment says nothing else, target = the result for left and right.
namespace instructions {

using Run = Frame::Instruction::Run;
using At = const Frame::Instruction*;

Run binary(Operator op);
Run unary(Operator op);
// An operator for two ints by itself: false when it takes more than that. Null: not for ints.
bool (*of_ints(Operator op))(int64_t left, int64_t right, Value& to);

At copy(Frame& frame, At at);       // left
At require(Frame& frame, At at);    // fails with left if that is an error; has no target
At jump(Frame& frame, At at);       // to right
At branch(Frame& frame, At at);     // to right unless left is true
At and_left(Frame& frame, At at);   // left; when it is false to right, with target = false
At and_right(Frame& frame, At at);  // target && left, either of which may be an error
At or_left(Frame& frame, At at);
At or_right(Frame& frame, At at);

At select(Frame& frame, At at);  // left.name(right)
At has(Frame& frame, At at);
At index(Frame& frame, At at);
At call(Frame& frame, At at);      // function right of the `left` values from temporary target on
At call_one(Frame& frame, At at);  // function right of the operand left
At square_root(Frame& frame, At at);
At size(Frame& frame, At at);
At match(Frame& frame, At at);  // left matches pattern right

At text_begin(Frame& frame, At at);
At text_append(Frame& frame, At at);  // left's text to target
At list_begin(Frame& frame, At at);
At list_append(Frame& frame, At at);  // left to target
At list_end(Frame& frame, At at);     // checks target's size
At map_begin(Frame& frame, At at);
At map_put(Frame& frame, At at);  // key left, value right into target

// A loop has four temporaries from its target on: what it runs over (a list, or the end of a
// range), its position, what it has found so far, and its variable.
inline constexpr int kLoopPosition = 1;
inline constexpr int kLoopFound = 2;
inline constexpr int kLoopVariable = 3;
inline constexpr int kLoopTemporaries = 4;

At loop_begin(Frame& frame, At at);    // over the list or the map's keys in target
At loop_range(Frame& frame, At at);    // over the ints from target to the next temporary
At loop_reserve(Frame& frame, At at);  // room for one result of every element
At loop_next(Frame& frame, At at);     // the next element; to right when there is none
At loop_end(Frame& frame, At at);      // target = what was found, or its error
At loop_end_one(Frame& frame, At at);  // target = whether exactly one was found
// Each takes the value of the body in left, and goes to right for the next element.
At loop_all(Frame& frame, At at);
At loop_exists(Frame& frame, At at);
At loop_exists_one(Frame& frame, At at);
At loop_filter(Frame& frame, At at);
At loop_test(Frame& frame, At at);  // goes on when left is true
At loop_map(Frame& frame, At at);

}  // namespace instructions

}  // namespace runner::expr
