#include "machine/machine.h"

#include <utility>

#include "base/check.h"
#include "base/limits.h"
#include "expr/functions.h"
#include "expr/text_form.h"

namespace runner {
namespace {

// What has passed stays past, however long that goes on.
constexpr int64_t kLongAgo = INT64_MIN / 2;

uint64_t seed_of(uint64_t seed, int32_t process) {
  Random mix{seed ^ (static_cast<uint64_t>(process) << 32)};
  return mix.next();
}

OperationSpec phase_spec(Op op, bool flag = false) {
  OperationSpec spec;
  spec.op = op;
  spec.flag = flag;
  return spec;
}

const OperationSpec kReportSpec = phase_spec(Op::kReport);
const OperationSpec kExitTextSpec = phase_spec(Op::kPrint, /*flag=*/true);
const OperationSpec kStopDaemonsSpec = phase_spec(Op::kStopDaemons);
const OperationSpec kJoinChildrenSpec = phase_spec(Op::kJoinChildren);
const OperationSpec kEndSpec = phase_spec(Op::kEnd);

Value with_position(const Value& error, Position at) {
  if (error.as_error().line > 0) return error;
  ErrorBody body;
  body.kind = error.as_error().kind;
  body.message = error.as_error().message;
  body.line = at.line;
  body.column = at.column;
  return Value::error(std::move(body));
}

}  // namespace

int64_t Environment::next_period(int64_t deadline, double seconds) {
  return deadline + static_cast<int64_t>(seconds * 1e9);
}

[[gnu::hot]] Machine::Machine(const Program& program, int32_t process, uint64_t seed)
    : program_(&program), process_(process), random_{seed_of(seed, process)} {
  const ProcessProgram& run = program.processes[static_cast<size_t>(process)];
  push_frame(run.routine, -1, Role::kPlain);
  for (size_t i = 0; i < run.arguments.size(); ++i) slots_[i] = run.arguments[i];
}

Machine Machine::evaluator(const Program& program, int32_t routine) {
  Machine machine(program, kMainProcess, 0);
  machine.frames_.clear();
  machine.slots_.clear();
  machine.evaluator_ = true;
  machine.push_frame(routine, -1, Role::kPlain);
  return machine;
}

[[gnu::hot]] void Machine::push_frame(int32_t routine, int32_t into, Role role) {
  const Routine& code = program_->routines[static_cast<size_t>(routine)];
  frames_.push_back({routine, 0, static_cast<int32_t>(slots_.size()), into, role});
  slots_.append(code.initial.begin(), code.initial.end());
}

[[gnu::hot]] void Machine::pop_frame() {
  for (const auto base = static_cast<size_t>(frames_.back().base); slots_.size() > base;) {
    slots_.pop_back();
  }
  frames_.pop_back();
}

[[gnu::hot]] void Machine::return_value(Value value) {
  const Frame left = frames_.back();
  if (frames_.size() == 1) {
    pop_frame();
    last_ = std::move(value);
    return end_with(0);
  }
  pop_frame();
  if (left.into >= 0) slot(left.into) = std::move(value);
  ++frames_.back().pc;
}

void Machine::raise(ErrorKind kind, std::string message) {
  ErrorBody body;
  body.kind = kind;
  body.message = std::move(message);
  raise(Value::error(std::move(body)));
}

void Machine::raise(const Value& error) {
  Unwinding why{Unwinding::Kind::kError, with_position(error, position()), 0};
  // An error of a cleanup replaces the error that it cleaned up after, but does not stop an exit.
  if (suspended_.kind != Unwinding::Kind::kNone && suspended_.kind != Unwinding::Kind::kError) {
    why = std::move(suspended_);
  }
  suspended_ = Unwinding{};
  unwind(std::move(why));
}

// Leaves frames until a scope takes over, or there is none left.
[[gnu::hot]] void Machine::unwind(Unwinding why) {
  while (!frames_.empty()) {
    Frame& frame = frames_.back();
    const Routine& routine = program_->routines[static_cast<size_t>(frame.routine)];
    for (const UnwindScope& scope : routine.scopes) {
      const bool covers = frame.pc >= scope.begin && frame.pc < scope.end;
      if (!covers || (!scope.cleanup && why.kind != Unwinding::Kind::kError)) continue;
      frame.pc = scope.handler;
      suspended_ = std::move(why);
      return;
    }
    if (frame.role == Role::kItem && why.kind == Unwinding::Kind::kExit) {
      ErrorBody body;
      body.kind = ErrorKind::kFail;
      body.message = "the call came to exit " + to_text(why.value);
      body.line = last_position_.line;
      body.column = last_position_.column;
      why = Unwinding{Unwinding::Kind::kError, Value::error(std::move(body)), 0};
    }
    pop_frame();
  }
  finish(why);
}

// No frame is left.
[[gnu::hot]] void Machine::finish(const Unwinding& why) {
  switch (why.kind) {
    case Unwinding::Kind::kNone:
      UNREACHABLE();
    case Unwinding::Kind::kError:
      exit_code_ = 1;
      last_ = why.value;
      last_position_ = {why.value.as_error().line, why.value.as_error().column};
      phase_ = evaluator_ ? Phase::kEnd : Phase::kReport;
      return;
    case Unwinding::Kind::kExit:
      if (why.value.is_null() || why.value.is_bool() || why.value.is_int()) {
        // As a process's status: the low byte.
        const int64_t code = why.value.is_int() ? why.value.as_int() : why.value.is_true() ? 1 : 0;
        return end_with(code & 0xFF);
      }
      last_ = Value::string(to_text(why.value));
      exit_code_ = 1;
      phase_ = Phase::kExitText;
      return;
    case Unwinding::Kind::kSignal: {
      const Process& process = program_->scenario.processes[static_cast<size_t>(process_)];
      const ProcessGroup& group = program_->scenario.groups[static_cast<size_t>(process.group)];
      const ProcessProgram& run = program_->processes[static_cast<size_t>(process_)];
      for (size_t i = 0; i < group.on_signal.size(); ++i) {
        if (group.on_signal[i].signal != why.signal) continue;
        in_handler_ = true;
        phase_ = Phase::kSteps;
        push_frame(run.handlers[i], -1, Role::kHandler);
        slots_.front() = Value::integer(process.index);
        return;
      }
      UNREACHABLE();
    }
  }
}

[[gnu::hot]] void Machine::end_with(int64_t code) {
  exit_code_ = code;
  const bool parent = !evaluator_ && program_->processes[static_cast<size_t>(process_)].may_start;
  phase_ = parent ? Phase::kStopDaemons : Phase::kEnd;
}

[[gnu::hot]] void Machine::next_phase() {
  switch (phase_) {
    case Phase::kSteps:
      UNREACHABLE();
    case Phase::kReport:
    case Phase::kExitText:
      return end_with(exit_code_);
    case Phase::kStopDaemons:
      phase_ = Phase::kJoinChildren;
      return;
    case Phase::kJoinChildren:
      phase_ = Phase::kEnd;
      return;
    case Phase::kEnd:
    case Phase::kEnded:
      phase_ = Phase::kEnded;
      return;
  }
}

[[gnu::hot]] void Machine::yield_phase() {
  pending_ = Operation{};
  switch (phase_) {
    case Phase::kReport:
      pending_.spec = &kReportSpec;
      break;
    case Phase::kExitText:
      pending_.spec = &kExitTextSpec;
      break;
    case Phase::kStopDaemons:
      pending_.spec = &kStopDaemonsSpec;
      break;
    case Phase::kJoinChildren:
      pending_.spec = &kJoinChildrenSpec;
      break;
    case Phase::kEnd:
      pending_.spec = &kEndSpec;
      if (!evaluator_) last_ = Value::integer(exit_code_);
      break;
    case Phase::kSteps:
    case Phase::kEnded:
      UNREACHABLE();
  }
  pending_.op = pending_.spec->op;
  bind_pending();
}

const Operation& Machine::pending() const {
  bind_pending();
  return pending_;
}

[[gnu::hot]] void Machine::resume_otherwise(Outcome&& outcome) {
  if (pending_.spec == nullptr) return;
  if (phase_ != Phase::kSteps) return next_phase();
  switch (outcome.status) {
    case Outcome::Status::kDone:
      // Many values of a bearable size can have made a shared object that has none.
      if (pending_.op == Op::kRead && !within_limits(outcome.value)) {
        return raise(expr::too_large_a_value(outcome.value));
      }
      return complete(std::move(outcome.value));
    case Outcome::Status::kTimeout:
      if (pending_.spec->timeout_target >= 0) {
        frames_.back().pc = pending_.spec->timeout_target;
        return;
      }
      return raise(fault_error(Fault::kTimeout, about(), Value()));
    case Outcome::Status::kFailed:
      return raise(fault_error(outcome.fault, about(), outcome.value));
  }
}

// What the pending operation is about, for messages: the object that it really meant.
std::string_view Machine::about() const {
  const bool object = !pending_.is_process && pending_.target >= 0 && pending_.path.empty();
  if (!object) return pending_.spec->text;
  return program_->scenario.objects[static_cast<size_t>(pending_.target)].name;
}

bool Machine::handles(int signal) const {
  if (in_handler() || phase_ == Phase::kEnded || evaluator_) return false;
  const Process& process = program_->scenario.processes[static_cast<size_t>(process_)];
  if (process.group < 0) return false;
  for (const SignalHandler& handler :
       program_->scenario.groups[static_cast<size_t>(process.group)].on_signal) {
    if (handler.signal == signal) return !handler.ignore;
  }
  return false;
}

bool Machine::interrupt(int signal) {
  if (!handles(signal)) return false;
  Unwinding why{Unwinding::Kind::kSignal, Value(), signal};
  if (suspended_.kind != Unwinding::Kind::kNone) {
    // A cleanup is at work: it is finished first.
    suspended_ = std::move(why);
    return true;
  }
  pending_ = Operation{};
  unwind(std::move(why));
  return true;
}

// NOLINTNEXTLINE(performance-unnecessary-value-param): it may lie in a slot, which goes
void Machine::fail(Value error) {
  pending_ = Operation{};
  frames_.clear();
  slots_.clear();
  suspended_ = Unwinding{};
  finish({Unwinding::Kind::kError, with_position(error, position()), 0});
}

void Machine::become(int32_t process) {
  process_ = process;
  const bool own = pending_.spec != nullptr && pending_.spec->operand.kind == Operand::Kind::kSelf;
  if (own) pending_.target = process;
}

void Machine::shift_deadlines(int64_t nanoseconds) {
  for (Value& value : slots_) {
    const bool passes = value.kind() == ValueKind::kDeadline && value.as_int() != kOnlyTry &&
                        value.as_int() != kNoDeadline;
    if (passes) value = Value::deadline(std::max(value.as_int() - nanoseconds, kLongAgo));
  }
}

[[gnu::hot]] Position Machine::position() const {
  if (frames_.empty()) return last_position_;
  const Frame& frame = frames_.back();
  return program_->routines[static_cast<size_t>(frame.routine)]
      .positions[static_cast<size_t>(frame.pc)];
}

}  // namespace runner
