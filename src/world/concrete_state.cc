#include "world/concrete_state.h"

namespace runner::world {

ConcreteState::ConcreteState(const World& world, const Rules& rules, EventSink* sink)
    : ClockedState(world, rules),
      sink_(sink),
      processes_(static_cast<size_t>(world.process_count())),
      lifecycles_(static_cast<size_t>(world.process_count())),
      passed_(static_cast<size_t>(world.object_count())) {
  objects_.reserve(passed_.size());
  for (const Object& object : world.scenario().objects) objects_.push_back(initial_state(object));
}

const ProcessState& ConcreteState::process(int32_t number) {
  note_read(number);
  return processes_[static_cast<size_t>(number)];
}

const Lifecycle& ConcreteState::lifecycle(int32_t number) {
  note_read(world().process_count() + number);
  return lifecycles_[static_cast<size_t>(number)];
}

const ObjectState& ConcreteState::object(int32_t number) {
  note_read(2 * world().process_count() + number);
  return objects_[static_cast<size_t>(number)];
}

ProcessState& ConcreteState::change_process(int32_t number) {
  changes_.push_back(number);
  return processes_[static_cast<size_t>(number)];
}

Lifecycle& ConcreteState::change_lifecycle(int32_t number) {
  changes_.push_back(world().process_count() + number);
  return lifecycles_[static_cast<size_t>(number)];
}

ObjectState& ConcreteState::change_object(int32_t number) {
  changes_.push_back(2 * world().process_count() + number);
  return objects_[static_cast<size_t>(number)];
}

void ConcreteState::complain(int32_t process, const ErrorBody& error) {
  if (story_)
    story_->complaints.push_back({process, error.kind, error.message, {error.line, error.column}});
}

void ConcreteState::came_out(int32_t process, const Outcome& outcome) {
  if (story_) story_->outcomes.insert_or_assign(process, outcome);
}

std::optional<Outcome> ConcreteState::take_outcome(int32_t process) {
  const auto found = story_->outcomes.find(process);
  if (found == story_->outcomes.end()) return std::nullopt;
  Outcome outcome = std::move(found->second);
  story_->outcomes.erase(found);
  return outcome;
}

void ConcreteState::tell(Event event) {
  if (story_ && event.kind == EventKind::kOutput) story_->output += event.text + "\n";
  if (sink_ == nullptr) return;
  event.time = time();
  sink_->take(event);
}

}  // namespace runner::world
