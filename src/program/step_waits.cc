#include "program/step_compiler.h"

namespace runner {

StepCompiler::Timeout StepCompiler::open_timeout(const Step& step) {
  Timeout timeout;
  if (!step.timeout) return timeout;
  timeout.slot = emit_value(builder_, *step.timeout);
  builder_.at(step.at);
  // A copy of a local must not be overwritten by its deadline: emit_value gave a temporary.
  builder_.emit(OpCode::kDeadline, timeout.slot, timeout.slot);
  const bool handled = step.ok >= 0 || step.on_timeout.has_value();
  timeout.silent = step.verb == Verb::kJoin && !handled;
  if (handled) timeout.late = builder_.new_label();
  return timeout;
}

// The step was in time, and `ok` says so.
void StepCompiler::note_in_time(const Step& step, const Timeout& timeout) {
  if (timeout.late < 0 || step.ok < 0) return;
  builder_.at(step.at);
  builder_.emit_constant(step.ok, Value::boolean(true));
}

void StepCompiler::close_timeout(const Step& step, const Timeout& timeout) {
  note_in_time(step, timeout);
  compile_late(step, timeout);
}

// Where a step ends that may have been late: then `ok` says so, and `on_timeout` runs.
void StepCompiler::compile_late(const Step& step, const Timeout& timeout) {
  if (timeout.late < 0) return;
  const Label done = builder_.new_label();
  builder_.at(step.at);
  builder_.jump(done);
  builder_.bind(timeout.late);
  if (step.ok >= 0) builder_.emit_constant(step.ok, Value::boolean(false));
  if (step.on_timeout) compile(*step.on_timeout);
  builder_.bind(done);
}

int32_t StepCompiler::emit_waiting(OperationSpec spec, const Timeout& timeout) {
  spec.deadline_slot = timeout.slot;
  spec.flag = spec.flag || timeout.silent;
  const int32_t operation = builder_.emit_operation(std::move(spec));
  if (timeout.late >= 0) {
    builder_.on_timeout(operation, timeout.late);
  } else if (timeout.silent) {
    const Label next = builder_.new_label();
    builder_.bind(next);
    builder_.on_timeout(operation, next);
  }
  return operation;
}

// --- locks
// ------------------------------------------------------------------------------------------

namespace {

// One after the other, each member of an array by itself.
CompactVector<Reference> locks_of(const Step& step) {
  CompactVector<Reference> locks;
  for (const Reference& target : step.targets) {
    const bool whole = target.array && !target.index && target.target == Reference::Target::kObject;
    if (!whole) {
      locks.push_back(target);
      continue;
    }
    for (int32_t i = 0; i < target.count; ++i) {
      Reference& member = locks.emplace_back(target);
      member.first += i;
      member.count = 1;
      member.array = false;
    }
  }
  return locks;
}

}  // namespace

void StepCompiler::compile_lock(const Step& step) {
  const Timeout timeout = open_timeout(step);
  std::vector<Held> held;
  for (const Reference& lock : locks_of(step)) held.push_back(emit_hold(step, lock, timeout));
  note_in_time(step, timeout);
  compile(step.body);
  for (; !held.empty(); held.pop_back()) emit_let_go(step, std::move(held.back()));
  compile_late(step, timeout);
}

// Takes the lock, and opens the scope that gives it back however it is left.
StepCompiler::Held StepCompiler::emit_hold(const Step& step, const Reference& lock,
                                           const Timeout& timeout) {
  OperationSpec acquire;
  acquire.op = Op::kAcquire;
  acquire.operand = emit_operand(builder_, lock);
  acquire.text = lock.text;
  OperationSpec release;
  release.op = Op::kRelease;
  release.operand = acquire.operand;
  release.text = acquire.text;
  builder_.at(step.at);
  emit_waiting(std::move(acquire), timeout);
  const int32_t scope = builder_.open_scope(/*cleanup=*/true);
  cleanups_.push_back({scope, {release.operand}});
  return {scope, std::move(release)};
}

void StepCompiler::emit_let_go(const Step& step, Held held) {
  cleanups_.pop_back();
  builder_.at(step.at);
  // The release itself is covered: a signal that comes before it still releases.
  builder_.emit_operation(held.release);
  const Label handler = builder_.new_label();
  const Label done = builder_.new_label();
  builder_.close_scope(held.scope, handler);
  builder_.jump(done);
  builder_.bind(handler);
  builder_.emit_operation(std::move(held.release));
  builder_.emit(OpCode::kRethrow);
  builder_.bind(done);
}

// --- barriers
// ---------------------------------------------------------------------------------------

void StepCompiler::compile_barrier(const Step& step) {
  const Timeout timeout = open_timeout(step);
  emit_for_each(builder_, step.targets, [&](const Operand& operand, const Reference& reference) {
    const int32_t result = builder_.temporary();
    const auto spec = [&](Op op) {
      OperationSpec spec;
      spec.op = op;
      spec.operand = operand;
      spec.text = reference.text;
      return spec;
    };
    builder_.at(step.at);
    OperationSpec arrive = spec(Op::kBarrierWait);
    arrive.into_slot = result;
    emit_waiting(std::move(arrive), timeout);

    const Label passed = builder_.new_label();
    const Label failed = builder_.new_label();
    builder_.jump_to(builder_.emit(OpCode::kBranchNoAction, result), 'b', passed);
    const int32_t scope = builder_.open_scope(/*cleanup=*/true);
    builder_.emit(OpCode::kCallAction, result);
    builder_.close_scope(scope, failed);
    OperationSpec pass = spec(Op::kBarrierPass);
    pass.into_slot = result;
    builder_.emit_operation(std::move(pass));
    builder_.jump(passed);
    builder_.bind(failed);
    builder_.emit_operation(spec(Op::kBarrierFail));
    builder_.emit(OpCode::kRethrow);
    builder_.bind(passed);
    if (step.into >= 0) builder_.emit(OpCode::kMove, step.into, result);
  });
  close_timeout(step, timeout);
}

// --- wait
// -------------------------------------------------------------------------------------------

void StepCompiler::compile_wait(const Step& step) {
  const Timeout timeout = open_timeout(step);
  const Reference& first = step.targets.front();
  const bool one = step.targets.size() == 1 && !(first.array && !first.index);
  if (one && first.kind == ObjectKind::kCondition) {
    compile_condition(step, timeout);
  } else if (one && first.kind == ObjectKind::kEvent && step.into < 0) {
    OperationSpec spec;
    spec.op = Op::kWaitEvent;
    spec.operand = emit_operand(builder_, first);
    spec.text = first.text;
    builder_.at(step.at);
    emit_waiting(std::move(spec), timeout);
  } else {
    compile_wait_any(step, timeout);
  }
  close_timeout(step, timeout);
}

// With `until`: tested first, and again after every wake; when time is up, once more.
void StepCompiler::compile_condition(const Step& step, const Timeout& timeout) {
  const Reference& condition = step.targets.front();
  const Operand operand = emit_operand(builder_, condition);
  const Label again = builder_.new_label();
  const Label done = builder_.new_label();
  builder_.bind(again);
  if (step.until) emit_branch(builder_, *step.until, true, done);
  OperationSpec spec;
  spec.op = Op::kConditionWait;
  spec.operand = operand;
  spec.text = condition.text;
  spec.deadline_slot = timeout.slot;
  builder_.at(step.at);
  const int32_t operation = builder_.emit_operation(std::move(spec));
  builder_.jump(step.until ? again : done);
  if (timeout.slot >= 0) {
    const Label late = builder_.new_label();
    builder_.on_timeout(operation, late);
    builder_.bind(late);
    if (step.until) emit_branch(builder_, *step.until, true, done);
    builder_.at(step.at);
    if (timeout.late >= 0) {
      builder_.jump(timeout.late);
    } else {
      const int32_t text = builder_.temporary();
      builder_.emit_constant(text, Value::string("time is up waiting on " + condition.text));
      builder_.emit(OpCode::kRaise, static_cast<int32_t>(ErrorKind::kTimeout), text);
    }
  }
  builder_.bind(done);
}

void StepCompiler::compile_wait_any(const Step& step, const Timeout& timeout) {
  const int32_t list = builder_.temporary();
  const int32_t element = builder_.temporary();
  const int32_t ready = builder_.temporary();
  builder_.emit_constant(list, Value::list({}));
  emit_for_each(builder_, step.targets, [&](const Operand& operand, const Reference&) {
    emit_reference_into(builder_, operand, element);
    builder_.emit(OpCode::kAppendLocal, list, element);
  });
  OperationSpec spec;
  spec.op = Op::kWaitAny;
  spec.value_slot = list;
  spec.into_slot = ready;
  builder_.at(step.at);
  for (const Reference& target : step.targets) {
    spec.text += (spec.text.empty() ? "" : ", ") + target.text;
  }
  const int32_t operation = emit_waiting(std::move(spec), timeout);
  if (step.into < 0) return;
  if (timeout.late < 0) {
    builder_.emit(OpCode::kReadyList, step.into, list, ready);
    return;
  }
  // Late: `into` is left as it was, except that it says that none was ready.
  builder_.emit(OpCode::kReadyList, step.into, list, ready);
  const Label in_time = builder_.new_label();
  const Label late = builder_.new_label();
  builder_.jump(in_time);
  builder_.bind(late);
  builder_.on_timeout(operation, late);
  builder_.emit_constant(step.into, Value::list({}));
  builder_.jump(timeout.late);
  builder_.bind(in_time);
}

}  // namespace runner
