#include "program/step_compiler.h"

#include "scenario/signals.h"

namespace runner {
namespace {

int signal_of(const Step& step) {
  const Value& value = step.value->ast.value;
  return value.is_string() ? signal_number(value.as_string()) : static_cast<int>(value.as_int());
}

}  // namespace

void StepCompiler::compile(const Steps& steps) {
  for (const Step& step : steps) {
    const int32_t mark = builder_.mark();
    builder_.at(step.at);
    compile_step(step);
    builder_.reset(mark);
  }
}

void StepCompiler::compile_step(const Step& step) {
  const auto value_operation = [&](OperationSpec spec) {
    spec.value_slot = emit_value(builder_, *step.value);
    builder_.at(step.at);
    builder_.emit_operation(std::move(spec));
  };
  OperationSpec spec;
  switch (step.verb) {
    case Verb::kPrint:
      spec.op = Op::kPrint;
      spec.flag = step.to_stderr;
      return value_operation(std::move(spec));
    case Verb::kLet:
      for (const Assignment& assignment : step.assignments) compile_let(assignment);
      return;
    case Verb::kSet:
      return compile_store(step, Op::kStore);
    case Verb::kAdd:
      return compile_store(step, Op::kAdd);
    case Verb::kAppend:
      return compile_store(step, Op::kAppend);
    case Verb::kExtend:
      return compile_store(step, Op::kExtend);
    case Verb::kPut:
      return compile_store(step, Op::kPut);
    case Verb::kPop:
      return compile_pop(step);
    case Verb::kRemove:
      return compile_store(step, Op::kRemove);
    case Verb::kStart:
      return compile_targets(step, Op::kStart);
    case Verb::kJoin:
      return compile_targets(step, Op::kJoin);
    case Verb::kTerminate:
      return compile_targets(step, Op::kTerminate);
    case Verb::kKill:
      return compile_targets(step, Op::kKill);
    case Verb::kAcquire:
      return compile_targets(step, Op::kAcquire);
    case Verb::kRelease:
      return compile_targets(step, Op::kRelease);
    case Verb::kAbort:
      return compile_targets(step, Op::kAbort);
    case Verb::kReset:
      return compile_targets(step, Op::kReset);
    case Verb::kTrigger:
      return compile_targets(step, Op::kTrigger);
    case Verb::kClear:
      return compile_targets(step, Op::kClear);
    case Verb::kNotify:
      return compile_targets(step, Op::kNotify);
    case Verb::kNotifyAll:
      return compile_targets(step, Op::kNotify);
    case Verb::kGet:
      return compile_targets(step, Op::kGet);
    case Verb::kTaskDone:
      return compile_targets(step, Op::kTaskDone);
    case Verb::kClose:
      return compile_targets(step, Op::kCloseQueue);
    case Verb::kSend:
      return compile_targets(step, Op::kSend);
    case Verb::kExit: {
      const int32_t slot = step.value ? emit_value(builder_, *step.value) : builder_.temporary();
      if (!step.value) builder_.emit_constant(slot, Value());
      builder_.at(step.at);
      builder_.emit(OpCode::kExit, slot);
      return;
    }
    case Verb::kFail: {
      const int32_t slot = emit_value(builder_, *step.value);
      builder_.at(step.at);
      builder_.emit(OpCode::kRaise, static_cast<int32_t>(ErrorKind::kFail), slot);
      return;
    }
    case Verb::kTry:
      return compile_try(step);
    case Verb::kCall:
      return compile_call(step);
    case Verb::kReturn:
      return compile_return(step);
    case Verb::kFor:
      return compile_for(step);
    case Verb::kRepeat:
      return compile_repeat(step);
    case Verb::kWhile:
      return compile_while(step);
    case Verb::kEvery:
      return compile_every(step);
    case Verb::kBreak:
      leave(loops_.back().cleanups);
      builder_.jump(loops_.back().done);
      return reenter(loops_.back().cleanups);
    case Verb::kContinue:
      leave(loops_.back().cleanups);
      builder_.jump(loops_.back().again);
      return reenter(loops_.back().cleanups);
    case Verb::kIf:
      return compile_if(step);
    case Verb::kChoose:
      spec.op = Op::kChoose;
      spec.into_slot = step.variable;
      spec.value_slot = emit_value(builder_, *step.value);
      builder_.at(step.at);
      builder_.emit(OpCode::kCheckList, spec.value_slot, 1);  // a map is none
      builder_.emit_operation(std::move(spec));
      return;
    case Verb::kAssert:
      return compile_assert(step);
    case Verb::kSleep: {
      const int32_t slot = emit_value(builder_, *step.value);
      builder_.at(step.at);
      builder_.emit(OpCode::kDeadline, slot, slot);
      spec.op = Op::kSleep;
      spec.deadline_slot = slot;
      builder_.emit_operation(std::move(spec));
      return;
    }
    case Verb::kWork: {
      const int32_t slot = emit_value(builder_, *step.value);
      builder_.at(step.at);
      builder_.emit(OpCode::kDuration, slot, slot);
      spec.op = Op::kWork;
      spec.value_slot = slot;
      spec.flag = step.wall_clock;
      builder_.emit_operation(std::move(spec));
      return;
    }
    case Verb::kYield:
      spec.op = Op::kYield;
      builder_.emit_operation(std::move(spec));
      return;
    case Verb::kLock:
      return compile_lock(step);
    case Verb::kBarrier:
      return compile_barrier(step);
    case Verb::kWait:
      return compile_wait(step);
    case Verb::kMap:
      return compile_map(step);
    case Verb::kSubmit:
      return compile_submit(step);
    case Verb::kGather:
      return compile_gather(step);
  }
}

// Verbs that perform one operation on each of their targets.
void StepCompiler::compile_targets(const Step& step, Op op) {
  const Timeout timeout = open_timeout(step);
  int32_t count = -1;
  if (step.count) count = emit_value(builder_, *step.count);
  if (step.verb == Verb::kNotify && !step.count) {
    count = builder_.temporary();
    builder_.emit_constant(count, Value::integer(1));
  }
  emit_for_each(builder_, step.targets, [&](const Operand& operand, const Reference& reference) {
    OperationSpec spec;
    spec.op = op;
    if (reference.kind == ObjectKind::kPool) {
      spec.op = op == Op::kCloseQueue ? Op::kPoolClose : Op::kPoolTerminate;
    } else if (reference.kind == ObjectKind::kQueue && op == Op::kJoin) {
      spec.op = Op::kJoinQueue;
    }
    spec.operand = operand;
    spec.text = reference.text;
    spec.value_slot = count;
    if (op == Op::kGet) spec.into_slot = step.into;
    if (op == Op::kSend) spec.number = signal_of(step);
    builder_.at(step.at);
    emit_waiting(std::move(spec), timeout);
  });
  close_timeout(step, timeout);
}

}  // namespace runner
