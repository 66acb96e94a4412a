#include "program/step_compiler.h"

namespace runner {
namespace {

// The path's values, in neighbouring slots; -1 for an empty path.
int32_t emit_path(RoutineBuilder& builder, const CompactVector<Expression>& path) {
  if (path.empty()) return -1;
  const int32_t first = builder.temporary(static_cast<int32_t>(path.size()));
  for (size_t i = 0; i < path.size(); ++i) {
    emit_value_into(builder, path[i], first + static_cast<int32_t>(i));
  }
  return first;
}

}  // namespace

void StepCompiler::compile_let(const Assignment& assignment) {
  const Place& place = assignment.place;
  if (place.path.empty()) {
    emit_value_into(builder_, assignment.value, place.slot);
    return;
  }
  const int32_t path = emit_path(builder_, place.path);
  const int32_t value = emit_value(builder_, assignment.value);
  builder_.at(place.at);
  builder_.emit(OpCode::kStoreLocal, place.slot, path, static_cast<int32_t>(place.path.size()),
                value);
}

// set add append extend put remove: each key evaluated and stored before the next.
void StepCompiler::compile_store(const Step& step, Op op) {
  const Timeout timeout = open_timeout(step);
  for (const Assignment& assignment : step.assignments) {
    const int32_t mark = builder_.mark();
    OperationSpec spec;
    spec.op = op;
    spec.operand = emit_operand(builder_, assignment.place.object);
    spec.text = assignment.place.text;
    spec.path_slot = emit_path(builder_, assignment.place.path);
    spec.path_count = static_cast<int32_t>(assignment.place.path.size());
    if (op != Op::kRemove) spec.value_slot = emit_value(builder_, assignment.value);
    if (op == Op::kAdd) spec.into_slot = step.into;
    builder_.at(assignment.place.at ? assignment.place.at : step.at);
    emit_waiting(std::move(spec), timeout);
    builder_.reset(mark);
  }
  close_timeout(step, timeout);
}

void StepCompiler::compile_pop(const Step& step) {
  const Place& place = step.assignments.front().place;
  OperationSpec spec;
  spec.op = Op::kPop;
  spec.operand = emit_operand(builder_, place.object);
  spec.text = place.text;
  spec.path_slot = emit_path(builder_, place.path);
  spec.path_count = static_cast<int32_t>(place.path.size());
  spec.value_slot = builder_.temporary();
  if (step.index) {
    emit_value_into(builder_, *step.index, spec.value_slot);
  } else {
    builder_.emit_constant(spec.value_slot, Value());
  }
  spec.into_slot = step.into;
  builder_.at(step.at);
  builder_.emit_operation(std::move(spec));
}

// Neighbouring slots with the arguments; arguments that were left out are null.
int32_t StepCompiler::emit_arguments(const CompactVector<Argument>& arguments) {
  const int32_t first = builder_.temporary(static_cast<int32_t>(arguments.size()));
  for (size_t i = 0; i < arguments.size(); ++i) {
    const int32_t slot = first + static_cast<int32_t>(i);
    switch (arguments[i].kind) {
      case Argument::Kind::kAbsent:
        builder_.emit_constant(slot, Value());
        break;
      case Argument::Kind::kValue:
        emit_value_into(builder_, arguments[i].value, slot);
        break;
      case Argument::Kind::kReference:
        emit_reference_into(builder_, emit_operand(builder_, *arguments[i].reference), slot);
        break;
    }
  }
  return first;
}

void StepCompiler::compile_call(const Step& step) {
  const auto count = static_cast<int32_t>(step.arguments.size());
  if (step.callee->kind == Callee::Kind::kTask) {
    const int32_t first = emit_arguments(step.arguments);
    builder_.at(step.at);
    builder_.emit(OpCode::kCall, step.callee->number, first, step.into, count);
    return;
  }
  for (size_t i = 0; i < step.arguments.size(); ++i) {
    if (step.arguments[i].kind != Argument::Kind::kReference) continue;
    const int32_t first = emit_arguments(step.arguments);
    OperationSpec spec;
    spec.op = Op::kKernelExtend;
    spec.operand.kind = Operand::Kind::kSlot;
    spec.operand.slot = first + static_cast<int32_t>(i);
    spec.text = step.arguments[i].reference->text;
    spec.number = step.callee->number;
    spec.value_slot = builder_.temporary();
    spec.into_slot = step.into;
    builder_.at(step.at);
    builder_.emit(OpCode::kMakeList, spec.value_slot, first, count);
    builder_.emit_operation(std::move(spec));
    return;
  }
  const int32_t first = emit_arguments(step.arguments);
  builder_.at(step.at);
  builder_.emit(OpCode::kCallKernel, step.callee->number, first, step.into, count);
}

void StepCompiler::compile_map(const Step& step) {
  OperationSpec submit;
  submit.op = Op::kPoolSubmit;
  submit.callee = *step.callee;
  submit.mapped = true;
  submit.star = step.star;
  submit.flag = step.unordered;
  submit.keep_errors = step.keep_errors;
  submit.value_slot = emit_value(builder_, *step.value);
  if (step.chunk) submit.chunk_slot = emit_value(builder_, *step.chunk);
  submit.operand = emit_operand(builder_, *step.pool);
  submit.text = step.pool->text;
  const int32_t handle = builder_.temporary();
  submit.into_slot = handle;
  builder_.at(step.at);
  OperationSpec gather;
  gather.op = Op::kPoolGather;
  gather.value_slot = handle;
  gather.into_slot = step.into;
  gather.text = submit.callee.name;
  builder_.emit(OpCode::kCheckList, submit.value_slot);
  builder_.emit_operation(std::move(submit));
  builder_.emit_operation(std::move(gather));
}

void StepCompiler::compile_submit(const Step& step) {
  OperationSpec spec;
  spec.op = Op::kPoolSubmit;
  spec.callee = *step.callee;
  spec.star = true;
  const int32_t first = emit_arguments(step.arguments);
  spec.value_slot = builder_.temporary();
  builder_.emit(OpCode::kMakeList, spec.value_slot, first,
                static_cast<int32_t>(step.arguments.size()));
  spec.operand = emit_operand(builder_, *step.pool);
  spec.text = step.pool->text;
  spec.into_slot = step.into;
  builder_.at(step.at);
  builder_.emit_operation(std::move(spec));
}

// A handle gives its result, a list of handles the list of theirs, with one deadline for all.
void StepCompiler::compile_gather(const Step& step) {
  const Timeout timeout = open_timeout(step);
  const int32_t list = builder_.temporary(2);
  const int32_t results = builder_.temporary();
  const int32_t element = builder_.temporary();
  emit_value_into(builder_, *step.value, list);
  const Label single = builder_.new_label();
  const Label again = builder_.new_label();
  const Label gathered = builder_.new_label();
  const Label done = builder_.new_label();
  const auto gather = [&](int32_t handle, int32_t into) {
    OperationSpec spec;
    spec.op = Op::kPoolGather;
    spec.value_slot = handle;
    spec.into_slot = into;
    spec.text = step.value->text;
    emit_waiting(std::move(spec), timeout);
  };
  builder_.at(step.at);
  builder_.jump_to(builder_.emit(OpCode::kBranchNotList, list), 'b', single);
  builder_.emit_constant(list + 1, Value::integer(0));
  builder_.emit_constant(results, Value::list({}));
  builder_.bind(again);
  builder_.jump_to(builder_.emit(OpCode::kForNext, list, -1, element), 'b', gathered);
  gather(element, element);
  builder_.emit(OpCode::kAppendLocal, results, element);
  builder_.jump(again);
  builder_.bind(gathered);
  if (step.into >= 0) builder_.emit(OpCode::kMove, step.into, results);
  builder_.jump(done);
  builder_.bind(single);
  gather(list, step.into);
  builder_.bind(done);
  close_timeout(step, timeout);
}

}  // namespace runner
