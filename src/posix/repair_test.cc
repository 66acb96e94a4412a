// Who looks after a dead process is killed itself, after any number of instructions: whoever looks
// after both finds everything as if it had been done once.
#include "posix/repair.h"

#include <cstdlib>

#include "posix/barrier.h"
#include "posix/condition.h"
#include "posix/forks_for_test.h"
#include "posix/lock.h"
#include "posix/queue.h"
#include "posix/semaphore.h"

namespace runner::posix {
namespace {

constexpr int32_t kDead = 1;
constexpr int32_t kNext = 2;
constexpr int32_t kRepairer = 3;

bool is_done(const Outcome& outcome) {
  return outcome.status == Outcome::Status::kDone;
}

// Instructions from one kill to the next; 1 takes minutes.
int64_t stride() {
  const char* wanted = std::getenv("RUNNER_TEST_STRIDE");
  constexpr int64_t kWanted = RUNNER_SANITIZED ? 9973 : 47;  // sanitizers take many instructions
  return wanted == nullptr ? kWanted : std::max(1, std::atoi(wanted));
}

// `prepare` leaves kDead killed and not looked after; `check` sees what has become of it.
void repair_twice(const std::function<Object()>& object, const std::function<void(Forks&)>& prepare,
                  const std::function<void(Forks&)>& check) {
  bool killed = true;
  for (int64_t instructions = 0; killed; instructions += stride()) {
    Forks forks({object()});
    prepare(forks);
    killed = forks.kill_within(kRepairer, instructions, [](Self& self) { repair(self, kDead); });
    if (killed) forks.bury(kRepairer);
    forks.bury(kDead);
    check(forks);
    if (testing::Test::HasFailure()) {
      ADD_FAILURE() << "killed after " << instructions << " instructions";
      return;
    }
  }
}

bool sleep_on(Self& self) {
  lock_acquire(self, 0, kNoDeadline);
  const Performed performed = condition_wait(self, 0, kNoDeadline);
  return posix::is_done(performed) && is_done(lock_release(self, 0));
}

TEST(RepairTwice, PassesAWakeUpOnOnce) {
  repair_twice([] { return object_of(ObjectKind::kCondition); },
               [](Forks& forks) {
                 for (const int32_t number : {kDead, kNext, kRepairer + 1}) {
                   forks.start(number, sleep_on);
                   forks.await_asleep(number);
                 }
                 lock_acquire(forks.self(), 0, kNoDeadline);
                 EXPECT_TRUE(is_done(condition_notify(forks.self(), 0, Value::integer(1))));
                 forks.kill_only(kDead);
                 lock_release(forks.self(), 0);
               },
               [](Forks& forks) {
                 EXPECT_EQ(condition_waiting(forks.self(), 0), 1);
                 if (condition_waiting(forks.self(), 0) == 1) {
                   EXPECT_EQ(forks.join(kNext), 0);
                 }
               });
}

TEST(RepairTwice, GivesAnItemBackOnce) {
  repair_twice([] { return object_of(ObjectKind::kQueue); },
               [](Forks& forks) {
                 forks.start(kDead, [](Self& self) {
                   queue_get(self, 0, kNoDeadline);
                   return true;
                 });
                 forks.await_asleep(kDead);
                 forks.stop(kDead);
                 queue_put(forks.self(), 0, Value::string("item"), kOnlyTry);
                 forks.kill_only(kDead);
               },
               [](Forks& forks) {
                 EXPECT_EQ(queue_read(forks.self(), 0).size, 1);
                 const Performed got = queue_get(forks.self(), 0, kOnlyTry);
                 ASSERT_TRUE(posix::is_done(got));
                 EXPECT_EQ(got->value.as_string(), "item");
               });
}

TEST(RepairTwice, PassesALockOnOnce) {
  repair_twice([] { return object_of(ObjectKind::kLock); },
               [](Forks& forks) {
                 forks.start(kDead, [](Self& self) {
                   lock_acquire(self, 0, kNoDeadline);
                   for (;;) pause();
                   return false;
                 });
                 while (lock_owner_number(forks.region(), 0) != kDead) usleep(50);
                 forks.start(kNext, [](Self& self) {
                   const Performed first = lock_acquire(self, 0, kNoDeadline);
                   return is_failed(first, Fault::kOwnerDied) &&
                          posix::is_done(lock_acquire(self, 0, kNoDeadline));
                 });
                 forks.await_asleep(kNext);
                 forks.kill_only(kDead);
               },
               [](Forks& forks) { EXPECT_EQ(forks.join(kNext), 0); });
}

TEST(RepairTwice, LeavesAUnitToTheNext) {
  repair_twice(
      [] {
        Object semaphore = object_of(ObjectKind::kSemaphore);
        semaphore.value = 0;
        return semaphore;
      },
      [](Forks& forks) {
        const auto acquire = [](Self& self) {
          return posix::is_done(semaphore_acquire(self, 0, kNoDeadline));
        };
        forks.start(kDead, acquire);
        forks.await_asleep(kDead);
        forks.start(kNext, acquire);
        forks.await_asleep(kNext);
        forks.stop(kDead);
        EXPECT_TRUE(is_done(semaphore_release(forks.self(), 0, Value())));
        forks.kill_only(kDead);
      },
      [](Forks& forks) { EXPECT_EQ(forks.join(kNext), 0); });
}

TEST(RepairTwice, BreaksTheBarrier) {
  repair_twice(
      [] {
        Object barrier = object_of(ObjectKind::kBarrier);
        barrier.parties = 3;
        return barrier;
      },
      [](Forks& forks) {
        const auto wait = [](Self& self) {
          return is_failed(barrier_wait(self, 0, kNoDeadline), Fault::kBroken);
        };
        forks.start(kDead, wait);
        forks.await_asleep(kDead);
        forks.start(kNext, wait);
        forks.await_asleep(kNext);
        forks.kill_only(kDead);
      },
      [](Forks& forks) { EXPECT_EQ(forks.join(kNext), 0); });
}

}  // namespace
}  // namespace runner::posix
