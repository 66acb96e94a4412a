// Performing operations and counting what they cost. What can be done at once is told from what has
// to wait by trying first; only what waits is timed.
#include "posix/clock.h"
#include "posix/futex.h"
#include "posix/lock.h"
#include "posix/queue.h"
#include "posix/semaphore.h"
#include "posix/statistics.h"

namespace runner::posix {

namespace {

// How long locks are held is measured for the first holds and then for a sample: reading the clock
// costs as much as taking a lock.
constexpr int64_t kHoldsMeasured = 1024;
constexpr int64_t kHoldSample = 64;

ObjectCounts& counts_of(int32_t object) {
  return run_statistics->object(object);
}

void count(std::atomic<int64_t>& number) {
  number.fetch_add(1, std::memory_order_relaxed);
}

bool is_done(const Performed& performed) {
  return performed && performed->status == Outcome::Status::kDone;
}

// `self` has just taken the lock, which it did not hold before. Only the holder writes here.
void begin_hold(ObjectCounts& counts) {
  const int64_t taken = counts.taken.load(std::memory_order_relaxed) + 1;
  counts.taken.store(taken, std::memory_order_relaxed);
  const bool measured = taken <= kHoldsMeasured || taken % kHoldSample == 0;
  counts.held_since.store(measured ? monotonic_now() : 0, std::memory_order_relaxed);
}

// Before the lock is given back: since when it was held, if that is to be told.
int64_t end_hold(ObjectCounts& counts) {
  const int64_t since = counts.held_since.load(std::memory_order_relaxed);
  if (since != 0) counts.held_since.store(0, std::memory_order_relaxed);
  return since;
}

void tell_hold(ObjectCounts& counts, int64_t since) {
  if (since != 0) counts.held.add(monotonic_now() - since);
}

// The operation as it is, timed.
Performed wait_for(Member& member, const Operation& operation, ObjectCounts& counts) {
  const int64_t began = monotonic_now();
  Performed performed = perform(member, operation);
  counts.waited.add(monotonic_now() - began);
  return performed;
}

// What was tried did not work at once.
Performed contend(Member& member, const Operation& operation, ObjectCounts& counts,
                  Performed tried) {
  count(counts.contended);
  if (operation.deadline == kOnlyTry) return tried;
  return wait_for(member, operation, counts);
}

bool timed_out(const Performed& performed) {
  return performed && performed->status == Outcome::Status::kTimeout;
}

Performed take_lock(Member& member, const Operation& operation) {
  Self& self = member.me;
  const LockState& lock = lock_state(self.region, operation.target);
  ObjectCounts& counts = counts_of(lock_number(self.region, operation.target));
  if (lock_is_mine(self, lock)) return perform(member, operation);
  Performed performed = lock_acquire(self, operation.target, kOnlyTry);
  if (timed_out(performed)) {
    performed = contend(member, operation, counts, std::move(performed));
  }
  if (is_done(performed)) begin_hold(counts);
  return performed;
}

Performed give_lock(Member& member, const Operation& operation) {
  Self& self = member.me;
  const LockState& lock = lock_state(self.region, operation.target);
  if (!lock_is_mine(self, lock) || lock.depth > 0) return perform(member, operation);
  ObjectCounts& counts = counts_of(lock_number(self.region, operation.target));
  const int64_t since = end_hold(counts);
  Outcome outcome = lock_release(self, operation.target);
  tell_hold(counts, since);
  return outcome;
}

// Waiting gives the condition's lock back and takes it again.
Performed wait_for_condition(Member& member, const Operation& operation) {
  Self& self = member.me;
  const LockState& lock = lock_state(self.region, operation.target);
  ObjectCounts& lock_counts = counts_of(lock_number(self.region, operation.target));
  if (!lock_is_mine(self, lock)) return perform(member, operation);
  tell_hold(lock_counts, end_hold(lock_counts));
  ObjectCounts& counts = counts_of(operation.target);
  count(counts.contended);
  Performed performed = wait_for(member, operation, counts);
  if (lock_is_mine(self, lock)) begin_hold(lock_counts);
  return performed;
}

Performed take_semaphore(Member& member, const Operation& operation) {
  ObjectCounts& counts = counts_of(operation.target);
  Performed performed = semaphore_acquire(member.me, operation.target, kOnlyTry);
  if (timed_out(performed)) performed = contend(member, operation, counts, std::move(performed));
  if (is_done(performed)) count(counts.taken);
  return performed;
}

Performed use_queue(Member& member, const Operation& operation) {
  ObjectCounts& counts = counts_of(operation.target);
  Performed performed = operation.op == Op::kGet
                            ? queue_get(member.me, operation.target, kOnlyTry)
                            : queue_put(member.me, operation.target, *operation.value, kOnlyTry);
  if (timed_out(performed)) performed = contend(member, operation, counts, std::move(performed));
  if (is_done(performed)) count(counts.taken);
  return performed;
}

// Barriers and events: who does not wait does not take long.
Performed wait_openly(Member& member, const Operation& operation) {
  ObjectCounts& counts = counts_of(operation.target);
  count(counts.contended);
  Performed performed = wait_for(member, operation, counts);
  if (is_done(performed)) count(counts.taken);
  return performed;
}

}  // namespace

Performed perform_counted(Member& member, const Operation& operation) {
  const bool semaphore = (operation.op == Op::kAcquire || operation.op == Op::kRelease) &&
                         member.region().declared(operation.target).kind == ObjectKind::kSemaphore;
  if (operation.op == Op::kAcquire) {
    return semaphore ? take_semaphore(member, operation) : take_lock(member, operation);
  }
  if (operation.op == Op::kRelease && !semaphore) return give_lock(member, operation);
  if (operation.op == Op::kConditionWait) return wait_for_condition(member, operation);
  if (operation.op == Op::kPut || operation.op == Op::kGet) return use_queue(member, operation);
  if (operation.op == Op::kBarrierWait || operation.op == Op::kWaitEvent) {
    return wait_openly(member, operation);
  }
  return perform(member, operation);
}

}  // namespace runner::posix
