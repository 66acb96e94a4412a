// A checked expression as code for a small stack machine, and its evaluation.
#pragma once

#include <cstdint>
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
  virtual std::string now() = 0;     // local time, YYYY-MM-DD HH:MM:SS
  virtual double elapsed() = 0;      // seconds since the run began
};

class Code {
 public:
  // What code.cc knows of an instruction; nobody else looks inside.
  struct Instruction {
    uint16_t op = 0;
    uint16_t flags = 0;
    int32_t a = 0;
    int32_t b = 0;
    Position at;
  };

  // The code of a checked tree. kLocal n reads slots[n]; kInput n reads slots[first_input + n].
  static Code compile(const Ast& ast, int32_t first_input);

  // Computes the expression. Errors come back as a kError value (with kind, message and the
  // operator's position); && and || absorb errors as CEL says. Limits: limits::kEvaluationSteps,
  // kStringBytes, kListElements. Does not allocate for arithmetic and comparisons of scalars.
  Value evaluate(const Value* slots, Random& random, Surroundings& surroundings) const;

  // The canonical text of the tree it came from.
  const std::string& text() const { return text_; }

  // A code that only gives a constant or copies a slot, for whoever wants to skip evaluating it:
  // the constant, or null pointer; the slot, or -1.
  const Value* constant() const;
  int32_t copied_slot() const;

 private:
  std::vector<Instruction> instructions_;
  std::vector<Value> constants_;
  std::vector<std::string> names_;
  int32_t depth_ = 0;  // the stack it needs
  std::string text_;
};

}  // namespace runner
