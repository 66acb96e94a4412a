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

void ConcreteState::tell(Event event) {
  if (sink_ == nullptr) return;
  event.time = time();
  sink_->take(event);
}

}  // namespace runner::world
