// A checked tree as code.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "expr/frame.h"

namespace runner::expr {

class Compiler {
 public:
  Compiler(Code& code, int32_t first_input) : code_(code), first_input_(first_input) {}

  void run(const Ast& ast);

 private:
  using Base = Code::Base;
  using Run = Code::Instruction::Run;

  struct Operand {
    Base base = Base::kTemporary;
    int32_t index = 0;
  };
  // The state to go back to when a part turns out to be a constant.
  struct Mark {
    size_t instructions;
    size_t constants;
  };

  // Emits what computes `ast`. The result lies where it lay before (a slot, a constant, a
  // variable), or in temporary `target`; temporaries from `target` on may be used.
  Operand expression(const Ast& ast, int target);
  // The same, but the result is always in `target`.
  void into(const Ast& ast, int target);

  Operand input(const Ast& ast, int target);
  Operand unary(const Ast& ast, int target);
  Operand binary(const Ast& ast, int target);
  Operand logic(const Ast& ast, int target, Run left, Run right);
  Operand conditional(const Ast& ast, int target);
  Operand selection(const Ast& ast, int target);
  Operand call(const Ast& ast, int target);
  Operand call_of_one(const Ast& ast, int32_t function, int target);
  Operand match(const Ast& ast, int target);
  Operand text(const Ast& ast, int target);
  Operand list(const Ast& ast, int target);
  Operand map(const Ast& ast, int target);
  Operand macro(const Ast& ast, int target);
  void loop_source(const Ast& ast, int target);
  void loop_body(const Ast& ast, int target, int32_t next);

  void emit(Run run, const Ast& at, int target);
  void emit(Run run, const Ast& at, int target, Operand left);
  void emit(Run run, const Ast& at, int target, Operand left, Operand right);
  size_t emit_to(Run run, const Ast& at, int target, Operand left, int32_t right);
  int32_t here() const { return static_cast<int32_t>(code_.instructions_.size()); }
  void arrive(size_t jump) { code_.instructions_[jump].right = here(); }
  void guard(int32_t begin, int target);
  Operand constant(Value value);
  int32_t name(const std::string& name);
  Mark mark() const { return {code_.instructions_.size(), code_.constants_.size()}; }
  // Computes what was emitted since `mark`, which depends on constants only; errors are left to the
  // evaluation.
  Operand folded(Mark mark, int target);

  static Operand temporary(int index) { return {Base::kTemporary, index}; }
  static bool is_constant(Operand operand) { return operand.base == Base::kConstant; }
  // The first temporary that is free beside the operand.
  static int beside(Operand operand, int target) {
    return operand.base == Base::kTemporary ? target + 1 : target;
  }

  Code& code_;
  int32_t first_input_;
  std::vector<std::pair<std::string, int>> variables_;
};

}  // namespace runner::expr
