// Performing operations and counting what they cost. What can be done at once is told from what has
// to wait by trying first; only what waits is timed.
#include "machine/job.h"
#include "posix/clock.h"
#include "posix/futex.h"
#include "posix/lock.h"
#include "posix/queue.h"
#include "posix/semaphore.h"
#include "posix/statistics.h"

namespace runner::posix {

namespace {

bool is_done(const Performed& performed) {
  return performed && performed->status == Outcome::Status::kDone;
}

bool timed_out(const Performed& performed) {
  return performed && performed->status == Outcome::Status::kTimeout;
}

}  // namespace

void Counter::begin_hold(int32_t lock) {
  if (measured_ >= 0) return;
  measured_ = lock;
  since_ = monotonic_now();
}

void Counter::end_hold() {
  statistics_.object(measured_).held.add(monotonic_now() - since_);
  measured_ = -1;
}

// The operation as it is, timed.
Performed Counter::wait_for(Member& member, const Operation& operation, ObjectCounts& counts) {
  counts.contended.fetch_add(1, std::memory_order_relaxed);
  const int64_t began = monotonic_now();
  Performed performed = posix::perform(member, operation);
  counts.waited.add(monotonic_now() - began);
  return performed;
}

// What was tried did not work at once.
Performed Counter::contend(Member& member, const Operation& operation, Performed tried) {
  ObjectCounts& counts = statistics_.object(lock_number(member.region(), operation.target));
  if (operation.deadline != kOnlyTry) return wait_for(member, operation, counts);
  counts.contended.fetch_add(1, std::memory_order_relaxed);
  return tried;
}

Performed Counter::take_lock(Member& member, const Operation& operation) {
  Self& self = member.me;
  if (lock_is_mine(self, lock_state(self.region, operation.target))) {
    return posix::perform(member, operation);
  }
  Performed performed = lock_acquire(self, operation.target, kOnlyTry);
  if (timed_out(performed)) performed = contend(member, operation, std::move(performed));
  if (is_done(performed)) took_lock(lock_number(self.region, operation.target));
  return performed;
}

Performed Counter::give_lock(Member& member, const Operation& operation) {
  const LockState& lock = lock_state(member.region(), operation.target);
  const bool gives = lock_is_mine(member.me, lock) && lock.depth == 0;
  Performed performed = posix::perform(member, operation);
  if (gives) gave_lock(lock_number(member.region(), operation.target));
  return performed;
}

// Waiting gives the condition's lock back and takes it again.
Performed Counter::wait_for_condition(Member& member, const Operation& operation) {
  const LockState& lock = lock_state(member.region(), operation.target);
  if (!lock_is_mine(member.me, lock)) return posix::perform(member, operation);
  const int32_t number = lock_number(member.region(), operation.target);
  gave_lock(number);
  Performed performed = wait_for(member, operation, statistics_.object(operation.target));
  if (lock_is_mine(member.me, lock)) took_lock(number);
  return performed;
}

Performed Counter::take_semaphore(Member& member, const Operation& operation) {
  Performed performed = semaphore_acquire(member.me, operation.target, kOnlyTry);
  if (timed_out(performed)) performed = contend(member, operation, std::move(performed));
  if (is_done(performed)) took(operation.target);
  return performed;
}

Performed Counter::use_queue(Member& member, const Operation& operation) {
  Performed performed =
      operation.op == Op::kGet
          ? queue_get(member.me, operation.target, kOnlyTry, operation.deadline == kOnlyTry)
          : queue_put(member.me, operation.target, *operation.value, kOnlyTry);
  if (timed_out(performed)) performed = contend(member, operation, std::move(performed));
  if (is_done(performed)) took(operation.target);
  return performed;
}

// Barriers, and events that are not set.
Performed Counter::wait_openly(Member& member, const Operation& operation) {
  Performed performed = wait_for(member, operation, statistics_.object(operation.target));
  const bool must_act = is_done(performed) && performed->value.kind() == ValueKind::kObject;
  if (is_done(performed) && !must_act) took(operation.target);
  return performed;
}

// The barrier's action has succeeded.
Performed Counter::pass_barrier(Member& member, const Operation& operation) {
  Performed performed = posix::perform(member, operation);
  if (is_done(performed)) took(operation.target);
  return performed;
}

Performed Counter::take_job(Member& member, const Operation& operation) {
  Performed performed = posix::perform(member, operation);
  if (!is_done(performed) || performed->value.is_null()) return performed;
  const auto calls = static_cast<int64_t>(job_of(performed->value).items.list_size());
  statistics_.process(member.me.number).calls.fetch_add(calls, std::memory_order_relaxed);
  statistics_.object(operation.target).taken.fetch_add(calls, std::memory_order_relaxed);
  return performed;
}

Performed Counter::perform(Member& member, const Operation& operation) {
  const bool semaphore = (operation.op == Op::kAcquire || operation.op == Op::kRelease) &&
                         member.region().place(operation.target).kind == ObjectKind::kSemaphore;
  if (operation.op == Op::kAcquire) {
    return semaphore ? take_semaphore(member, operation) : take_lock(member, operation);
  }
  if (operation.op == Op::kRelease && !semaphore) return give_lock(member, operation);
  if (operation.op == Op::kConditionWait) return wait_for_condition(member, operation);
  if (operation.op == Op::kPut || operation.op == Op::kGet) return use_queue(member, operation);
  if (operation.op == Op::kBarrierWait || operation.op == Op::kWaitEvent) {
    return wait_openly(member, operation);
  }
  if (operation.op == Op::kBarrierPass) return pass_barrier(member, operation);
  if (operation.op == Op::kPoolTake) return take_job(member, operation);
  return posix::perform(member, operation);
}

}  // namespace runner::posix
