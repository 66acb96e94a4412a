#include "world/locks.h"

#include <algorithm>

#include "base/limits.h"
#include "machine/deadlock.h"
#include "world/processes.h"

namespace runner::world {

namespace {

LockState& change_lock(State& state, int32_t object) {
  ObjectState& found = state.change_object(lock_of(state.world().program(), object));
  if (auto* condition = std::get_if<ConditionState>(&found)) return condition->lock;
  return std::get<LockState>(found);
}

void own(State& state, int32_t process, int32_t object) {
  std::vector<int32_t>& held = state.change_process(process).held;
  const int32_t lock = lock_of(state.world().program(), object);
  held.insert(std::lower_bound(held.begin(), held.end(), lock), lock);
}

void disown(State& state, int32_t process, int32_t object) {
  std::erase(state.change_process(process).held, lock_of(state.world().program(), object));
}

Progress release_semaphore(State& state, const Operation& operation) {
  const Object& declared = state.world().object(operation.target);
  int64_t count = 1;
  if (operation.value != nullptr && !operation.value->is_null()) {
    if (!operation.value->is_int())
      return Outcome::failed(Fault::kNotAWholeNumber, *operation.value);
    count = operation.value->as_int();
  }
  if (count < 1) return Outcome::failed(Fault::kNegativeCount, Value::integer(count));
  const int64_t value = state.get<SemaphoreState>(operation.target).value;
  if (declared.bounded && count > declared.value - value)
    return Outcome::failed(Fault::kOverReleased);
  if (count > limits::kSemaphoreUnits - value) return Outcome::failed(Fault::kOverflow);
  state.change<SemaphoreState>(operation.target).value = value + count;
  return Outcome::done();
}

}  // namespace

const LockState& lock_at(State& state, int32_t object) {
  const ObjectState& found = state.object(lock_of(state.world().program(), object));
  if (const auto* condition = std::get_if<ConditionState>(&found)) return condition->lock;
  return std::get<LockState>(found);
}

bool can_take(State& state, int32_t process, int32_t object) {
  const LockState& lock = lock_at(state, object);
  if (lock.owner == kNobody) return true;
  const int32_t number = lock_of(state.world().program(), object);
  return lock.owner == process && state.world().object(number).reentrant;
}

Outcome take(State& state, int32_t process, int32_t object) {
  LockState& lock = change_lock(state, object);
  if (lock.dead != kNobody) {
    const int32_t dead = std::exchange(lock.dead, kNobody);
    return Outcome::failed(Fault::kOwnerDied, Value::string(name_in_fault(state, dead)));
  }
  if (lock.owner == process) {
    ++lock.levels;
    return Outcome::done();
  }
  lock.owner = process;
  lock.levels = 1;
  own(state, process, object);
  return Outcome::done();
}

int32_t take_again(State& state, int32_t process, int32_t object, int32_t levels) {
  LockState& lock = change_lock(state, object);
  lock.owner = process;
  lock.levels = levels;
  own(state, process, object);
  return std::exchange(lock.dead, kNobody);
}

int32_t free_whole(State& state, int32_t process, int32_t object) {
  LockState& lock = change_lock(state, object);
  lock.owner = kNobody;
  disown(state, process, object);
  return std::exchange(lock.levels, 0);
}

Progress refuse_unless_held(State& state, int32_t process, int32_t object) {
  const LockState& lock = lock_at(state, object);
  if (lock.owner == process) return std::nullopt;
  if (lock.owner == kNobody) return Outcome::failed(Fault::kNotHeld);
  return Outcome::failed(Fault::kHeldByAnother, Value::string(name_in_fault(state, lock.owner)));
}

void bury_owner(State& state, int32_t process, int32_t object) {
  switch (state.world().object(object).on_owner_death) {
    case OwnerDeath::kHold:
      return;
    case OwnerDeath::kError:
      free_whole(state, process, object);
      change_lock(state, object).dead = process;
      return;
    case OwnerDeath::kRelease:
      free_whole(state, process, object);
      return;
  }
}

int64_t ways_to_acquire(State& state, int32_t process, const Operation& operation) {
  const ObjectState& object = state.object(operation.target);
  if (const auto* semaphore = std::get_if<SemaphoreState>(&object)) return semaphore->value > 0;
  return can_take(state, process, operation.target);
}

Progress acquire(State& state, int32_t process, const Operation& operation) {
  if (state.world().object(operation.target).kind != ObjectKind::kSemaphore)
    return take(state, process, operation.target);
  --state.change<SemaphoreState>(operation.target).value;
  return Outcome::done();
}

Progress release(State& state, int32_t process, const Operation& operation) {
  if (state.world().object(operation.target).kind == ObjectKind::kSemaphore)
    return release_semaphore(state, operation);
  if (Progress refusal = refuse_unless_held(state, process, operation.target)) return refusal;
  if (lock_at(state, operation.target).levels > 1)
    --change_lock(state, operation.target).levels;
  else
    free_whole(state, process, operation.target);
  return Outcome::done();
}

}  // namespace runner::world
