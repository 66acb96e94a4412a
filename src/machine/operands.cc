// What a machine's operations are about, and the values that its rarer instructions make.
#include <utility>

#include "expr/text_form.h"
#include "machine/durations.h"
#include "machine/machine.h"
#include "machine/paths.h"
#include "machine/references.h"

namespace runner {

bool Machine::in_call() const {
  for (const Frame& frame : frames_) {
    if (frame.role == Role::kItem) return true;
  }
  return false;
}

// Which object or process the operand means now; false when an error was raised.
bool Machine::resolve_target(const OperationSpec& spec, Operation& operation) {
  const Operand& operand = spec.operand;
  const Value* const slots = slots_.data() + frames_.back().base;
  switch (operand.kind) {
    case Operand::Kind::kNone:
      return true;
    case Operand::Kind::kSelf:
      operation.is_process = true;
      operation.target = process_;
      return true;
    case Operand::Kind::kSlot: {
      const Value& value = slots[operand.slot];
      if (is_process_reference(value)) {
        operation.is_process = true;
        operation.target = process_of(value);
        return true;
      }
      if (value.kind() == ValueKind::kObject) {
        operation.target = static_cast<int32_t>(value.as_int());
        return true;
      }
      if (value.is_handle()) {
        operation.reference = value;
        return true;
      }
      if (value.is_error()) {
        raise(value);
      } else {
        raise(ErrorKind::kType,
              spec.text + " is no object or process but " + std::string(kind_name(value.kind())));
      }
      return false;
    }
    case Operand::Kind::kObject:
    case Operand::Kind::kProcess:
      break;
  }
  operation.is_process = operand.kind == Operand::Kind::kProcess;
  operation.target = operand.first;
  operation.count = operand.whole ? operand.count : 1;
  if (operand.index_slot < 0) return true;
  const Value& index = slots[operand.index_slot];
  int64_t number = 0;
  if (index.is_error()) {
    raise(index);
    return false;
  }
  if (!index.is_number() || !whole_number(index, number) || number >= operand.count) {
    raise(ErrorKind::kIndex, spec.text + ": index " + to_text(index) + " is out of range (0 … " +
                                 std::to_string(operand.count - 1) + ")");
    return false;
  }
  operation.target += static_cast<int32_t>(number);
  return true;
}

void Machine::make_reference(const Instruction& i) {
  Operation operation;
  if (!resolve_target(program_->operations[static_cast<size_t>(i.b)], operation)) return;
  Value& result = slot(i.a);
  if (operation.reference.is_handle()) {
    result = operation.reference;
  } else {
    result = operation.is_process ? process_reference(operation.target)
                                  : Value::object(operation.target);
  }
  ++frames_.back().pc;
}

void Machine::check_list(const Instruction& i) {
  Value& value = slot(i.a);
  if (value.is_map() && i.b != 1) {
    std::vector<Value> keys;
    for (const auto& entry : value.as_map().entries()) keys.push_back(entry.first);
    value = Value::list(std::move(keys));
  }
  if (value.is_error()) return raise(value);
  if (!value.is_list()) {
    return raise(ErrorKind::kType, "a list is needed, not " + std::string(kind_name(value.kind())));
  }
  ++frames_.back().pc;
}

void Machine::check_count(const Instruction& i) {
  if (slot(i.a).is_error()) return raise(slot(i.a));
  int64_t count = 0;
  if (!whole_number(slot(i.a), count)) {
    return raise(fault_error(Fault::kNotAWholeNumber, "", slot(i.a)));
  }
  slot(i.a) = Value::integer(count);
  ++frames_.back().pc;
}

void Machine::make_list(const Instruction& i) {
  std::vector<Value> items(&slot(i.b), &slot(i.b) + i.c);
  for (const Value& item : items) {
    if (item.is_error()) return raise(item);
  }
  slot(i.a) = Value::list(std::move(items));
  ++frames_.back().pc;
}

void Machine::store_local(const Instruction& i) {
  if (slot(i.a).is_error()) return raise(slot(i.a));
  if (slot(i.d).is_error()) return raise(slot(i.d));
  const PathResult result =
      store_at(slot(i.a), {&slot(i.b), static_cast<size_t>(i.c)}, slot(i.d), ObjectKind::kValue);
  if (result.fault != Fault::kNone) {
    const Routine& routine = program_->routines[static_cast<size_t>(frames_.back().routine)];
    return raise(fault_error(result.fault, routine.slots[static_cast<size_t>(i.a)], result.value));
  }
  ++frames_.back().pc;
}

void Machine::compute_time(const Instruction& i, Environment& environment) {
  if (i.op == OpCode::kNextPeriod) {
    slot(i.a) = Value::deadline(environment.next_period(slot(i.a).as_int(), slot(i.b).as_number()));
    ++frames_.back().pc;
    return;
  }
  if (slot(i.b).is_error()) return raise(slot(i.b));
  double seconds = 0;
  if (!duration_of(slot(i.b), seconds)) {
    return raise(fault_error(Fault::kNotADuration, "", slot(i.b)));
  }
  if (i.op == OpCode::kDuration) {
    slot(i.a) = Value::real(seconds);
  } else {
    slot(i.a) = Value::deadline(seconds > 0 ? environment.deadline_after(seconds) : kOnlyTry);
  }
  ++frames_.back().pc;
}

}  // namespace runner
