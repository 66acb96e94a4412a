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

// The dead one may have been a pool's worker, whose number another worker has by now.
std::string dead_name(State& state, const LockState& lock) {
  const bool is_worker = state.world().process(lock.dead).pool >= 0;
  return is_worker ? name_of(state, lock.dead, lock.dead_number) : name_in_fault(state, lock.dead);
}

// Its owner died, which whoever takes it next is told.
Progress tell_death(State& state, LockState& lock) {
  if (lock.dead == kNobody) return std::nullopt;
  Outcome told = Outcome::failed(Fault::kOwnerDied, Value::string(dead_name(state, lock)));
  lock.dead = kNobody;
  lock.dead_number.clear();
  return told;
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

bool is_kept_by_dead(State& state, int32_t object) {
  const int32_t number = lock_of(state.world().program(), object);
  return lock_at(state, object).dead != kNobody &&
         state.world().object(number).on_owner_death == OwnerDeath::kHold;
}

std::optional<std::string> holder_of(State& state, int32_t object) {
  const LockState& lock = lock_at(state, object);
  if (lock.owner != kNobody) return name_of(state, lock.owner);
  if (is_kept_by_dead(state, object)) return name_of(state, lock.dead, lock.dead_number);
  return std::nullopt;
}

bool can_take(State& state, int32_t process, int32_t object) {
  const LockState& lock = lock_at(state, object);
  if (lock.owner == kNobody) return !is_kept_by_dead(state, object);
  const int32_t number = lock_of(state.world().program(), object);
  return lock.owner == process && state.world().object(number).reentrant;
}

Outcome take(State& state, int32_t process, int32_t object) {
  LockState& lock = change_lock(state, object);
  if (Progress death = tell_death(state, lock)) return *std::move(death);
  if (lock.owner == process) {
    ++lock.levels;
    return Outcome::done();
  }
  lock.owner = process;
  lock.levels = 1;
  own(state, process, object);
  return Outcome::done();
}

Progress take_again(State& state, int32_t process, int32_t object, int32_t levels) {
  LockState& lock = change_lock(state, object);
  lock.owner = process;
  lock.levels = levels;
  own(state, process, object);
  return tell_death(state, lock);
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
  if (is_kept_by_dead(state, object))
    return Outcome::failed(Fault::kHeldByAnother, Value::string(dead_name(state, lock)));
  if (lock.owner == kNobody) return Outcome::failed(Fault::kNotHeld);
  return Outcome::failed(Fault::kHeldByAnother, Value::string(name_in_fault(state, lock.owner)));
}

void bury_owner(State& state, int32_t process, int32_t object) {
  free_whole(state, process, object);
  if (state.world().object(object).on_owner_death == OwnerDeath::kRelease) return;
  LockState& lock = change_lock(state, object);
  lock.dead = process;
  lock.dead_number = state.lifecycle(process).number;
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
