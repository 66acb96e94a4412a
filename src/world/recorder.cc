#include "world/recorder.h"

namespace runner::world {

Recorder::Recorder(const World& world, const Rules& rules, Tables& tables)
    : ClockedState(world, rules),
      tables_(tables),
      was_read_(tables.component_count()),
      copies_(tables.component_count()) {}

void Recorder::begin(const int32_t* numbers) {
  begin_again();
  numbers_ = numbers;
  for (const ComponentNumber component : reads_) was_read_[static_cast<size_t>(component)] = false;
  reads_.clear();
}

void Recorder::begin_again() {
  for (const ComponentNumber component : copied_) copies_[static_cast<size_t>(component)] = Copy();
  copied_.clear();
  complaints_.clear();
  kill_is_spent_ = false;
  output_.reset();
}

int64_t Recorder::kills_left() {
  copy(tables_.kills_component());
  return number_of(tables_.kills_component());
}

void Recorder::spend_kill() {
  CHECK(kills_left() > 0);
  kill_is_spent_ = true;
}

Recorder::Copy& Recorder::copy(ComponentNumber component) {
  const auto index = static_cast<size_t>(component);
  if (!was_read_[index]) {
    was_read_[index] = true;
    reads_.push_back(component);
  }
  return copies_[index];
}

const ProcessState& Recorder::process(int32_t number) {
  const ComponentNumber component = tables_.process_component(number);
  Copy& copy = this->copy(component);
  if (copy.process) return *copy.process;
  const ProcessState& known = tables_.process(number, number_of(component));
  if (!known.machine || known.machine->process() == number) return known;
  // The table's value is that of another replica.
  copied_.push_back(component);
  copy.process = std::make_unique<ProcessState>(known);
  copy.process->machine->become(number);
  return *copy.process;
}

const Lifecycle& Recorder::lifecycle(int32_t number) {
  const ComponentNumber component = tables_.lifecycle_component(number);
  const Copy& copy = this->copy(component);
  return copy.lifecycle ? *copy.lifecycle : tables_.lifecycle(number, number_of(component));
}

const ObjectState& Recorder::object(int32_t number) {
  const ComponentNumber component = tables_.object_component(number);
  const Copy& copy = this->copy(component);
  return copy.object ? *copy.object : tables_.object(number, number_of(component));
}

ProcessState& Recorder::change_process(int32_t number) {
  const ComponentNumber component = tables_.process_component(number);
  const ProcessState& known = process(number);
  Copy& copy = this->copy(component);
  copy.changed = true;
  if (!copy.process) {
    copied_.push_back(component);
    copy.process = std::make_unique<ProcessState>(known);
  }
  return *copy.process;
}

Lifecycle& Recorder::change_lifecycle(int32_t number) {
  const ComponentNumber component = tables_.lifecycle_component(number);
  const Lifecycle& known = lifecycle(number);
  Copy& copy = this->copy(component);
  copy.changed = true;
  if (!copy.lifecycle) {
    copied_.push_back(component);
    copy.lifecycle = std::make_unique<Lifecycle>(known);
  }
  return *copy.lifecycle;
}

ObjectState& Recorder::change_object(int32_t number) {
  const ComponentNumber component = tables_.object_component(number);
  const ObjectState& known = object(number);
  Copy& copy = this->copy(component);
  copy.changed = true;
  if (!copy.object) {
    copied_.push_back(component);
    copy.object = std::make_unique<ObjectState>(known);
  }
  return *copy.object;
}

void Recorder::tell(Event event) {
  if (event.kind != EventKind::kOutput || !world().judges_output()) return;
  copy(tables_.output_component());
  const int32_t before = output_.value_or(number_of(tables_.output_component()));
  output_ = tables_.output_after(before, event.text);
}

void Recorder::complain(int32_t process, const ErrorBody& error) {
  complaints_.push_back({process, error.kind, error.message, {error.line, error.column}});
}

std::vector<Write> Recorder::finish() {
  std::vector<Write> writes;
  const int32_t processes = world().process_count();
  for (const ComponentNumber component : copied_) {
    Copy& copy = copies_[static_cast<size_t>(component)];
    if (!copy.changed) continue;
    int32_t number = 0;
    if (copy.process) {
      number = tables_.intern_process(component, std::move(*copy.process));
    } else if (copy.lifecycle) {
      number = tables_.intern_lifecycle(component - processes, std::move(*copy.lifecycle));
    } else {
      number = tables_.intern_object(component - 2 * processes, std::move(*copy.object));
    }
    const int32_t before = number_of(component);
    if (number != before) writes.push_back({component, number, before});
  }
  const ComponentNumber kills = tables_.kills_component();
  if (kill_is_spent_) writes.push_back({kills, number_of(kills) - 1, number_of(kills)});
  const ComponentNumber output = tables_.output_component();
  if (output_ && *output_ != number_of(output))
    writes.push_back({output, *output_, number_of(output)});
  return writes;
}

}  // namespace runner::world
