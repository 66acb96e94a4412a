#include "posix/data.h"

#include <initializer_list>
#include <utility>

#include "expr/operations.h"
#include "kernels/registry.h"
#include "machine/stored.h"
#include "posix/barrier.h"
#include "posix/condition.h"
#include "posix/event.h"
#include "posix/lock.h"
#include "posix/queue.h"
#include "posix/semaphore.h"
#include "posix/shared_dict.h"
#include "posix/shared_list.h"
#include "posix/shared_value.h"

namespace runner::posix {

namespace {

// An array that changes faster than it can be read is read as it is found in the end.
constexpr int kMostLooks = 1000;

PathResult change_object(Self& self, int32_t object, const Change& change) {
  if (change.kind == ObjectKind::kList) return list_change(self, object, change);
  if (change.kind == ObjectKind::kDict) return dict_change(self, object, change);
  CHECK(change.kind == ObjectKind::kValue);
  return value_change(self, object, change);
}

// What is stored deep inside an object is checked here, where the whole path is known.
PathResult check_change(const Change& change) {
  const bool extends = change.op == Op::kExtend && change.value->is_list();
  if (change.op == Op::kStore || extends) return check_stored(*change.value, change.path.size());
  if (change.op == Op::kAppend) return check_stored(*change.value, change.path.size() + 1);
  return {};
}

Outcome outcome_of(PathResult&& result) {
  if (result.fault != Fault::kNone) return Outcome::failed(result.fault, std::move(result.value));
  return Outcome::done(std::move(result.value));
}

Outcome extend_by_kernel(Self& self, const Operation& operation, Change& change) {
  const auto number = static_cast<size_t>(operation.spec->number);
  Value computed = kernels()[number].compute(operation.value->as_list());
  if (computed.is_error()) return Outcome::failed(Fault::kCallFailed, std::move(computed));
  change.value = &computed;
  return outcome_of(change_object(self, operation.target, change));
}

Value entries(std::initializer_list<std::pair<const char*, Value>> items) {
  std::vector<std::pair<Value, Value>> map;
  for (const auto& [key, value] : items) map.emplace_back(Value::string(key), value);
  return Value::map(std::move(map));
}

Value read_whole(Self& self, int32_t object) {
  const Region& region = self.region;
  const Object& declared = region.declared(object);
  switch (declared.kind) {
    case ObjectKind::kLock:
      return entries({{"owner", lock_owner(self, object)}});
    case ObjectKind::kSemaphore:
      return Value::integer(semaphore_value(region, object));
    case ObjectKind::kEvent:
      return Value::boolean(event_is_set(region, object));
    case ObjectKind::kCondition:
      return entries({{"waiting", Value::integer(condition_waiting(self, object))}});
    case ObjectKind::kBarrier: {
      const BarrierReading reading = barrier_read(region, object);
      return entries({{"parties", Value::integer(declared.parties)},
                      {"waiting", Value::integer(reading.waiting)},
                      {"broken", Value::boolean(reading.broken)}});
    }
    case ObjectKind::kQueue: {
      const QueueReading reading = queue_read(self, object);
      return entries(
          {{"size", Value::integer(reading.size)}, {"closed", Value::boolean(reading.closed)}});
    }
    case ObjectKind::kList:
    case ObjectKind::kDict:
    case ObjectKind::kValue:
      return read_data(self, object);
    case ObjectKind::kPool:
      return entries({{"workers", Value::integer(declared.workers)}});
  }
  UNREACHABLE();
}

Value read_size(Self& self, int32_t object) {
  switch (self.region.declared(object).kind) {
    case ObjectKind::kQueue:
      return Value::integer(queue_read(self, object).size);
    case ObjectKind::kList:
      return Value::integer(list_size(self.region, object));
    case ObjectKind::kDict:
      return Value::integer(dict_size(self, object));
    case ObjectKind::kValue:
      return size_of(value_read(self, object));
    case ObjectKind::kLock:
    case ObjectKind::kSemaphore:
    case ObjectKind::kEvent:
    case ObjectKind::kCondition:
    case ObjectKind::kBarrier:
    case ObjectKind::kPool:
      break;
  }
  UNREACHABLE();
}

Value read_element(Self& self, int32_t object, const Value& key) {
  const ObjectKind kind = self.region.declared(object).kind;
  if (kind == ObjectKind::kList) return list_element(self, object, key);
  if (kind == ObjectKind::kDict) return dict_element(self, object, key);
  return expr::element_of(value_read(self, object), key);
}

Value read_attribute(Self& self, int32_t object, const Operation& operation) {
  const Region& region = self.region;
  const Object& declared = region.declared(object);
  switch (operation.spec->attribute) {
    case Attribute::kWhole:
      return read_whole(self, object);
    case Attribute::kOwner:
      return lock_owner(self, object);
    case Attribute::kWaiting:
      return Value::integer(declared.kind == ObjectKind::kBarrier
                                ? barrier_read(region, object).waiting
                                : condition_waiting(self, object));
    case Attribute::kParties:
      return Value::integer(declared.parties);
    case Attribute::kBroken:
      return Value::boolean(barrier_read(region, object).broken);
    case Attribute::kSize:
      return read_size(self, object);
    case Attribute::kClosed:
      return Value::boolean(queue_read(self, object).closed);
    case Attribute::kWorkers:
      return Value::integer(declared.workers);
    case Attribute::kElement:
      return read_element(self, object, operation.path.front());
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

// How often the object has changed, where that is counted; else whatever changes with most changes.
uint64_t version_of(Self& self, int32_t object) {
  const Region& region = self.region;
  switch (region.declared(object).kind) {
    case ObjectKind::kLock:
      return region.state<LockState>(object).word.load();
    case ObjectKind::kSemaphore:
      return region.state<SemaphoreState>(object).word.load();
    case ObjectKind::kEvent:
      return region.state<EventState>(object).word.load();
    case ObjectKind::kBarrier:
      return region.state<BarrierState>(object).word.load();
    case ObjectKind::kCondition: {
      // Who waits has begun to when the lock is free.
      constexpr uint64_t kSpread = 0x9e37'79b9'7f4a'7c15;
      const uint64_t changes = region.state<ConditionState>(object).changes.load();
      return changes * kSpread + lock_state(region, object).word.load();
    }
    case ObjectKind::kQueue:
      return queue_version(region, object);
    case ObjectKind::kList:
    case ObjectKind::kDict:
    case ObjectKind::kValue:
    case ObjectKind::kPool:
      return 0;  // never in an array
  }
  UNREACHABLE();
}

Value read_members(Self& self, const Operation& operation) {
  const auto versions = [&] {
    std::vector<uint64_t> all;
    for (int32_t i = 0; i < operation.count; ++i) {
      all.push_back(version_of(self, operation.target + i));
    }
    return all;
  };
  // Between two looks at which nothing differs there was an instant at which it was so.
  for (int attempt = 1;; ++attempt) {
    const std::vector<uint64_t> before = versions();
    std::vector<Value> members;
    for (int32_t i = 0; i < operation.count; ++i) {
      members.push_back(read_attribute(self, operation.target + i, operation));
    }
    if (attempt == kMostLooks || before == versions()) return Value::list(std::move(members));
  }
}

}  // namespace

Outcome change_data(Self& self, const Operation& operation) {
  Change change{operation.op, operation.path, operation.value,
                self.region.declared(operation.target).kind};
  if (change.kind == ObjectKind::kValue && change.op == Op::kAdd && change.path.empty()) {
    int64_t sum = 0;
    ValueState& state = self.region.state<ValueState>(operation.target);
    if (value_add_quickly(state, *change.value, sum)) return Outcome::done(Value::integer(sum));
  }
  if (operation.op == Op::kKernelExtend) return extend_by_kernel(self, operation, change);
  PathResult result = check_change(change);
  if (result.fault != Fault::kNone) return outcome_of(std::move(result));
  return outcome_of(change_object(self, operation.target, change));
}

Outcome read_objects(Self& self, const Operation& operation) {
  if (operation.spec->operand.whole) return Outcome::done(read_members(self, operation));
  return Outcome::done(read_attribute(self, operation.target, operation));
}

Value read_data(Self& self, int32_t object) {
  switch (self.region.declared(object).kind) {
    case ObjectKind::kList:
      return list_read(self, object);
    case ObjectKind::kDict:
      return dict_read(self, object);
    case ObjectKind::kValue:
      return value_read(self, object);
    case ObjectKind::kLock:
    case ObjectKind::kSemaphore:
    case ObjectKind::kEvent:
    case ObjectKind::kCondition:
    case ObjectKind::kBarrier:
    case ObjectKind::kQueue:
    case ObjectKind::kPool:
      break;
  }
  UNREACHABLE();
}

}  // namespace runner::posix
