#include "world/reads.h"

#include "expr/operations.h"
#include "machine/paths.h"
#include "world/locks.h"

namespace runner::world {

namespace {

constexpr int64_t kFirstPid = 1000;

Value integer(size_t number) {
  return Value::integer(static_cast<int64_t>(number));
}

Value owner_of(State& state, int32_t object) {
  std::optional<std::string> name = holder_of(state, object);
  return name ? Value::string(*std::move(name)) : Value();
}

Value waiting_at(const BarrierState& barrier) {
  return integer(barrier.waiting.size() + (barrier.runner == kNobody ? 0 : 1));
}

using Entries = std::vector<std::pair<Value, Value>>;

Value entries(std::initializer_list<std::pair<const char*, Value>> items) {
  Entries map;
  for (const auto& [key, value] : items) map.emplace_back(Value::string(key), value);
  return Value::map(std::move(map));
}

// kWhole.
Value whole(State& state, int32_t number) {
  const Object& declared = state.world().object(number);
  switch (declared.kind) {
    case ObjectKind::kLock:
      return entries({{"owner", owner_of(state, number)}});
    case ObjectKind::kSemaphore:
      return Value::integer(state.get<SemaphoreState>(number).value);
    case ObjectKind::kEvent:
      return Value::boolean(state.get<EventState>(number).set);
    case ObjectKind::kCondition:
      return entries({{"waiting", integer(state.get<ConditionState>(number).waiting.size())}});
    case ObjectKind::kBarrier: {
      const auto& barrier = state.get<BarrierState>(number);
      return entries({{"parties", Value::integer(declared.parties)},
                      {"waiting", waiting_at(barrier)},
                      {"broken", Value::boolean(barrier.broken)}});
    }
    case ObjectKind::kQueue: {
      const auto& queue = state.get<QueueState>(number);
      return entries(
          {{"size", integer(queue.items.size())}, {"closed", Value::boolean(queue.closed)}});
    }
    case ObjectKind::kList:
    case ObjectKind::kDict:
    case ObjectKind::kValue:
      return state.get<CellState>(number).value;
    case ObjectKind::kPool:
      return entries({{"workers", Value::integer(declared.workers)}});
  }
  UNREACHABLE();
}

Value read_object(State& state, int32_t number, const Operation& operation) {
  const Object& declared = state.world().object(number);
  switch (operation.spec->attribute) {
    case Attribute::kWhole:
      return whole(state, number);
    case Attribute::kOwner:
      return owner_of(state, number);
    case Attribute::kWaiting:
      if (declared.kind == ObjectKind::kBarrier) return waiting_at(state.get<BarrierState>(number));
      return integer(state.get<ConditionState>(number).waiting.size());
    case Attribute::kParties:
      return Value::integer(declared.parties);
    case Attribute::kBroken:
      return Value::boolean(state.get<BarrierState>(number).broken);
    case Attribute::kSize:
      if (declared.kind == ObjectKind::kQueue)
        return integer(state.get<QueueState>(number).items.size());
      return size_of(state.get<CellState>(number).value);
    case Attribute::kClosed:
      return Value::boolean(state.get<QueueState>(number).closed);
    case Attribute::kWorkers:
      return Value::integer(declared.workers);
    case Attribute::kElement:
      return expr::element_of(state.get<CellState>(number).value, operation.path.front());
    case Attribute::kName:
    case Attribute::kPid:
    case Attribute::kAlive:
    case Attribute::kExitCode:
    case Attribute::kDaemon:
    case Attribute::kIndex:
    case Attribute::kStatus:
      break;
  }
  UNREACHABLE();
}

Value read_process(State& state, int32_t reader, int32_t process, Attribute attribute) {
  const Process& declared = state.world().process(process);
  // What never changes is read without looking at the process.
  if (attribute == Attribute::kName) return Value::string(name_of(state, process));
  if (attribute == Attribute::kDaemon) return Value::boolean(declared.daemon);
  if (attribute == Attribute::kIndex) return Value::integer(declared.index);
  ProcessBody body = snapshot(state, reader, process);
  if (attribute == Attribute::kWhole) return Value::process(std::move(body));
  Value value;
  body.attribute(attribute_name(attribute), value);
  return value;
}

Value running_children(State& state, int32_t reader) {
  std::vector<Value> children;
  for (const int32_t child : state.process(reader).children)
    if (state.lifecycle(child).status == ProcessStatus::kStarted)
      children.push_back(Value::process(snapshot(state, reader, child)));
  return Value::list(std::move(children));
}

}  // namespace

int64_t pid_of(State& state, int32_t process) {
  const Lifecycle& life = state.lifecycle(process);
  if (life.status == ProcessStatus::kInitial) return 0;
  const int64_t all = state.world().process_count();
  return kFirstPid + process + int64_t{life.generation} * all;
}

ProcessBody snapshot(State& state, int32_t reader, int32_t process) {
  const Process& declared = state.world().process(process);
  const Lifecycle& life = state.lifecycle(process);
  ProcessBody body;
  body.id = process;
  body.name = name_of(state, process);
  body.pid = pid_of(state, process);
  // Whoever has not started belongs to main, as an object of Python's would.
  if (life.parent != kNobody)
    body.parent_pid = pid_of(state, life.parent);
  else if (process != kMainProcess)
    body.parent_pid = kFirstPid;
  body.daemon = declared.daemon;
  body.is_self = process == reader;
  body.index = declared.index;
  body.status = life.status;
  body.has_exit_code = life.status == ProcessStatus::kStopped;
  body.exit_code = life.exit_code;
  return body;
}

Value read(State& state, int32_t reader, const Operation& operation) {
  if (operation.spec->flag) return running_children(state, reader);
  const auto one = [&](int32_t target) {
    return operation.is_process ? read_process(state, reader, target, operation.spec->attribute)
                                : read_object(state, target, operation);
  };
  if (!operation.spec->operand.whole) return one(operation.target);
  std::vector<Value> members;
  for (int32_t i = 0; i < operation.count; ++i) members.push_back(one(operation.target + i));
  return Value::list(std::move(members));
}

}  // namespace runner::world
