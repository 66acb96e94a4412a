#include "posix/latch.h"

#include <gtest/gtest.h>

#include "posix/forks_for_test.h"

namespace runner::posix {
namespace {

struct Guarded {
  Latch latch;
  uint64_t a;
  uint64_t b;
};

TEST(Latch, KeepsProcessesApart) {
  Forks forks({});
  auto& guarded = *static_cast<Guarded*>(forks.region().carve(sizeof(Guarded)));
  constexpr int kRounds = 50'000;
  for (int32_t number = 1; number <= 4; ++number) {
    forks.start(number, [&](Self&) {
      for (int round = 0; round < kRounds; ++round) {
        EXPECT_FALSE(guarded.latch.lock());
        EXPECT_EQ(guarded.a, guarded.b);
        ++guarded.a;
        ++guarded.b;
        guarded.latch.unlock();
      }
      return true;
    });
  }
  for (int32_t number = 1; number <= 4; ++number) EXPECT_EQ(forks.join(number), 0);
  EXPECT_EQ(guarded.a, 4u * kRounds);
}

TEST(Latch, IsLeftAsByOneWhoWasKilled) {
  Forks forks({});
  auto& guarded = *static_cast<Guarded*>(forks.region().carve(sizeof(Guarded)));
  auto& outer = *static_cast<OuterLatch*>(forks.region().carve(sizeof(OuterLatch)));
  auto& taken = *static_cast<std::atomic<bool>*>(forks.region().carve(sizeof(bool)));
  forks.start(1, [&](Self&) {
    EXPECT_FALSE(outer.lock());
    outer.keep();
    EXPECT_FALSE(guarded.latch.lock());
    taken = true;
    pause();
    return true;
  });
  while (!taken) sched_yield();
  forks.kill(1);
  forks.start(2, [&](Self&) {
    EXPECT_TRUE(outer.lock());
    outer.keep();
    EXPECT_TRUE(guarded.latch.lock());
    abandon_latches();
    EXPECT_TRUE(guarded.latch.lock());
    guarded.latch.unlock();
    abandon_latches();  // of none
    return true;
  });
  EXPECT_EQ(forks.join(2), 0);
  EXPECT_TRUE(outer.lock());
  outer.unlock();
  EXPECT_FALSE(guarded.latch.lock());
  guarded.latch.unlock();
}

TEST(Latch, SaysThatItsHolderWasKilled) {
  Forks forks({});
  auto& guarded = *static_cast<Guarded*>(forks.region().carve(sizeof(Guarded)));
  forks.start(1, [&](Self&) {
    EXPECT_FALSE(guarded.latch.lock());
    raise(SIGKILL);
    return false;
  });
  EXPECT_EQ(forks.join(1), -SIGKILL);
  EXPECT_TRUE(guarded.latch.lock());
  guarded.latch.unlock();
  EXPECT_FALSE(guarded.latch.lock());
  guarded.latch.unlock();
}

// However far it had come with the two of them.
TEST(Latch, IsGivenBackThoughAnotherWasHeldToo) {
  struct Two {
    OuterLatch outer;
    Latch inner;
  };
  enum Point { kOuter, kKept, kBoth, kInnerGivenBack, kGoneOn, kPoints };
  for (int point = kOuter; point < kPoints; ++point) {
    Forks forks({});
    auto& two = *static_cast<Two*>(forks.region().carve(sizeof(Two)));
    forks.start(1, [&](Self&) {
      const auto reach = [point](Point here) {
        if (here == point) raise(SIGKILL);
      };
      EXPECT_FALSE(two.outer.lock());
      reach(kOuter);
      two.outer.keep();
      reach(kKept);
      EXPECT_FALSE(two.inner.lock());
      reach(kBoth);
      two.inner.unlock();
      reach(kInnerGivenBack);
      two.outer.go_on();
      reach(kGoneOn);
      return false;
    });
    EXPECT_EQ(forks.join(1), -SIGKILL);
    for (const bool first : {true, false}) {
      EXPECT_EQ(two.outer.lock(), first) << point;
      two.outer.keep();
      EXPECT_EQ(two.inner.lock(), first && point == kBoth) << point;
      two.inner.unlock();
      two.outer.go_on();
      two.outer.unlock();
    }
  }
}

// As the supervisor does, for which the holder's death is a way out.
TEST(Latch, WhoWaitsForAStoppedHolderIsNotHeldUp) {
  static Forks* held = nullptr;
  Forks forks({});
  held = &forks;
  auto& guarded = *static_cast<Guarded*>(forks.region().carve(sizeof(Guarded)));
  forks.start(1, [&](Self&) {
    EXPECT_FALSE(guarded.latch.lock());
    raise(SIGSTOP);
    return false;
  });
  forks.await_stopped(1);
  latch_holder.while_waiting = [] { held->signal(1, SIGKILL); };
  EXPECT_TRUE(guarded.latch.lock());
  guarded.latch.unlock();
  latch_holder.while_waiting = nullptr;
  EXPECT_EQ(forks.join(1), -SIGKILL);
}

TEST(Latch, WakesOneWhoWaitsWhenItsHolderIsKilled) {
  Forks forks({});
  auto& guarded = *static_cast<Guarded*>(forks.region().carve(sizeof(Guarded)));
  forks.start(1, [&](Self&) {
    EXPECT_FALSE(guarded.latch.lock());
    guarded.a = 1;
    for (;;) pause();
    return false;
  });
  while (__atomic_load_n(&guarded.a, __ATOMIC_ACQUIRE) == 0) usleep(50);
  for (int32_t number = 2; number <= 4; ++number) {
    forks.start(number, [&](Self&) {
      if (guarded.latch.lock()) ++guarded.b;
      guarded.latch.unlock();
      return true;
    });
  }
  forks.kill(1);
  for (int32_t number = 2; number <= 4; ++number) EXPECT_EQ(forks.join(number), 0);
  EXPECT_EQ(guarded.b, 1u);
}

// Both words change under the latch; whoever finds it orphaned makes them equal again.
TEST(Latch, SurvivesKillsAtAnyInstant) {
  Forks forks({});
  auto& guarded = *static_cast<Guarded*>(forks.region().carve(sizeof(Guarded)));
  const auto work = [&](Self&) {
    for (;;) {
      if (guarded.latch.lock()) guarded.b = guarded.a;
      if (guarded.a != guarded.b) _exit(1);
      guarded.a = guarded.a + 1;
      guarded.b = guarded.b + 1;
      guarded.latch.unlock();
    }
    return true;
  };
  for (int32_t number = 1; number <= 3; ++number) forks.start(number, work);
  for (int round = 0; round < 20; ++round) {
    const int32_t number = 1 + round % 3;
    usleep(static_cast<useconds_t>(round % 7 * 50));
    forks.signal(number, SIGKILL);
    EXPECT_EQ(forks.join(number), -SIGKILL);
    forks.start(number, work);
  }
  for (int32_t number = 1; number <= 3; ++number) {
    forks.signal(number, SIGKILL);
    EXPECT_EQ(forks.join(number), -SIGKILL);
  }
  if (guarded.latch.lock()) guarded.b = guarded.a;
  EXPECT_EQ(guarded.a, guarded.b);
  guarded.latch.unlock();
}

}  // namespace
}  // namespace runner::posix
