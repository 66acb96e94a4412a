// A checked expression as code for a small stack machine, and its evaluation.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "expr/ast.h"
#include "expr/random.h"
#include "expr/value.h"

namespace runner {

// What an evaluation may ask of the world around it. Clock readings are fixed while exploring.
class Surroundings {
 public:
  virtual ~Surroundings() = default;
  virtual std::string now() = 0;  // local time, YYYY-MM-DD HH:MM:SS
  virtual double elapsed() = 0;   // seconds since the run began
  // Now and then, in an evaluation that takes long: what this throws ends it.
  virtual void look_at_time() {}
};

class Regex;

namespace expr {
struct Frame;
class Compiler;
}  // namespace expr

class Code {
 public:
  // The code of a checked tree. kLocal n reads slots[n]; kInput n reads slots[first_input + n].
  static Code compile(const Ast& ast, int32_t first_input);

  // Computes the expression. Errors come back as a kError value (with kind, message and the
  // operator's position); && and || absorb errors as CEL says. Limits: limits::kEvaluationSteps,
  // kStringBytes, kListElements. Does not allocate for arithmetic and comparisons of scalars.
  Value evaluate(const Value* slots, Random& random, Surroundings& surroundings) const;

  // The short way of a code that is one operator for two ints: sets `to` to the result. False, and
  // nothing has happened: it is to be evaluated.
  bool compute_ints(const Value* slots, Value& to) const {
    if (of_ints_ == nullptr) return false;
    const Instruction& only = instructions_.front();
    const Value& left = (only.left_base == Base::kSlot ? slots : constants_.data())[only.left];
    const Value& right = (only.right_base == Base::kSlot ? slots : constants_.data())[only.right];
    return left.is_int() && right.is_int() && of_ints_(left.as_int(), right.as_int(), to);
  }

  // The canonical text of the tree it came from.
  const std::string& text() const { return text_; }

  // Whether it may draw a random number.
  bool draws() const { return draws_; }

  // A code that only gives a constant or copies a slot, for whoever wants to skip evaluating it:
  // the constant, or null pointer; the slot, or -1.
  const Value* constant() const;
  int32_t copied_slot() const;

 private:
  friend expr::Frame;
  friend expr::Compiler;

  // Where an operand lies.
  enum class Base : uint8_t {
    kSlot,       // given by the caller
    kConstant,   // a literal
    kTemporary,  // an intermediate result, used once: it may be moved from
    kVariable,   // a temporary that is used again: a macro's variable
  };

  // One instruction: computes temporaries[target] from two operands. `run` gives the next one.
  struct Instruction {
    using Run = const Instruction* (*)(expr::Frame& frame, const Instruction* at);
    Run run = nullptr;
    Base left_base = Base::kSlot;
    Base right_base = Base::kSlot;
    uint16_t target = 0;
    int32_t left = 0;
    int32_t right = 0;  // or another number: a jump's destination, a name, a function
    Position at;
  };

  // An error in the instructions [begin, end) becomes the value of a temporary, and the evaluation
  // goes on at `handler`. Inner guards come first.
  struct Guard {
    int32_t begin = 0;
    int32_t end = 0;
    int32_t handler = 0;
    uint16_t target = 0;
  };

  std::vector<Instruction> instructions_;  // the result is left in temporary 0
  std::vector<Value> constants_;
  std::vector<std::string> names_;
  std::vector<std::shared_ptr<const Regex>> patterns_;
  std::vector<Guard> guards_;
  int32_t depth_ = 1;  // the temporaries it needs
  bool (*of_ints_)(int64_t left, int64_t right, Value& to) = nullptr;
  bool draws_ = false;
  std::string text_;
};

}  // namespace runner
