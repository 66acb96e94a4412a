#include "world/queues.h"

#include "base/limits.h"
#include "expr/functions.h"
#include "machine/paths.h"

namespace runner::world {

int64_t ways_to_put(State& state, const Operation& operation) {
  const int64_t capacity = state.world().object(operation.target).capacity;
  const auto& queue = state.get<QueueState>(operation.target);
  return queue.closed || capacity == 0 || static_cast<int64_t>(queue.items.size()) < capacity;
}

Progress put(State& state, const Operation& operation) {
  if (state.get<QueueState>(operation.target).closed) return Outcome::failed(Fault::kQueueClosed);
  if (!is_plain(*operation.value)) {
    return Outcome::failed(Fault::kNotPlain,
                           Value::string(std::string(kind_name(operation.value->kind()))));
  }
  if (state.get<QueueState>(operation.target).items.size() >= limits::kListElements) {
    return Outcome::failed(Fault::kCallFailed, expr::too_many_elements());
  }
  QueueState& queue = state.change<QueueState>(operation.target);
  queue.items.push_back(*operation.value);
  ++queue.unfinished;
  return Outcome::done();
}

int64_t ways_to_get(State& state, const Operation& operation) {
  const auto& queue = state.get<QueueState>(operation.target);
  return queue.closed || !queue.items.empty();
}

Progress get(State& state, const Operation& operation) {
  if (state.get<QueueState>(operation.target).items.empty())
    return Outcome::failed(Fault::kQueueClosed);
  QueueState& queue = state.change<QueueState>(operation.target);
  Value item = std::move(queue.items.front());
  queue.items.pop_front();
  return Outcome::done(std::move(item));
}

Progress task_done(State& state, const Operation& operation) {
  if (state.get<QueueState>(operation.target).unfinished == 0)
    return Outcome::failed(Fault::kTooManyTasksDone);
  --state.change<QueueState>(operation.target).unfinished;
  return Outcome::done();
}

int64_t ways_to_join_queue(State& state, const Operation& operation) {
  return state.get<QueueState>(operation.target).unfinished == 0;
}

Progress close_queue(State& state, const Operation& operation) {
  state.change<QueueState>(operation.target).closed = true;
  return Outcome::done();
}

}  // namespace runner::world
