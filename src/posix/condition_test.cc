#include "posix/condition.h"

#include "posix/forks_for_test.h"

namespace runner::posix {
namespace {

bool is_done(const Outcome& outcome) {
  return outcome.status == Outcome::Status::kDone;
}

bool sleep_on(Self& self) {
  lock_acquire(self, 0, kNoDeadline);
  const Performed performed = condition_wait(self, 0, kNoDeadline);
  return posix::is_done(performed) && is_done(lock_release(self, 0));
}

void notify(Self& self, const Value& count) {
  lock_acquire(self, 0, kNoDeadline);
  EXPECT_TRUE(is_done(condition_notify(self, 0, count)));
  lock_release(self, 0);
}

TEST(Condition, DemandsItsLock) {
  Forks forks({object_of(ObjectKind::kCondition)});
  Self& self = forks.self();
  EXPECT_TRUE(is_failed(condition_wait(self, 0, kNoDeadline), Fault::kNotHeld));
  EXPECT_EQ(condition_notify(self, 0, Value()).fault, Fault::kNotHeld);
  lock_acquire(self, 0, kNoDeadline);
  EXPECT_EQ(condition_notify(self, 0, Value::integer(0)).fault, Fault::kNegativeCount);
  EXPECT_TRUE(is_timeout(condition_wait(self, 0, kOnlyTry)));
  EXPECT_TRUE(is_timeout(condition_wait(self, 0, soon(2))));
  EXPECT_EQ(lock_owner_number(forks.region(), 0), 0);
}

TEST(Condition, WakesAsManyAsAreNotified) {
  Object condition = object_of(ObjectKind::kCondition);
  condition.lock = 1;
  Object lock = object_of(ObjectKind::kLock, "m");
  lock.reentrant = true;
  Forks forks({condition, lock});
  auto& woken = *static_cast<std::atomic<int>*>(forks.region().carve(4));
  for (int32_t number = 1; number <= 6; ++number) {
    forks.start(number, [&](Self& self) {
      lock_acquire(self, 1, kNoDeadline);
      lock_acquire(self, 1, kNoDeadline);
      if (!posix::is_done(condition_wait(self, 0, kNoDeadline))) return false;
      ++woken;
      return is_done(lock_release(self, 1)) && is_done(lock_release(self, 1));
    });
    forks.await_asleep(number);
    EXPECT_EQ(condition_waiting(forks.self(), 0), number);
  }
  notify(forks.self(), Value::integer(2));
  EXPECT_EQ(condition_waiting(forks.self(), 0), 4);
  EXPECT_EQ(forks.join(1), 0);
  EXPECT_EQ(forks.join(2), 0);
  EXPECT_EQ(woken, 2);
  forks.kill(4);
  EXPECT_EQ(condition_waiting(forks.self(), 0), 3);
  notify(forks.self(), Value());
  for (const int32_t number : {3, 5, 6}) EXPECT_EQ(forks.join(number), 0);
  notify(forks.self(), Value::integer(3));
}

TEST(Condition, HandsAKilledWaitersWakeUpOn) {
  Forks forks({object_of(ObjectKind::kCondition)});
  for (int32_t number = 1; number <= 2; ++number) {
    forks.start(number, sleep_on);
    forks.await_asleep(number);
  }
  // The first is notified, and killed while it waits for the lock.
  lock_acquire(forks.self(), 0, kNoDeadline);
  EXPECT_TRUE(is_done(condition_notify(forks.self(), 0, Value::integer(1))));
  forks.kill(1);
  lock_release(forks.self(), 0);
  EXPECT_EQ(forks.join(2), 0);
}

// Killed in the instant between having the lock and saying so.
TEST(Condition, KeepsAWakeUpThatWasMadeUseOf) {
  Forks forks({object_of(ObjectKind::kCondition)});
  forks.start(1, [](Self& self) {
    lock_acquire(self, 0, kNoDeadline);
    const Performed performed = condition_wait(self, 0, kNoDeadline);
    self.slot.relocking.store(1);
    arm(self);
    park(self, kNoDeadline);
    return posix::is_done(performed);
  });
  forks.await_asleep(1);
  forks.start(2, sleep_on);
  forks.await_asleep(2);
  notify(forks.self(), Value::integer(1));
  while (lock_owner_number(forks.region(), 0) != 1) usleep(50);
  forks.await_asleep(1);
  forks.kill(1);
  EXPECT_EQ(condition_waiting(forks.self(), 0), 1);
  // Its lock is that of a dead one; whoever takes it next is told, and then it is free.
  EXPECT_TRUE(is_failed(lock_acquire(forks.self(), 0, kNoDeadline), Fault::kOwnerDied));
  notify(forks.self(), Value());
  EXPECT_EQ(forks.join(2), 0);
}

TEST(Condition, HoldsTheLockAgainWhenInterrupted) {
  Forks forks({object_of(ObjectKind::kCondition)});
  static Slot* interrupted;
  forks.start(1, [](Self& self) {
    interrupted = &self.slot;
    ::signal(SIGUSR1, [](int which) { note_signal(*interrupted, which); });
    lock_acquire(self, 0, kNoDeadline);
    return !condition_wait(self, 0, kNoDeadline) && is_done(lock_release(self, 0));
  });
  forks.await_asleep(1);
  lock_acquire(forks.self(), 0, kNoDeadline);
  forks.signal(1, SIGUSR1);
  while (lock_state(forks.region(), 0).waiters.empty()) usleep(50);
  EXPECT_EQ(condition_waiting(forks.self(), 0), 0);
  lock_release(forks.self(), 0);
  EXPECT_EQ(forks.join(1), 0);
}

}  // namespace
}  // namespace runner::posix
