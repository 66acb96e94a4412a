#include "posix/barrier.h"

#include "posix/forks_for_test.h"

namespace runner::posix {
namespace {

std::vector<Object> one_barrier(int64_t parties) {
  Object barrier = object_of(ObjectKind::kBarrier);
  barrier.parties = parties;
  return {barrier};
}

bool is_broken(const Performed& performed) {
  return is_failed(performed, Fault::kBroken);
}

TEST(Barrier, KeepsItsPartiesInStep) {
  constexpr int32_t kParties = 5;
  constexpr int kRounds = 3'000;
  Forks forks(one_barrier(kParties));
  auto* at = static_cast<std::atomic<int>*>(forks.region().carve(sizeof(int) * 64));
  auto* indexes = static_cast<std::atomic<int>*>(forks.region().carve(sizeof(int) * kRounds));
  for (int32_t number = 1; number <= kParties; ++number) {
    forks.start(number, [=](Self& self) {
      for (int round = 0; round < kRounds; ++round) {
        at[number] = round;
        const Performed performed = barrier_wait(self, 0, kNoDeadline);
        if (!is_done(performed)) return false;
        indexes[round] += 1 << performed->value.as_int();
        for (int32_t other = 1; other <= kParties; ++other) {
          if (at[other] < round) return false;
        }
      }
      return true;
    });
  }
  for (int32_t number = 1; number <= kParties; ++number) EXPECT_EQ(forks.join(number), 0);
  for (int round = 0; round < kRounds; ++round) EXPECT_EQ(indexes[round], (1 << kParties) - 1);
  EXPECT_EQ(barrier_read(forks.region(), 0).waiting, 0);
}

TEST(Barrier, BreaksByATimeoutForAll) {
  Forks forks(one_barrier(3));
  forks.start(1, [](Self& self) { return is_broken(barrier_wait(self, 0, kNoDeadline)); });
  forks.await_asleep(1);
  EXPECT_EQ(barrier_read(forks.region(), 0).waiting, 1);
  EXPECT_TRUE(is_timeout(barrier_wait(forks.self(), 0, soon(5))));
  EXPECT_EQ(forks.join(1), 0);
  EXPECT_TRUE(barrier_read(forks.region(), 0).broken);
  EXPECT_TRUE(is_broken(barrier_wait(forks.self(), 0, kNoDeadline)));
  barrier_reset(forks.self(), 0);
  EXPECT_FALSE(barrier_read(forks.region(), 0).broken);
  EXPECT_TRUE(is_timeout(barrier_wait(forks.self(), 0, kOnlyTry)));
  EXPECT_TRUE(barrier_read(forks.region(), 0).broken);
}

TEST(Barrier, BreaksByItsOwnTimeout) {
  std::vector<Object> objects = one_barrier(2);
  objects[0].timeout = 0.005;
  Forks forks(objects);
  EXPECT_TRUE(is_timeout(barrier_wait(forks.self(), 0, kNoDeadline)));
}

TEST(Barrier, TellsThoseWhoWaitOfAbortAndReset) {
  for (const bool reset : {false, true}) {
    Forks forks(one_barrier(3));
    for (const int32_t number : {1, 2}) {
      forks.start(number, [](Self& self) { return is_broken(barrier_wait(self, 0, kNoDeadline)); });
      forks.await_asleep(number);
    }
    if (reset) {
      barrier_reset(forks.self(), 0);
    } else {
      barrier_abort(forks.self(), 0);
    }
    EXPECT_EQ(barrier_read(forks.region(), 0).broken, !reset);
    for (const int32_t number : {1, 2}) EXPECT_EQ(forks.join(number), 0);
  }
}

TEST(Barrier, BreaksWhenAWaitingPartyIsKilled) {
  Forks forks(one_barrier(3));
  forks.start(1, [](Self& self) { return is_broken(barrier_wait(self, 0, kNoDeadline)); });
  forks.start(2, [](Self& self) { return is_done(barrier_wait(self, 0, kNoDeadline)); });
  forks.await_asleep(1);
  forks.await_asleep(2);
  forks.kill(2);
  EXPECT_EQ(forks.join(1), 0);
  EXPECT_TRUE(barrier_read(forks.region(), 0).broken);
}

TEST(Barrier, LetsAnInterruptedPartyLeave) {
  Forks forks(one_barrier(3));
  static Slot* interrupted;
  forks.start(1, [](Self& self) {
    interrupted = &self.slot;
    ::signal(SIGUSR1, [](int which) { note_signal(*interrupted, which); });
    if (barrier_wait(self, 0, kNoDeadline)) return false;
    take_signal(self.slot);
    const Performed again = barrier_wait(self, 0, kNoDeadline);
    return is_done(again) && again->value.as_int() == 0;
  });
  forks.await_asleep(1);
  forks.start(2, [](Self& self) {
    const Performed performed = barrier_wait(self, 0, kNoDeadline);
    return is_done(performed) && performed->value.as_int() == 1;
  });
  forks.await_asleep(2);
  forks.signal(1, SIGUSR1);
  const auto back = [&] {
    return forks.region().slot(1).wait_ticket > forks.region().slot(2).wait_ticket;
  };
  while (!back()) usleep(50);
  const Performed last = barrier_wait(forks.self(), 0, kNoDeadline);
  ASSERT_TRUE(is_done(last));
  EXPECT_EQ(last->value.as_int(), 2);
  EXPECT_EQ(forks.join(1), 0);
  EXPECT_EQ(forks.join(2), 0);
}

TEST(Barrier, LetsOnePartyAct) {
  std::vector<Object> objects = one_barrier(2);
  objects[0].action = 0;
  for (const bool fails : {false, true}) {
    Forks forks(objects);
    forks.start(1, [&](Self& self) {
      const Performed performed = barrier_wait(self, 0, kNoDeadline);
      return fails ? is_broken(performed) : is_done(performed) && performed->value.as_int() == 0;
    });
    forks.await_asleep(1);
    const Performed acting = barrier_wait(forks.self(), 0, kNoDeadline);
    ASSERT_TRUE(is_done(acting));
    EXPECT_EQ(acting->value.kind(), ValueKind::kObject);
    // Who comes now waits for the next round.
    forks.start(2, [&](Self& self) {
      const Performed performed = barrier_wait(self, 0, kNoDeadline);
      return fails ? is_broken(performed) : is_done(performed);
    });
    forks.await_asleep(2);
    EXPECT_EQ(barrier_read(forks.region(), 0).waiting, 2);
    if (fails) {
      EXPECT_EQ(barrier_fail(forks.self(), 0).status, Outcome::Status::kDone);
    } else {
      EXPECT_EQ(barrier_pass(forks.self(), 0).value.as_int(), 1);
    }
    EXPECT_EQ(forks.join(1), 0);
    if (!fails) {
      // Or else the other one may come last, and act.
      while (barrier_read(forks.region(), 0).waiting != 1) relax();
      ASSERT_TRUE(is_done(barrier_wait(forks.self(), 0, kNoDeadline)));
      barrier_pass(forks.self(), 0);
    }
    EXPECT_EQ(forks.join(2), 0);
  }
}

TEST(Barrier, BreaksWhenTheActorIsKilled) {
  std::vector<Object> objects = one_barrier(2);
  objects[0].action = 0;
  Forks forks(objects);
  forks.start(1, [](Self& self) { return is_broken(barrier_wait(self, 0, kNoDeadline)); });
  forks.await_asleep(1);
  forks.start(2, [](Self& self) {
    barrier_wait(self, 0, kNoDeadline);
    raise(SIGKILL);
    return false;
  });
  EXPECT_EQ(forks.join(2), -SIGKILL);
  EXPECT_EQ(forks.join(1), 0);
}

}  // namespace
}  // namespace runner::posix
