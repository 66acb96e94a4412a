#include "program/routine_builder.h"

#include <algorithm>
#include <utility>

namespace runner {
namespace {

template <typename T>
int32_t index_of_last(const std::vector<T>& items) {
  return static_cast<int32_t>(items.size()) - 1;
}

Value unset(const std::string& name) {
  ErrorBody error;
  error.kind = ErrorKind::kType;
  error.message = "local '" + name + "' has no value yet";
  return Value::error(std::move(error));
}

}  // namespace

RoutineBuilder::RoutineBuilder(Program& program, std::string name,
                               const std::vector<std::string>& named_slots, int32_t parameters)
    : program_(program) {
  routine_.name = std::move(name);
  routine_.parameters = parameters;
  routine_.slots = named_slots;
  next_temporary_ = static_cast<int32_t>(named_slots.size());
  routine_.slot_count = next_temporary_;
}

int32_t RoutineBuilder::emit(OpCode op, int32_t a, int32_t b, int32_t c, int32_t d) {
  routine_.instructions.push_back({op, a, b, c, d});
  routine_.positions.push_back(position_);
  return index_of_last(routine_.instructions);
}

int32_t RoutineBuilder::emit_operation(OperationSpec spec) {
  spec.at = position_;
  program_.operations.push_back(std::move(spec));
  const int32_t number = index_of_last(program_.operations);
  emit(OpCode::kOperation, number);
  return number;
}

void RoutineBuilder::emit_constant(int32_t slot, Value value) {
  program_.constants.push_back(std::move(value));
  emit(OpCode::kConstant, slot, index_of_last(program_.constants));
}

RoutineBuilder::Label RoutineBuilder::new_label() {
  labels_.push_back(-1);
  return index_of_last(labels_);
}

void RoutineBuilder::bind(Label label) {
  labels_[static_cast<size_t>(label)] = here();
}

void RoutineBuilder::jump_to(int32_t instruction, char which, Label label) {
  fixups_.push_back({instruction, which, label, -1});
}

void RoutineBuilder::on_timeout(int32_t operation, Label label) {
  fixups_.push_back({-1, 'o', label, operation});
}

int32_t RoutineBuilder::temporary(int32_t count) {
  const int32_t first = next_temporary_;
  next_temporary_ += count;
  routine_.slot_count = std::max(routine_.slot_count, next_temporary_);
  return first;
}

int32_t RoutineBuilder::open_scope(bool cleanup) {
  scopes_.push_back({cleanup, ++depth_, -1, here(), {}});
  return index_of_last(scopes_);
}

void RoutineBuilder::close_range(Scope& scope) {
  if (scope.open_at >= 0 && scope.open_at < here()) scope.ranges.push_back({scope.open_at, here()});
  scope.open_at = -1;
}

void RoutineBuilder::close_scope(int32_t number, Label handler) {
  Scope& scope = scopes_[static_cast<size_t>(number)];
  close_range(scope);
  scope.handler = handler;
  --depth_;
}

void RoutineBuilder::suspend_scope(int32_t number) {
  close_range(scopes_[static_cast<size_t>(number)]);
}

void RoutineBuilder::resume_scope(int32_t number) {
  scopes_[static_cast<size_t>(number)].open_at = here();
}

int32_t RoutineBuilder::add_text(std::string text) {
  program_.texts.push_back(std::move(text));
  return index_of_last(program_.texts);
}

int32_t RoutineBuilder::add_code(Code code, std::vector<int32_t> slots) {
  program_.codes.push_back(std::move(code));
  program_.code_slots.push_back(std::move(slots));
  return index_of_last(program_.codes);
}

Routine RoutineBuilder::finish() {
  for (const Fixup& fixup : fixups_) {
    const int32_t pc = labels_[static_cast<size_t>(fixup.label)];
    CHECK(pc >= 0);
    if (fixup.which == 'o') {
      program_.operations[static_cast<size_t>(fixup.operation)].timeout_target = pc;
      continue;
    }
    Instruction& instruction = routine_.instructions[static_cast<size_t>(fixup.instruction)];
    (fixup.which == 'b' ? instruction.b : fixup.which == 'c' ? instruction.c : instruction.d) = pc;
  }
  std::stable_sort(scopes_.begin(), scopes_.end(),
                   [](const Scope& a, const Scope& b) { return a.depth > b.depth; });
  for (const Scope& scope : scopes_) {
    const int32_t handler = labels_[static_cast<size_t>(scope.handler)];
    for (const Range& range : scope.ranges) {
      routine_.scopes.push_back({range.begin, range.end, handler, scope.cleanup});
    }
  }
  routine_.initial.resize(static_cast<size_t>(routine_.slot_count));
  for (size_t i = static_cast<size_t>(routine_.parameters); i < routine_.slots.size(); ++i) {
    routine_.initial[i] = unset(routine_.slots[i]);
  }
  return std::move(routine_);
}

}  // namespace runner
