// The instructions of a machine that are not performed in a stretch, and the operations it yields.
#include <utility>

#include "expr/text_form.h"
#include "machine/execution.h"
#include "machine/references.h"

namespace runner {
namespace {

Value self_attribute(const ProcessBody& self, Attribute attribute) {
  Value value;
  if (attribute == Attribute::kWhole) return Value::process(self);
  self.attribute(attribute_name(attribute), value);
  return value;
}

bool is_fixed_object(const Operand& operand) {
  return operand.kind == Operand::Kind::kObject && operand.index_slot < 0 && !operand.whole;
}

// Every operation is yielded.
struct NothingIsQuick {
  static bool perform(const OperationSpec&, Value*) { return false; }
  static void computes(Position) {}
};

}  // namespace

Value not_a_condition(const Value& value) {
  if (value.is_error()) return value;
  return make_error(ErrorKind::kType, "a condition must be true or false, not " +
                                          std::string(kind_name(value.kind())));
}

const Operation& Machine::next(Environment& environment, uint64_t budget) {
  NothingIsQuick nothing;
  return next(environment, budget, nothing);
}

// Points the pending operation at this machine's own slots.
[[gnu::hot]] void Machine::bind_pending() const {
  if (pending_.spec == nullptr) return;
  if (phase_ != Phase::kSteps) {
    pending_.value = &last_;
    return;
  }
  const OperationSpec& spec = *pending_.spec;
  const Value* slots = slots_.data() + frames_.back().base;
  pending_.value = spec.value_slot >= 0 ? slots + spec.value_slot : nullptr;
  pending_.chunk = spec.chunk_slot >= 0 ? slots + spec.chunk_slot : nullptr;
  pending_.path = spec.path_count > 0 ? std::span<const Value>(slots + spec.path_slot,
                                                               static_cast<size_t>(spec.path_count))
                                      : std::span<const Value>();
  pending_.deadline = spec.deadline_slot >= 0 ? slots[spec.deadline_slot].as_int() : kNoDeadline;
}

// True when the operation is pending; otherwise an error was raised.
[[gnu::hot]] bool Machine::yield_operation(const OperationSpec& spec) {
  // Field by field: this is the way of every operation.
  pending_.op = spec.op;
  pending_.spec = &spec;
  pending_.is_process = false;
  pending_.target = -1;
  pending_.count = 1;
  if (!pending_.reference.is_null()) pending_.reference = Value();
  if (is_fixed_object(spec.operand)) {
    pending_.target = spec.operand.first;
  } else if (spec.operand.kind != Operand::Kind::kNone && !resolve_target(spec, pending_)) {
    return false;
  }
  const Value* const slots = slots_.data() + frames_.back().base;
  if (spec.value_slot >= 0 && slots[spec.value_slot].is_error()) [[unlikely]] {
    if (spec.op != Op::kPoolFail) {
      raise(slots[spec.value_slot]);
      return false;
    }
  }
  if (spec.op == Op::kStart && in_call()) {
    raise(fault_error(Fault::kCallStarts, "", Value()));
    return false;
  }
  bind_pending();
  return true;
}

[[gnu::hot]] void Machine::execute_rare(const Instruction& i, Environment& environment,
                                        uint64_t& budget) {
  Frame& frame = frames_.back();
  Value* const slots = slots_.data() + frame.base;
  switch (i.op) {
    case OpCode::kEvaluate:
    case OpCode::kBranchFalse:
    case OpCode::kBranchTrue:
    case OpCode::kMove:
    case OpCode::kConstant:
    case OpCode::kJump:
    case OpCode::kCountNext:
    case OpCode::kRangeNext:
    case OpCode::kForNext:
    case OpCode::kOperation:
      UNREACHABLE();  // a stretch leaves none of them
    case OpCode::kReturn: {
      if (i.a >= 0 && slots[i.a].is_error()) [[unlikely]] {
        raise(slots[i.a]);
        break;
      }
      return_value(i.a >= 0 ? std::move(slots[i.a]) : Value());
      break;
    }
    case OpCode::kCall:
      call_routine(i);
      break;
    case OpCode::kCallKernel:
      call_kernel(i);
      break;
    case OpCode::kCallItem:
      call_item(i, environment, budget);
      break;
    case OpCode::kBranchNull:
      frame.pc = slots[i.a].is_null() ? i.b : frame.pc + 1;
      break;
    case OpCode::kBranchNotList:
      frame.pc = slots[i.a].is_list() ? frame.pc + 1 : i.b;
      break;
    case OpCode::kBranchNoAction:
      frame.pc = slots[i.a].kind() == ValueKind::kObject ? frame.pc + 1 : i.b;
      break;
    case OpCode::kSelf:
      slots[i.a] = self_attribute(environment.self(), static_cast<Attribute>(i.b));
      ++frame.pc;
      break;
    case OpCode::kAppendLocal:
      slots[i.a].mutable_list().push_back(slots[i.b]);
      ++frame.pc;
      break;
    case OpCode::kCatch:
      catch_error(i, environment);
      break;
    case OpCode::kRethrow: {
      Unwinding why = std::move(suspended_);
      suspended_ = Unwinding{};
      unwind(std::move(why));
      break;
    }
    case OpCode::kExit:
      if (slots[i.a].is_error()) {
        raise(slots[i.a]);
        break;
      }
      last_position_ = position();
      unwind({Unwinding::Kind::kExit, slots[i.a], 0});
      break;
    case OpCode::kDeadline:
    case OpCode::kDuration:
    case OpCode::kNextPeriod:
      compute_time(i, environment);
      break;
    case OpCode::kReference:
      make_reference(i);
      break;
    case OpCode::kCheckList:
      check_list(i);
      break;
    case OpCode::kCountCheck:
      check_count(i);
      break;
    case OpCode::kMakeList:
      make_list(i);
      break;
    case OpCode::kStoreLocal:
      store_local(i);
      break;
    case OpCode::kCallAction:
      call_action(i);
      break;
    case OpCode::kReadyList:
      slots[i.a] = ready_list(*program_, slots[i.b], slots[i.c]);
      ++frame.pc;
      break;
    case OpCode::kImplicitNext:
      step_implicit(i);
      break;
    case OpCode::kImplicitMark:
      mark_ended(*program_, slots[i.a], slots[i.b], slots[i.c]);
      ++frame.pc;
      break;
    case OpCode::kRaise:
      raise(static_cast<ErrorKind>(i.a), to_text(slots[i.b]));
      break;
    case OpCode::kAssert: {
      const std::string& condition = program_->texts[static_cast<size_t>(i.b)];
      raise(ErrorKind::kAssert, i.a >= 0 ? to_text(slots[i.a]) : "assertion failed: " + condition);
      break;
    }
  }
}

}  // namespace runner
