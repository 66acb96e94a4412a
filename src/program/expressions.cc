#include "program/expressions.h"

#include <utility>

namespace runner {
namespace {

OperationSpec read_spec(RoutineBuilder& builder, const Read& read) {
  OperationSpec spec;
  spec.op = Op::kRead;
  spec.attribute = read.attribute;
  if (read.what == Read::What::kLive) {
    spec.flag = true;
    spec.text = "live()";
    return spec;
  }
  spec.operand = emit_operand(builder, read.of);
  spec.text = read.of.text;
  if (read.key) {
    spec.path_slot = builder.temporary();
    spec.path_count = 1;
    emit_value_into(builder, *read.key, spec.path_slot);
  }
  return spec;
}

void emit_read(RoutineBuilder& builder, const Read& read, int32_t slot) {
  builder.at(read.at);
  if (read.what == Read::What::kReference && read.of.target == Reference::Target::kSelf) {
    builder.emit(OpCode::kSelf, slot, static_cast<int32_t>(read.attribute));
    return;
  }
  OperationSpec spec = read_spec(builder, read);
  spec.into_slot = slot;
  builder.at(read.at);
  builder.emit_operation(std::move(spec));
}

void collect_slots(const Ast& ast, int32_t first_input, std::vector<int32_t>& slots) {
  if (ast.kind == AstKind::kLocal) slots.push_back(ast.slot);
  if (ast.kind == AstKind::kInput) slots.push_back(first_input + ast.slot);
  for (const Ast& child : ast.children) collect_slots(child, first_input, slots);
}

struct Compiled {
  Code code;
  std::vector<int32_t> slots;
};

// The code of the expression, its reads emitted.
Compiled emit_reads(RoutineBuilder& builder, const Expression& expression) {
  const int32_t first = builder.temporary(static_cast<int32_t>(expression.reads.size()));
  for (size_t i = 0; i < expression.reads.size(); ++i) {
    emit_read(builder, expression.reads[i], first + static_cast<int32_t>(i));
  }
  builder.at(expression.at);
  Compiled compiled{Code::compile(expression.ast, first), {}};
  collect_slots(expression.ast, first, compiled.slots);
  return compiled;
}

void emit_range(RoutineBuilder& builder, const Reference& reference,
                const std::function<void(const Operand&, const Reference&)>& body) {
  Operand operand;
  operand.kind = reference.target == Reference::Target::kObject ? Operand::Kind::kObject
                                                                : Operand::Kind::kProcess;
  operand.first = reference.first;
  operand.count = reference.count;
  operand.index_slot = builder.temporary();
  builder.emit_constant(operand.index_slot, Value::integer(-1));
  const auto again = builder.new_label();
  const auto done = builder.new_label();
  builder.bind(again);
  const int32_t next = builder.emit(OpCode::kRangeNext, operand.index_slot, -1, reference.count);
  builder.jump_to(next, 'b', done);
  body(operand, reference);
  builder.jump(again);
  builder.bind(done);
}

// A local that holds one process or handle, or a list of them.
void emit_dynamic(RoutineBuilder& builder, const Reference& reference,
                  const std::function<void(const Operand&, const Reference&)>& body) {
  const int32_t list = builder.temporary(2);
  const int32_t element = builder.temporary();
  const auto single = builder.new_label();
  const auto again = builder.new_label();
  const auto done = builder.new_label();
  builder.emit(OpCode::kMove, list, reference.slot);
  builder.emit_constant(list + 1, Value::integer(0));
  builder.jump_to(builder.emit(OpCode::kBranchNotList, list), 'b', single);
  builder.jump(again);
  builder.bind(single);
  builder.emit(OpCode::kMakeList, list, reference.slot, 1);
  builder.bind(again);
  builder.jump_to(builder.emit(OpCode::kForNext, list, -1, element), 'b', done);
  Operand operand;
  operand.kind = Operand::Kind::kSlot;
  operand.slot = element;
  operand.of_process = true;
  body(operand, reference);
  builder.jump(again);
  builder.bind(done);
}

}  // namespace

void emit_value_into(RoutineBuilder& builder, const Expression& expression, int32_t slot) {
  Compiled compiled = emit_reads(builder, expression);
  const Code& code = compiled.code;
  if (const Value* constant = code.constant()) {
    builder.emit_constant(slot, *constant);
  } else if (const int32_t source = code.copied_slot(); source >= 0) {
    if (source != slot) builder.emit(OpCode::kMove, slot, source);
  } else {
    builder.emit(OpCode::kEvaluate, slot,
                 builder.add_code(std::move(compiled.code), std::move(compiled.slots)));
  }
}

int32_t emit_value(RoutineBuilder& builder, const Expression& expression) {
  const int32_t slot = builder.temporary();
  emit_value_into(builder, expression, slot);
  return slot;
}

void emit_branch(RoutineBuilder& builder, const Expression& condition, bool when,
                 RoutineBuilder::Label target) {
  const int32_t mark = builder.mark();
  Compiled compiled = emit_reads(builder, condition);
  const OpCode op = when ? OpCode::kBranchTrue : OpCode::kBranchFalse;
  builder.jump_to(
      builder.emit(op, builder.add_code(std::move(compiled.code), std::move(compiled.slots))), 'b',
      target);
  builder.reset(mark);
}

Operand emit_operand(RoutineBuilder& builder, const Reference& reference) {
  Operand operand;
  switch (reference.target) {
    case Reference::Target::kObject:
      operand.kind = Operand::Kind::kObject;
      break;
    case Reference::Target::kProcess:
      operand.kind = Operand::Kind::kProcess;
      break;
    case Reference::Target::kSelf:
      operand.kind = Operand::Kind::kSelf;
      return operand;
    case Reference::Target::kSlot:
      operand.kind = Operand::Kind::kSlot;
      operand.slot = reference.slot;
      operand.of_process = !reference.kind;
      return operand;
  }
  operand.first = reference.first;
  operand.count = reference.count;
  if (!reference.index) {
    operand.whole = reference.array;
    return operand;
  }
  const Ast& index = reference.index->ast;
  const bool known = reference.index->reads.empty() && index.kind == AstKind::kLiteral &&
                     index.value.is_int() && index.value.as_int() >= 0 &&
                     index.value.as_int() < reference.count;
  if (known) {
    operand.first += static_cast<int32_t>(index.value.as_int());
    operand.count = 1;
  } else {
    operand.index_slot = emit_value(builder, *reference.index);
  }
  return operand;
}

void emit_for_each(RoutineBuilder& builder, const CompactVector<Reference>& references,
                   const std::function<void(const Operand&, const Reference&)>& body) {
  for (const Reference& reference : references) {
    const bool dynamic = reference.target == Reference::Target::kSlot && !reference.kind;
    const bool whole = reference.array && !reference.index &&
                       reference.target != Reference::Target::kSlot &&
                       reference.target != Reference::Target::kSelf;
    if (whole) {
      emit_range(builder, reference, body);
    } else if (dynamic) {
      emit_dynamic(builder, reference, body);
    } else {
      body(emit_operand(builder, reference), reference);
    }
  }
}

void emit_reference_into(RoutineBuilder& builder, const Operand& operand, int32_t slot) {
  OperationSpec spec;
  spec.op = Op::kRead;
  spec.operand = operand;
  spec.at = builder.position();
  builder.program().operations.push_back(std::move(spec));
  builder.emit(OpCode::kReference, slot,
               static_cast<int32_t>(builder.program().operations.size()) - 1);
}

}  // namespace runner
