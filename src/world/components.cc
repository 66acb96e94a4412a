#include "world/components.h"

#include "expr/encoding.h"

namespace runner::world {

namespace {

// A number below 128 takes one byte: most do.
void append(std::string& out, int64_t number) {
  auto rest = (static_cast<uint64_t>(number) << 1) ^ static_cast<uint64_t>(number >> 63);
  for (; rest >= 0x80; rest >>= 7) out.push_back(static_cast<char>(rest | 0x80));
  out.push_back(static_cast<char>(rest));
}

void append(std::string& out, const std::vector<int32_t>& numbers) {
  append(out, static_cast<int64_t>(numbers.size()));
  for (const int32_t number : numbers) append(out, number);
}

void append(std::string& out, std::string_view text) {
  append(out, static_cast<int64_t>(text.size()));
  out.append(text);
}

void append(std::string& out, const LockState& lock) {
  append(out, lock.owner);
  append(out, lock.levels);
  append(out, lock.dead);
  append(out, std::string_view(lock.dead_number));
}

void append(std::string& out, const PoolJob& job) {
  append(out, job.call);
  append(out, job.deaths);
  append(out, job.worker);
  append_encoded(out, to_value(job.job));
}

void append(std::string& out, const PoolCall& call) {
  out.push_back(static_cast<char>(call.unordered | call.mapped << 1 | call.keep_errors << 2));
  append(out, call.name);
  append(out, call.unfinished);
  append(out, static_cast<int64_t>(call.results.size()));
  for (const Value& result : call.results) append_encoded(out, result);
  append(out, static_cast<int64_t>(call.order.size()));
  for (const int64_t item : call.order) append(out, item);
}

struct Encoder {
  std::string& out;

  void operator()(const LockState& lock) const { append(out, lock); }
  void operator()(const SemaphoreState& semaphore) const { append(out, semaphore.value); }
  void operator()(const EventState& event) const { append(out, event.set); }
  void operator()(const ConditionState& condition) const {
    append(out, condition.lock);
    append(out, condition.waiting);
  }
  void operator()(const BarrierState& barrier) const {
    append(out, static_cast<int64_t>(barrier.waiting.size()));
    for (const auto& [process, index] : barrier.waiting) {
      append(out, process);
      append(out, index);
    }
    append(out, barrier.failed);
    append(out, barrier.broken);
    append(out, barrier.runner);
    append(out, barrier.runner_index);
  }
  void operator()(const QueueState& queue) const {
    append(out, static_cast<int64_t>(queue.items.size()));
    for (const Value& item : queue.items) append_encoded(out, item);
    append(out, queue.unfinished);
    append(out, queue.closed);
  }
  void operator()(const CellState& cell) const { append_encoded(out, cell.value); }
  void operator()(const PoolState& pool) const {
    append(out, pool.owner);
    out.push_back(static_cast<char>(pool.closed | pool.terminated << 1));
    append(out, pool.failures);
    append_encoded(out, pool.failure);
    append(out, static_cast<int64_t>(pool.calls.size()));
    for (const PoolCall& call : pool.calls) append(out, call);
    append(out, static_cast<int64_t>(pool.waiting.size()));
    for (const PoolJob& job : pool.waiting) append(out, job);
    append(out, static_cast<int64_t>(pool.running.size()));
    for (const PoolJob& job : pool.running) append(out, job);
    append(out, pool.jobs);
  }
};

}  // namespace

ObjectState initial_state(const Object& object) {
  switch (object.kind) {
    case ObjectKind::kLock:
      return LockState();
    case ObjectKind::kSemaphore:
      return SemaphoreState{object.value};
    case ObjectKind::kEvent:
      return EventState();
    case ObjectKind::kCondition:
      return ConditionState();
    case ObjectKind::kBarrier:
      return BarrierState();
    case ObjectKind::kQueue:
      return QueueState();
    case ObjectKind::kList:
    case ObjectKind::kDict:
    case ObjectKind::kValue:
      return CellState{object.initial};
    case ObjectKind::kPool:
      return PoolState();
  }
  UNREACHABLE();
}

void append_encoded(std::string& out, const ProcessState& state, const Liveness* liveness) {
  out.push_back(static_cast<char>(state.phase));
  append(out, state.signal);
  append(out, state.levels);
  append(out, state.index);
  append(out, state.deadline);
  append(out, state.held);
  append(out, state.acting);
  append(out, state.children);
  append(out, state.pools);
  append(out, state.starts);
  append(out, state.calls);
  if (state.machine) state.machine->append_encoded(out, liveness);
}

void append_encoded(std::string& out, const Lifecycle& state) {
  out.push_back(static_cast<char>(state.status));
  append(out, state.parent);
  append(out, state.generation);
  append(out, state.exit_code);
  append(out, state.failed);
  append(out, static_cast<int64_t>(state.signals));
  append(out, state.number);
}

void append_encoded(std::string& out, const ObjectState& state) {
  std::visit(Encoder{out}, state);
}

}  // namespace runner::world
