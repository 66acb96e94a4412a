#include "program/step_compiler.h"

namespace runner {

// Writes the releases of the `lock` blocks that a jump out of them leaves, innermost first. What is
// written inline is not covered by the block's own scope any more, or it would be released twice.
void StepCompiler::leave(size_t outer_cleanups) {
  for (size_t i = cleanups_.size(); i > outer_cleanups; --i) {
    const Cleanup& cleanup = cleanups_[i - 1];
    for (size_t k = cleanup.held.size(); k > 0; --k) {
      OperationSpec spec;
      spec.op = Op::kRelease;
      spec.operand = cleanup.held[k - 1];
      builder_.emit_operation(std::move(spec));
    }
    builder_.suspend_scope(cleanup.scope);
  }
}

void StepCompiler::reenter(size_t outer_cleanups) {
  for (size_t i = outer_cleanups; i < cleanups_.size(); ++i) {
    builder_.resume_scope(cleanups_[i].scope);
  }
}

void StepCompiler::compile_loop_body(const Steps& body, Label again, Label done) {
  loops_.push_back({again, done, cleanups_.size()});
  compile(body);
  loops_.pop_back();
}

void StepCompiler::compile_if(const Step& step) {
  const Label otherwise = builder_.new_label();
  const Label done = builder_.new_label();
  emit_branch(builder_, *step.value, false, otherwise);
  compile(step.body);
  if (step.has_otherwise) builder_.jump(done);
  builder_.bind(otherwise);
  compile(step.otherwise);
  builder_.bind(done);
}

void StepCompiler::compile_for(const Step& step) {
  const int32_t list = builder_.temporary(2);
  emit_value_into(builder_, *step.value, list);
  builder_.at(step.at);
  builder_.emit(OpCode::kCheckList, list);
  builder_.emit_constant(list + 1, Value::integer(0));
  const Label again = builder_.new_label();
  const Label done = builder_.new_label();
  builder_.bind(again);
  builder_.at(step.at);
  builder_.jump_to(builder_.emit(OpCode::kForNext, list, -1, step.variable), 'b', done);
  compile_loop_body(step.body, again, done);
  builder_.jump(again);
  builder_.bind(done);
}

void StepCompiler::compile_repeat(const Step& step) {
  const int32_t count = builder_.temporary();
  emit_value_into(builder_, *step.value, count);
  builder_.at(step.at);
  builder_.emit(OpCode::kCountCheck, count);
  const Label again = builder_.new_label();
  const Label done = builder_.new_label();
  builder_.bind(again);
  builder_.jump_to(builder_.emit(OpCode::kCountNext, count), 'b', done);
  compile_loop_body(step.body, again, done);
  builder_.jump(again);
  builder_.bind(done);
}

void StepCompiler::compile_while(const Step& step) {
  const Label again = builder_.new_label();
  const Label done = builder_.new_label();
  builder_.bind(again);
  builder_.at(step.at);
  emit_branch(builder_, *step.value, false, done);
  compile_loop_body(step.body, again, done);
  builder_.jump(again);
  builder_.bind(done);
}

// The body at once, then again at every period; late bodies follow at once, and the times of the
// later ones stay what they were.
void StepCompiler::compile_every(const Step& step) {
  const int32_t period = builder_.temporary();
  const int32_t next = builder_.temporary();
  const int32_t count = builder_.temporary();
  emit_value_into(builder_, *step.value, period);
  if (step.count) {
    emit_value_into(builder_, *step.count, count);
    builder_.at(step.at);
    builder_.emit(OpCode::kCountCheck, count);
  }
  builder_.at(step.at);
  builder_.emit(OpCode::kDuration, period, period);
  builder_.emit(OpCode::kDeadline, next, period);
  const Label body = builder_.new_label();
  const Label again = builder_.new_label();
  const Label done = builder_.new_label();
  if (step.count) builder_.jump_to(builder_.emit(OpCode::kCountNext, count), 'b', done);
  builder_.bind(body);
  compile_loop_body(step.body, again, done);
  builder_.bind(again);
  builder_.at(step.at);
  if (step.count) builder_.jump_to(builder_.emit(OpCode::kCountNext, count), 'b', done);
  OperationSpec spec;
  spec.op = Op::kSleep;
  spec.deadline_slot = next;
  builder_.emit_operation(std::move(spec));
  builder_.emit(OpCode::kNextPeriod, next, period);
  builder_.jump(body);
  builder_.bind(done);
}

void StepCompiler::compile_try(const Step& step) {
  const Label handler = builder_.new_label();
  const Label done = builder_.new_label();
  const int32_t scope = builder_.open_scope(/*cleanup=*/false);
  compile(step.body);
  builder_.close_scope(scope, handler);
  builder_.at(step.at);
  builder_.jump(done);
  builder_.bind(handler);
  builder_.emit(OpCode::kCatch, step.variable);
  compile(step.otherwise);
  builder_.bind(done);
}

void StepCompiler::compile_assert(const Step& step) {
  const Label held = builder_.new_label();
  emit_branch(builder_, *step.value, true, held);
  const int32_t text = step.message ? emit_value(builder_, *step.message) : -1;
  builder_.at(step.at);
  builder_.emit(OpCode::kAssert, text, builder_.add_text(step.value->text));
  builder_.bind(held);
}

void StepCompiler::compile_return(const Step& step) {
  int32_t value = -1;
  if (step.value) value = emit_value(builder_, *step.value);
  builder_.at(step.at);
  if (process_body_) {
    const int32_t zero = builder_.temporary();
    builder_.emit_constant(zero, Value());
    builder_.emit(OpCode::kExit, zero);
    return;
  }
  leave(0);
  builder_.emit(OpCode::kReturn, value);
  reenter(0);
}

}  // namespace runner
