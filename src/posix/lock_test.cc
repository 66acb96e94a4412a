#include "posix/lock.h"

#include "posix/forks_for_test.h"

namespace runner::posix {
namespace {

std::vector<Object> one_lock(OwnerDeath on_owner_death = OwnerDeath::kError,
                             bool reentrant = false) {
  Object lock = object_of(ObjectKind::kLock, "m");
  lock.on_owner_death = on_owner_death;
  lock.reentrant = reentrant;
  return {lock};
}

bool is_done(const Outcome& outcome) {
  return outcome.status == Outcome::Status::kDone;
}

TEST(Lock, IsOwned) {
  Forks forks(one_lock());
  Self& self = forks.self();
  EXPECT_TRUE(lock_owner(forks.self(), 0).is_null());
  EXPECT_EQ(lock_release(self, 0).fault, Fault::kNotHeld);
  EXPECT_TRUE(posix::is_done(lock_acquire(self, 0, kNoDeadline)));
  EXPECT_EQ(lock_owner(forks.self(), 0).as_string(), "p0");
  forks.start(1, [](Self& other) {
    const Outcome outcome = lock_release(other, 0);
    return outcome.fault == Fault::kHeldByAnother && outcome.value.as_string() == "p0" &&
           is_timeout(lock_acquire(other, 0, kOnlyTry)) &&
           is_timeout(lock_acquire(other, 0, soon(5)));
  });
  EXPECT_EQ(forks.join(1), 0);
  EXPECT_TRUE(is_done(lock_release(self, 0)));
  EXPECT_EQ(lock_release(self, 0).fault, Fault::kNotHeld);
}

TEST(Lock, IsNotTheSameOnceItWasHeld) {
  Forks forks(one_lock());
  LockState& lock = lock_state(forks.region(), 0);
  const uint64_t free = lock.word.load();
  lock_acquire(forks.self(), 0, kOnlyTry);
  const uint64_t held = lock.word.load();
  lock_release(forks.self(), 0);
  EXPECT_NE(lock.word.load(), free);
  EXPECT_TRUE(lock_take_quickly(forks.self(), lock, 0));
  EXPECT_NE(lock.word.load(), held);
  EXPECT_TRUE(lock_give_quickly(forks.self(), lock, 0));
  EXPECT_TRUE(lock_owner(forks.self(), 0).is_null());
}

TEST(Lock, WaitsForItselfUnlessReentrant) {
  Forks forks(one_lock());
  EXPECT_TRUE(posix::is_done(lock_acquire(forks.self(), 0, kNoDeadline)));
  EXPECT_TRUE(is_timeout(lock_acquire(forks.self(), 0, soon(5))));

  Forks again(one_lock(OwnerDeath::kError, true));
  for (int level = 0; level < 3; ++level) {
    EXPECT_TRUE(posix::is_done(lock_acquire(again.self(), 0, kOnlyTry)));
  }
  for (int level = 0; level < 3; ++level) EXPECT_TRUE(is_done(lock_release(again.self(), 0)));
  EXPECT_EQ(lock_release(again.self(), 0).fault, Fault::kNotHeld);
}

TEST(Lock, ExcludesUnderContention) {
  Forks forks(one_lock());
  auto& count = *static_cast<uint64_t*>(forks.region().carve(8));
  constexpr int kRounds = 20'000;
  for (int32_t number = 1; number <= 6; ++number) {
    forks.start(number, [&](Self& self) {
      for (int round = 0; round < kRounds; ++round) {
        if (!posix::is_done(lock_acquire(self, 0, kNoDeadline))) return false;
        ++count;
        if (!is_done(lock_release(self, 0))) return false;
      }
      return true;
    });
  }
  for (int32_t number = 1; number <= 6; ++number) EXPECT_EQ(forks.join(number), 0);
  EXPECT_EQ(count, 6u * kRounds);
  EXPECT_TRUE(posix::is_done(lock_acquire(forks.self(), 0, kOnlyTry)));
}

TEST(Lock, TellsTheNextThatItsOwnerDied) {
  Forks forks(one_lock());
  forks.start(1, [](Self& self) {
    lock_acquire(self, 0, kNoDeadline);
    raise(SIGKILL);
    return false;
  });
  EXPECT_EQ(forks.join(1), -SIGKILL);
  EXPECT_TRUE(lock_owner(forks.self(), 0).is_null());
  const Performed first = lock_acquire(forks.self(), 0, kOnlyTry);
  EXPECT_TRUE(is_failed(first, Fault::kOwnerDied));
  EXPECT_EQ(first->value.as_string(), "p1");
  EXPECT_TRUE(posix::is_done(lock_acquire(forks.self(), 0, kOnlyTry)));
}

TEST(Lock, TellsOneOfThoseWhoWaitThatItsOwnerDied) {
  Forks forks(one_lock());
  forks.start(1, [](Self& self) {
    lock_acquire(self, 0, kNoDeadline);
    for (;;) pause();
    return false;
  });
  while (lock_owner_number(forks.region(), 0) != 1) usleep(50);
  auto& died = *static_cast<std::atomic<int>*>(forks.region().carve(4));
  for (int32_t number = 2; number <= 5; ++number) {
    forks.start(number, [&](Self& self) {
      const Performed performed = lock_acquire(self, 0, kNoDeadline);
      if (is_failed(performed, Fault::kOwnerDied)) ++died;
      return !posix::is_done(performed) || is_done(lock_release(self, 0));
    });
    forks.await_asleep(number);
  }
  forks.kill(1);
  for (int32_t number = 2; number <= 5; ++number) EXPECT_EQ(forks.join(number), 0);
  EXPECT_EQ(died, 1);
}

TEST(Lock, IsReleasedOrHeldAfterItsOwnersEnd) {
  for (const OwnerDeath policy : {OwnerDeath::kRelease, OwnerDeath::kHold}) {
    Forks forks(one_lock(policy));
    forks.start(1, [](Self& self) { return posix::is_done(lock_acquire(self, 0, kNoDeadline)); });
    EXPECT_EQ(forks.join(1), 0);
    const Performed next = lock_acquire(forks.self(), 0, kOnlyTry);
    if (policy == OwnerDeath::kRelease) {
      EXPECT_TRUE(posix::is_done(next));
    } else {
      EXPECT_TRUE(is_timeout(next));
      EXPECT_EQ(lock_owner(forks.self(), 0).as_string(), "p1");
    }
  }
}

TEST(Lock, WaitIsEndedByASignal) {
  Forks forks(one_lock());
  static Slot* interrupted;
  EXPECT_TRUE(posix::is_done(lock_acquire(forks.self(), 0, kNoDeadline)));
  forks.start(1, [](Self& self) {
    interrupted = &self.slot;
    ::signal(SIGUSR1, [](int which) { note_signal(*interrupted, which); });
    return !lock_acquire(self, 0, kNoDeadline) && take_signal(self.slot) == SIGUSR1 &&
           take_signal(self.slot) == 0;
  });
  forks.await_asleep(1);
  forks.signal(1, SIGUSR1);
  EXPECT_EQ(forks.join(1), 0);
  EXPECT_TRUE(is_done(lock_release(forks.self(), 0)));
  EXPECT_TRUE(posix::is_done(lock_acquire(forks.self(), 0, kOnlyTry)));
}

TEST(Lock, RemembersMoreLocksThanASlotLists) {
  std::vector<Object> locks(10, one_lock(OwnerDeath::kRelease)[0]);
  Forks forks(locks);
  forks.start(1, [](Self& self) {
    for (int32_t lock = 0; lock < 10; ++lock) lock_acquire(self, lock, kNoDeadline);
    lock_release(self, 2);
    lock_release(self, 9);
    raise(SIGKILL);
    return false;
  });
  EXPECT_EQ(forks.join(1), -SIGKILL);
  for (int32_t lock = 0; lock < 10; ++lock) {
    EXPECT_TRUE(posix::is_done(lock_acquire(forks.self(), lock, kOnlyTry))) << lock;
  }
}

}  // namespace
}  // namespace runner::posix
