// Writes one routine: instructions, temporary slots, jump labels, unwinding scopes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "program/program.h"

namespace runner {

class RoutineBuilder {
 public:
  // A place to jump to, bound later.
  using Label = int32_t;

  RoutineBuilder(Program& program, std::string name, const std::vector<std::string>& named_slots,
                 int32_t parameters);

  Program& program() { return program_; }

  // What the following instructions stand for in the source.
  void at(Position position) { position_ = position; }
  Position position() const { return position_; }

  int32_t emit(OpCode op, int32_t a = -1, int32_t b = -1, int32_t c = -1, int32_t d = -1);
  int32_t emit_operation(OperationSpec spec);  // its position is the current one
  void emit_constant(int32_t slot, Value value);

  Label new_label();
  void bind(Label label);
  // Operand `which` ('b', 'c', 'd') of the instruction becomes the label's pc.
  void jump_to(int32_t instruction, char which, Label label);
  // The timeout_target of operations[operation] becomes the label's pc.
  void on_timeout(int32_t operation, Label label);
  void jump(Label label) { jump_to(emit(OpCode::kJump), 'b', label); }

  // Temporary slots: `count` neighbours; mark() and reset() free what came between.
  int32_t temporary(int32_t count = 1);
  int32_t mark() const { return next_temporary_; }
  void reset(int32_t mark) { next_temporary_ = mark; }

  // Unwinding scopes nest. Between suspend and resume the scope does not cover what is emitted: for
  // cleanups written inline where a jump leaves the block.
  int32_t open_scope(bool cleanup);
  void close_scope(int32_t scope, Label handler);
  void suspend_scope(int32_t scope);
  void resume_scope(int32_t scope);

  int32_t add_text(std::string text);
  int32_t add_code(Code code, std::vector<int32_t> slots);

  Routine finish();

 private:
  struct Range {
    int32_t begin;
    int32_t end;
  };
  struct Scope {
    bool cleanup;
    int32_t depth;
    Label handler = -1;
    int32_t open_at;  // -1 while suspended
    std::vector<Range> ranges;
  };
  struct Fixup {
    int32_t instruction;
    char which;
    Label label;
    int32_t operation;
  };

  int32_t here() const { return static_cast<int32_t>(routine_.instructions.size()); }
  void close_range(Scope& scope);

  Program& program_;
  Routine routine_;
  Position position_;
  int32_t next_temporary_ = 0;
  int32_t depth_ = 0;
  std::vector<int32_t> labels_;  // pc, -1 while unbound
  std::vector<Fixup> fixups_;
  std::vector<Scope> scopes_;
};

}  // namespace runner
