#include "world/any.h"

#include "machine/references.h"
#include "world/pools.h"

namespace runner::world {

namespace {

bool is_ready(State& state, const Value& reference) {
  if (reference.is_handle()) return is_finished(state, reference);
  if (is_process_reference(reference))
    return state.lifecycle(process_of(reference)).status == ProcessStatus::kStopped;
  const ObjectState& object = state.object(static_cast<int32_t>(reference.as_int()));
  if (const auto* event = std::get_if<EventState>(&object)) return event->set;
  const auto& queue = std::get<QueueState>(object);
  return queue.closed || !queue.items.empty();
}

}  // namespace

int64_t ways_to_wait_any(State& state, const Operation& operation) {
  for (const Value& reference : operation.value->as_list())
    if (is_ready(state, reference)) return 1;
  return 0;
}

Progress wait_any(State& state, const Operation& operation) {
  std::vector<Value> positions;
  int64_t position = 0;
  for (const Value& reference : operation.value->as_list()) {
    if (is_ready(state, reference)) positions.push_back(Value::integer(position));
    ++position;
  }
  return Outcome::done(Value::list(std::move(positions)));
}

}  // namespace runner::world
