// The inner loop of a machine: its local instructions, until an operation is to be performed.
#include <utility>

#include "expr/text_form.h"
#include "machine/machine.h"
#include "machine/references.h"

namespace runner {
namespace {

Value self_attribute(const ProcessBody& self, Attribute attribute) {
  Value value;
  if (attribute == Attribute::kWhole) return Value::process(self);
  self.attribute(attribute_name(attribute), value);
  return value;
}

Value not_a_condition(const Value& value) {
  if (value.is_error()) return value;
  return make_error(ErrorKind::kType, "a condition must be true or false, not " +
                                          std::string(kind_name(value.kind())));
}

// Scalars, which most are, without counting references.
void assign(Value& to, const Value& from) {
  if (from.is_int()) {
    to.set_integer(from.as_int());
  } else {
    to = from;
  }
}

bool is_fixed_object(const Operand& operand) {
  return operand.kind == Operand::Kind::kObject && operand.index_slot < 0 && !operand.whole;
}

// The instructions of which loops are made, as long as they stay in one frame: what a step costs is
// decided here.
struct Stretch {
  const Program& program;
  const Instruction* code;  // of the frame's routine
  Value* slots;             // of the frame
  Random& random;
  bool random_frozen;
  Environment& environment;
  Value& error;  // of the instruction that `run` gave, if it is one

  // Gives the first instruction from `at` on that is none of these, or raised an error, or for
  // which there is no budget.
  const Instruction* run(const Instruction* at, uint64_t& budget);

 private:
  Value evaluate(int32_t number) {
    const Code& expression = program.codes[static_cast<size_t>(number)];
    if (!random_frozen) [[likely]]
      return expression.evaluate(slots, random, environment);
    Random fixed = random;
    return expression.evaluate(slots, fixed, environment);
  }
  const Instruction* fail(const Instruction* at, Value why) {
    error = std::move(why);
    return at;
  }
};

inline const Instruction* Stretch::run(const Instruction* at, uint64_t& budget) {
  for (; budget > 0; --budget) {
    switch (at->op) {
      case OpCode::kConstant:
        assign(slots[at->a], program.constants[static_cast<size_t>(at->b)]);
        ++at;
        continue;
      case OpCode::kJump:
        at = code + at->b;
        continue;
      case OpCode::kCountNext: {
        const int64_t count = slots[at->a].as_int();
        if (count > 0) slots[at->a].set_integer(count - 1);
        at = count > 0 ? at + 1 : code + at->b;
        continue;
      }
      case OpCode::kRangeNext: {
        const int64_t next = slots[at->a].as_int() + 1;
        slots[at->a].set_integer(next);
        at = next < at->c ? at + 1 : code + at->b;
        continue;
      }
      case OpCode::kForNext: {
        const std::vector<Value>& list = slots[at->a].as_list();
        const auto next = static_cast<size_t>(slots[at->a + 1].as_int());
        if (next < list.size()) {
          assign(slots[at->c], list[next]);
          slots[at->a + 1].set_integer(static_cast<int64_t>(next) + 1);
        }
        at = next < list.size() ? at + 1 : code + at->b;
        continue;
      }
      case OpCode::kMove:
        if (slots[at->b].is_error()) [[unlikely]] {
          return fail(at, slots[at->b]);
        }
        assign(slots[at->a], slots[at->b]);
        ++at;
        continue;
      case OpCode::kEvaluate: {
        Value value = evaluate(at->b);
        if (value.is_error()) [[unlikely]] {
          return fail(at, std::move(value));
        }
        slots[at->a] = std::move(value);
        ++at;
        continue;
      }
      case OpCode::kBranchFalse:
      case OpCode::kBranchTrue: {
        const Value value = evaluate(at->a);
        if (!value.is_bool()) [[unlikely]] {
          return fail(at, not_a_condition(value));
        }
        at = value.as_bool() == (at->op == OpCode::kBranchTrue) ? code + at->b : at + 1;
        continue;
      }
      case OpCode::kReference:
      case OpCode::kSelf:
      case OpCode::kBranchNull:
      case OpCode::kBranchNotList:
      case OpCode::kBranchNoAction:
      case OpCode::kCheckList:
      case OpCode::kCountCheck:
      case OpCode::kDeadline:
      case OpCode::kDuration:
      case OpCode::kNextPeriod:
      case OpCode::kMakeList:
      case OpCode::kAppendLocal:
      case OpCode::kStoreLocal:
      case OpCode::kCall:
      case OpCode::kCallKernel:
      case OpCode::kCallItem:
      case OpCode::kCallAction:
      case OpCode::kReadyList:
      case OpCode::kImplicitNext:
      case OpCode::kImplicitMark:
      case OpCode::kReturn:
      case OpCode::kRaise:
      case OpCode::kAssert:
      case OpCode::kCatch:
      case OpCode::kRethrow:
      case OpCode::kExit:
      case OpCode::kOperation:
        break;
    }
    return at;
  }
  return at;
}

}  // namespace

// Points the pending operation at this machine's own slots.
void Machine::bind_pending() const {
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
bool Machine::yield_operation(const OperationSpec& spec) {
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

// Until an operation is pending (true) or the last frame is left (false).
bool Machine::execute(Environment& environment, uint64_t& budget) {
  Value error;
  while (!frames_.empty()) {
    Frame& frame = frames_.back();
    Value* const slots = slots_.data() + frame.base;
    const Instruction* const code =
        program_->routines[static_cast<size_t>(frame.routine)].instructions.data();
    Stretch stretch{*program_, code, slots, random_, random_frozen_, environment, error};
    const Instruction& i = *stretch.run(code + frame.pc, budget);
    frame.pc = static_cast<int32_t>(&i - code);
    if (budget == 0) {
      pending_ = Operation{};
      return true;
    }
    --budget;
    if (!error.is_null()) [[unlikely]] {
      raise(std::exchange(error, Value()));
      continue;
    }
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
        UNREACHABLE();  // a stretch leaves none of them
      case OpCode::kOperation:
        if (yield_operation(program_->operations[static_cast<size_t>(i.a)])) return true;
        break;
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
        call_item(i, environment);
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
        raise(ErrorKind::kAssert,
              i.a >= 0 ? to_text(slots[i.a]) : "assertion failed: " + condition);
        break;
      }
    }
  }
  return false;
}

}  // namespace runner
