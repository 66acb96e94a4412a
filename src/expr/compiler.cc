#include "expr/compiler.h"

#include <algorithm>

#include "base/limits.h"
#include "base/regex.h"

namespace runner::expr {
namespace {

class NoSurroundings : public Surroundings {
 public:
  std::string now() override { UNREACHABLE(); }
  double elapsed() override { UNREACHABLE(); }
};

}  // namespace

void Compiler::run(const Ast& ast) {
  // An input alone is the result, an error or not.
  if (ast.kind == AstKind::kInput) {
    emit(instructions::copy, ast, 0, {Base::kSlot, first_input_ + ast.slot});
  } else {
    into(ast, 0);
  }
}

void Compiler::into(const Ast& ast, int target) {
  const Operand operand = expression(ast, target);
  if (operand.base == Base::kTemporary && operand.index == target) return;
  emit(instructions::copy, ast, target, operand);
}

Compiler::Operand Compiler::expression(const Ast& ast, int target) {
  switch (ast.kind) {
    case AstKind::kLiteral:
      return constant(ast.value);
    case AstKind::kName: {
      const auto variable = std::find_if(variables_.rbegin(), variables_.rend(),
                                         [&ast](const auto& v) { return v.first == ast.name; });
      CHECK(variable != variables_.rend());
      return {Base::kVariable, variable->second};
    }
    case AstKind::kLocal:
      return {Base::kSlot, ast.slot};
    case AstKind::kInput:
      return input(ast, target);
    case AstKind::kSelect:
    case AstKind::kHas:
      return selection(ast, target);
    case AstKind::kUnary:
      return unary(ast, target);
    case AstKind::kIndex:
    case AstKind::kBinary:
      return binary(ast, target);
    case AstKind::kAnd:
      return logic(ast, target, instructions::and_left, instructions::and_right);
    case AstKind::kOr:
      return logic(ast, target, instructions::or_left, instructions::or_right);
    case AstKind::kConditional:
      return conditional(ast, target);
    case AstKind::kCall:
      return call(ast, target);
    case AstKind::kTemplate:
      return text(ast, target);
    case AstKind::kList:
      return list(ast, target);
    case AstKind::kMap:
      return map(ast, target);
    case AstKind::kMacro:
      return macro(ast, target);
  }
  UNREACHABLE();
}

size_t Compiler::emit_to(Run run, const Ast& at, int target, Operand left, int32_t right) {
  Code::Instruction instruction;
  instruction.run = run;
  instruction.target = static_cast<uint16_t>(target);
  instruction.left_base = left.base;
  instruction.left = left.index;
  instruction.right = right;
  instruction.at = at.at;
  code_.depth_ = std::max(code_.depth_, target + 1);
  code_.instructions_.push_back(instruction);
  return code_.instructions_.size() - 1;
}

void Compiler::emit(Run run, const Ast& at, int target) {
  emit_to(run, at, target, {}, 0);
}

void Compiler::emit(Run run, const Ast& at, int target, Operand left) {
  emit_to(run, at, target, left, 0);
}

void Compiler::emit(Run run, const Ast& at, int target, Operand left, Operand right) {
  const size_t index = emit_to(run, at, target, left, right.index);
  code_.instructions_[index].right_base = right.base;
}

void Compiler::guard(int32_t begin, int target) {
  if (begin == here()) return;
  code_.guards_.push_back({begin, here(), here(), static_cast<uint16_t>(target)});
}

Compiler::Operand Compiler::constant(Value value) {
  code_.constants_.push_back(std::move(value));
  return {Base::kConstant, static_cast<int32_t>(code_.constants_.size()) - 1};
}

int32_t Compiler::name(const std::string& name) {
  code_.names_.push_back(name);
  return static_cast<int32_t>(code_.names_.size()) - 1;
}

Compiler::Operand Compiler::folded(Mark mark, int target) {
  Random random;
  NoSurroundings surroundings;
  // The instructions leave their result in `target`; a copy brings it to temporary 0.
  Ast nowhere;
  emit(instructions::copy, nowhere, 0, temporary(target));
  Budget budget(limits::kFoldingSteps, surroundings);
  Value result = Frame::run(code_, mark.instructions, code_.instructions_.size(), nullptr, random,
                            surroundings, budget);
  code_.instructions_.pop_back();
  if (result.is_error()) return temporary(target);
  code_.instructions_.resize(mark.instructions);
  code_.constants_.resize(mark.constants);
  return constant(std::move(result));
}

Compiler::Operand Compiler::input(const Ast& ast, int target) {
  const Operand input = {Base::kSlot, first_input_ + ast.slot};
  if (ast.may_fail) emit(instructions::require, ast, target, input);
  return input;
}

Compiler::Operand Compiler::unary(const Ast& ast, int target) {
  const Mark start = mark();
  const Operand operand = expression(ast.children[0], target);
  emit(instructions::unary(ast.op), ast, target, operand);
  return is_constant(operand) ? folded(start, target) : temporary(target);
}

Compiler::Operand Compiler::binary(const Ast& ast, int target) {
  const Mark start = mark();
  const Operand left = expression(ast.children[0], target);
  const Operand right = expression(ast.children[1], beside(left, target));
  const bool is_index = ast.kind == AstKind::kIndex;
  emit(is_index ? instructions::index : instructions::binary(ast.op), ast, target, left, right);
  const bool constant = is_constant(left) && is_constant(right);
  return constant ? folded(start, target) : temporary(target);
}

Compiler::Operand Compiler::logic(const Ast& ast, int target, Run left, Run right) {
  int32_t begin = here();
  const Operand first = expression(ast.children[0], target);
  guard(begin, target);
  const size_t decided = emit_to(left, ast, target, first, 0);
  begin = here();
  const Operand second = expression(ast.children[1], target + 1);
  guard(begin, target + 1);
  emit(right, ast, target, second);
  arrive(decided);
  return temporary(target);
}

Compiler::Operand Compiler::conditional(const Ast& ast, int target) {
  const Operand condition = expression(ast.children[0], target);
  const size_t otherwise = emit_to(instructions::branch, ast, target, condition, 0);
  into(ast.children[1], target);
  const size_t end = emit_to(instructions::jump, ast, target, {}, 0);
  arrive(otherwise);
  into(ast.children[2], target);
  arrive(end);
  return temporary(target);
}

Compiler::Operand Compiler::selection(const Ast& ast, int target) {
  const bool has = ast.kind == AstKind::kHas;
  const Ast& select = has ? ast.children[0] : ast;
  const Mark start = mark();
  const Operand object = expression(select.children[0], target);
  emit_to(has ? instructions::has : instructions::select, ast, target, object, name(select.name));
  return is_constant(object) ? folded(start, target) : temporary(target);
}

Compiler::Operand Compiler::call(const Ast& ast, int target) {
  const int32_t function = find_function(ast.name);
  CHECK(function >= 0);
  code_.draws_ = code_.draws_ || draws(function);
  if (ast.name == "matches" && ast.children[1].kind == AstKind::kLiteral) {
    return match(ast, target);
  }
  if (ast.children.size() == 1) return call_of_one(ast, function, target);
  const Mark start = mark();
  bool constant = functions()[static_cast<size_t>(function)].pure;
  int next = target;
  for (const Ast& argument : ast.children) {
    const Operand operand = expression(argument, next);
    constant = constant && is_constant(operand);
    if (operand.base != Base::kTemporary) emit(instructions::copy, argument, next, operand);
    ++next;
  }
  const auto count = static_cast<int32_t>(ast.children.size());
  emit_to(instructions::call, ast, target, {Base::kSlot, count}, function);
  return constant ? folded(start, target) : temporary(target);
}

Compiler::Operand Compiler::call_of_one(const Ast& ast, int32_t function, int target) {
  const Mark start = mark();
  const Operand operand = expression(ast.children[0], target);
  const Run run = ast.name == "sqrt"   ? instructions::square_root
                  : ast.name == "size" ? instructions::size
                                       : instructions::call_one;
  emit_to(run, ast, target, operand, function);
  const bool pure = functions()[static_cast<size_t>(function)].pure;
  return pure && is_constant(operand) ? folded(start, target) : temporary(target);
}

// A pattern that is written out is compiled once.
Compiler::Operand Compiler::match(const Ast& ast, int target) {
  const Value& pattern = ast.children[1].value;
  Regex::Problem problem;
  std::optional<Regex> regex;
  if (pattern.is_string()) regex = Regex::compile(pattern.as_string(), problem);
  CHECK(regex);
  const Operand subject = expression(ast.children[0], target);
  code_.patterns_.push_back(std::make_shared<const Regex>(std::move(*regex)));
  emit_to(instructions::match, ast, target, subject,
          static_cast<int32_t>(code_.patterns_.size()) - 1);
  return temporary(target);
}

Compiler::Operand Compiler::text(const Ast& ast, int target) {
  const Mark start = mark();
  bool constant = true;
  emit(instructions::text_begin, ast, target);
  for (const Ast& part : ast.children) {
    const Operand operand = expression(part, target + 1);
    constant = constant && is_constant(operand);
    emit(instructions::text_append, part, target, operand);
  }
  return constant ? folded(start, target) : temporary(target);
}

Compiler::Operand Compiler::list(const Ast& ast, int target) {
  const Mark start = mark();
  bool constant = true;
  emit(instructions::list_begin, ast, target);
  for (const Ast& item : ast.children) {
    const Operand operand = expression(item, target + 1);
    constant = constant && is_constant(operand);
    emit(instructions::list_append, item, target, operand);
  }
  emit(instructions::list_end, ast, target);
  return constant ? folded(start, target) : temporary(target);
}

Compiler::Operand Compiler::map(const Ast& ast, int target) {
  const Mark start = mark();
  bool constant = true;
  emit(instructions::map_begin, ast, target);
  for (size_t i = 0; i + 1 < ast.children.size(); i += 2) {
    const Operand key = expression(ast.children[i], target + 1);
    const Operand item = expression(ast.children[i + 1], target + 2);
    constant = constant && is_constant(key) && is_constant(item);
    emit(instructions::map_put, ast.children[i], target, key, item);
  }
  emit(instructions::list_end, ast, target);
  return constant ? folded(start, target) : temporary(target);
}

}  // namespace runner::expr

namespace runner {

Code Code::compile(const Ast& ast, int32_t first_input) {
  Code code;
  code.text_ = ast_text(ast);
  expr::Compiler(code, first_input).run(ast);
  if (ast.kind == AstKind::kBinary && code.instructions_.size() == 1) {
    code.of_ints_ = expr::instructions::of_ints(ast.op);
  }
  return code;
}

}  // namespace runner
