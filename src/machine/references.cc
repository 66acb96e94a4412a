#include "machine/references.h"

#include <vector>

namespace runner {
namespace {

constexpr int64_t kPending = 0;
constexpr int64_t kStarted = 1;
constexpr int64_t kEnded = 2;

int64_t state_of(const Program& program, const Value& states, int32_t process) {
  const std::vector<ImplicitStart>& starts = program.scenario.implicit;
  for (size_t i = 0; i < starts.size(); ++i) {
    if (starts[i].process == process) return states.as_list()[i].as_int();
  }
  return kPending;
}

bool ready(const Program& program, const Value& states, const ImplicitStart& start) {
  for (const StartCondition& condition : start.after) {
    const int64_t state = state_of(program, states, condition.process);
    if (state < (condition.exited ? kEnded : kStarted)) return false;
  }
  return true;
}

std::string reference_name(const Program& program, int32_t number) {
  if (number == kMainProcess) return "main";
  const Process& process = program.scenario.processes[static_cast<size_t>(number)];
  if (process.group < 0) return process.name;
  const ProcessGroup& group = program.scenario.groups[static_cast<size_t>(process.group)];
  if (!group.array) return group.name;
  return group.name + "[" + std::to_string(process.index) + "]";
}

}  // namespace

int32_t process_of(const Value& value) {
  if (value.is_process()) return value.as_process().id;
  return static_cast<int32_t>(-1 - value.as_int());
}

Value ready_list(const Program& program, const Value& references, const Value& positions) {
  std::vector<Value> names;
  for (const Value& position : positions.as_list()) {
    const Value& reference = references.as_list()[static_cast<size_t>(position.as_int())];
    if (reference.is_handle()) {
      names.push_back(reference);
    } else if (is_process_reference(reference)) {
      names.push_back(Value::string(reference_name(program, process_of(reference))));
    } else {
      const auto object = static_cast<size_t>(reference.as_int());
      names.push_back(Value::string(program.scenario.objects[object].name));
    }
  }
  return Value::list(std::move(names));
}

ImplicitStep next_start(const Program& program, Value& states, Value& next) {
  const std::vector<ImplicitStart>& starts = program.scenario.implicit;
  bool pending = false;
  for (size_t i = 0; i < starts.size(); ++i) {
    if (states.as_list()[i].as_int() != kPending) continue;
    pending = true;
    if (!ready(program, states, starts[i])) continue;
    states.mutable_list()[i] = Value::integer(kStarted);
    next = process_reference(starts[i].process);
    return ImplicitStep::kStart;
  }
  if (!pending) return ImplicitStep::kDone;
  std::vector<Value> awaited;
  for (size_t i = 0; i < starts.size(); ++i) {
    if (states.as_list()[i].as_int() == kStarted) {
      awaited.push_back(process_reference(starts[i].process));
    }
  }
  next = Value::list(std::move(awaited));
  return ImplicitStep::kWait;
}

void mark_ended(const Program& program, Value& states, const Value& references,
                const Value& positions) {
  const std::vector<ImplicitStart>& starts = program.scenario.implicit;
  for (const Value& position : positions.as_list()) {
    const int32_t process =
        process_of(references.as_list()[static_cast<size_t>(position.as_int())]);
    for (size_t i = 0; i < starts.size(); ++i) {
      if (starts[i].process == process) states.mutable_list()[i] = Value::integer(kEnded);
    }
  }
}

}  // namespace runner
