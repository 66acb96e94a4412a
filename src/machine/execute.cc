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

}  // namespace

// Until an operation is pending (true) or the last frame is left (false).
bool Machine::execute(Environment& environment, uint64_t& budget) {
  while (!frames_.empty()) {
    Frame& frame = frames_.back();
    const Routine& routine = program_->routines[static_cast<size_t>(frame.routine)];
    const Instruction& i = routine.instructions[static_cast<size_t>(frame.pc)];
    Value* const slots = slots_.data() + frame.base;
    if (budget-- == 0) {
      pending_ = Operation{};
      return true;
    }
    switch (i.op) {
      case OpCode::kOperation:
        if (yield_operation(program_->operations[static_cast<size_t>(i.a)])) return true;
        break;
      case OpCode::kEvaluate: {
        Random fixed = random_;
        Value value = program_->codes[static_cast<size_t>(i.b)].evaluate(
            slots, random_frozen_ ? fixed : random_, environment);
        if (value.is_error()) [[unlikely]] {
          raise(std::move(value));
          break;
        }
        slots[i.a] = std::move(value);
        ++frame.pc;
        break;
      }
      case OpCode::kConstant:
        slots[i.a] = program_->constants[static_cast<size_t>(i.b)];
        ++frame.pc;
        break;
      case OpCode::kMove:
        if (slots[i.b].is_error()) [[unlikely]] {
          raise(slots[i.b]);
          break;
        }
        slots[i.a] = slots[i.b];
        ++frame.pc;
        break;
      case OpCode::kJump:
        frame.pc = i.b;
        break;
      case OpCode::kBranchFalse:
      case OpCode::kBranchTrue: {
        Random fixed = random_;
        Value value = program_->codes[static_cast<size_t>(i.a)].evaluate(
            slots, random_frozen_ ? fixed : random_, environment);
        if (!value.is_bool()) [[unlikely]] {
          if (value.is_error()) {
            raise(std::move(value));
          } else {
            raise(ErrorKind::kType,
                  "a condition must be true or false, not " + std::string(kind_name(value.kind())));
          }
          break;
        }
        frame.pc = value.as_bool() == (i.op == OpCode::kBranchTrue) ? i.b : frame.pc + 1;
        break;
      }
      case OpCode::kCountNext:
        if (slots[i.a].as_int() > 0) {
          slots[i.a] = Value::integer(slots[i.a].as_int() - 1);
          ++frame.pc;
        } else {
          frame.pc = i.b;
        }
        break;
      case OpCode::kRangeNext: {
        const int64_t next = slots[i.a].as_int() + 1;
        slots[i.a] = Value::integer(next);
        frame.pc = next < i.c ? frame.pc + 1 : i.b;
        break;
      }
      case OpCode::kForNext: {
        const std::vector<Value>& list = slots[i.a].as_list();
        const int64_t next = slots[i.a + 1].as_int();
        if (next >= static_cast<int64_t>(list.size())) {
          frame.pc = i.b;
          break;
        }
        slots[i.c] = list[static_cast<size_t>(next)];
        slots[i.a + 1] = Value::integer(next + 1);
        ++frame.pc;
        break;
      }
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
