// The macros as loops.
#include "expr/compiler.h"

namespace runner::expr {
namespace {

using instructions::kLoopFound;
using instructions::kLoopPosition;
using instructions::kLoopTemporaries;
using instructions::kLoopVariable;

Value found_at_first(Macro macro) {
  switch (macro) {
    case Macro::kAll:
      return Value::boolean(true);
    case Macro::kExists:
      return Value::boolean(false);
    case Macro::kExistsOne:
      return Value::integer(0);
    case Macro::kFilter:
    case Macro::kMap:
      break;
  }
  UNREACHABLE();
}

instructions::Run step_of(Macro macro) {
  switch (macro) {
    case Macro::kAll:
      return instructions::loop_all;
    case Macro::kExists:
      return instructions::loop_exists;
    case Macro::kExistsOne:
      return instructions::loop_exists_one;
    case Macro::kFilter:
      return instructions::loop_filter;
    case Macro::kMap:
      return instructions::loop_map;
  }
  UNREACHABLE();
}

}  // namespace

Compiler::Operand Compiler::macro(const Ast& ast, int target) {
  loop_source(ast, target);
  if (ast.macro == Macro::kFilter || ast.macro == Macro::kMap) {
    emit(instructions::list_begin, ast, target + kLoopFound);
    const bool one_for_each = ast.macro == Macro::kMap && ast.children.size() == 2;
    if (one_for_each) emit(instructions::loop_reserve, ast, target);
  } else {
    emit(instructions::copy, ast, target + kLoopFound, constant(found_at_first(ast.macro)));
  }
  const size_t next = emit_to(instructions::loop_next, ast, target, {Base::kSlot, 0}, 0);
  code_.depth_ = std::max(code_.depth_, target + kLoopTemporaries);
  variables_.emplace_back(ast.name, target + kLoopVariable);
  loop_body(ast, target, static_cast<int32_t>(next));
  variables_.pop_back();
  arrive(next);
  // A turn of the loop costs its instructions.
  code_.instructions_[next].left = here() - static_cast<int32_t>(next);
  const bool counts = ast.macro == Macro::kExistsOne;
  emit(counts ? instructions::loop_end_one : instructions::loop_end, ast, target);
  return temporary(target);
}

// What the loop runs over; range(…) is counted instead of built.
void Compiler::loop_source(const Ast& ast, int target) {
  const Ast& source = ast.children[0];
  const bool is_range = source.kind == AstKind::kCall && source.name == "range";
  if (!is_range) {
    into(source, target);
    emit(instructions::loop_begin, ast, target);
    return;
  }
  if (source.children.size() == 1) {
    emit(instructions::copy, source, target, constant(Value::integer(0)));
  } else {
    into(source.children[0], target);
  }
  into(source.children.back(), target + kLoopPosition);
  emit(instructions::loop_range, source, target);
}

void Compiler::loop_body(const Ast& ast, int target, int32_t next) {
  const int inner = target + kLoopTemporaries;
  const int32_t begin = here();
  Operand body = expression(ast.children[1], inner);
  if (ast.macro == Macro::kAll || ast.macro == Macro::kExists) guard(begin, inner);
  if (ast.children.size() == 3) {  // map with a condition
    emit_to(instructions::loop_test, ast, target, body, next);
    body = expression(ast.children[2], inner);
  }
  emit_to(step_of(ast.macro), ast, target, body, next);
}

}  // namespace runner::expr
