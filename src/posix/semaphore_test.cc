#include "posix/semaphore.h"

#include "posix/forks_for_test.h"

namespace runner::posix {
namespace {

std::vector<Object> one_semaphore(int64_t value, bool bounded = false) {
  Object semaphore = object_of(ObjectKind::kSemaphore, "s");
  semaphore.value = value;
  semaphore.bounded = bounded;
  return {semaphore};
}

TEST(Semaphore, Counts) {
  Forks forks(one_semaphore(2));
  Self& self = forks.self();
  EXPECT_TRUE(is_done(semaphore_acquire(self, 0, kNoDeadline)));
  EXPECT_TRUE(is_done(semaphore_acquire(self, 0, kOnlyTry)));
  EXPECT_TRUE(is_timeout(semaphore_acquire(self, 0, kOnlyTry)));
  EXPECT_TRUE(is_timeout(semaphore_acquire(self, 0, soon(2))));
  EXPECT_TRUE(is_done(semaphore_release(self, 0, Value::integer(5))));
  EXPECT_EQ(semaphore_value(forks.region(), 0), 5);
}

TEST(Semaphore, RefusesCountsThatAreNone) {
  Forks forks(one_semaphore(1, true));
  Self& self = forks.self();
  EXPECT_EQ(semaphore_release(self, 0, Value()).fault, Fault::kOverReleased);
  EXPECT_EQ(semaphore_release(self, 0, Value::integer(0)).fault, Fault::kNegativeCount);
  EXPECT_EQ(semaphore_release(self, 0, Value::real(1.5)).fault, Fault::kNotAWholeNumber);
  EXPECT_EQ(semaphore_value(forks.region(), 0), 1);
}

TEST(Semaphore, HandsOver) {
  Forks forks(one_semaphore(0));
  for (int32_t number = 1; number <= 4; ++number) {
    forks.start(number,
                [](Self& self) { return is_done(semaphore_acquire(self, 0, kNoDeadline)); });
    forks.await_asleep(number);
  }
  semaphore_release(forks.self(), 0, Value::integer(3));
  semaphore_release(forks.self(), 0, Value::integer(1));
  for (int32_t number = 1; number <= 4; ++number) EXPECT_EQ(forks.join(number), 0);
  EXPECT_EQ(semaphore_value(forks.region(), 0), 0);
}

TEST(Semaphore, IsNotTheSameOnceItHasChanged) {
  Forks forks(one_semaphore(1));
  const auto& state = forks.region().state<SemaphoreState>(0);
  const uint64_t before = state.word.load();
  semaphore_acquire(forks.self(), 0, kOnlyTry);
  semaphore_release(forks.self(), 0, Value());
  EXPECT_EQ(state.value(), 1);
  EXPECT_NE(state.word.load(), before);
}

TEST(Semaphore, HoldsNoMoreThanItsWordCounts) {
  Forks forks(one_semaphore(limits::kSemaphoreUnits - 1));
  EXPECT_TRUE(is_done(semaphore_release(forks.self(), 0, Value())));
  EXPECT_EQ(semaphore_release(forks.self(), 0, Value()).fault, Fault::kOverflow);
  EXPECT_EQ(semaphore_release(forks.self(), 0, Value::integer(INT64_MAX)).fault, Fault::kOverflow);
  EXPECT_EQ(semaphore_value(forks.region(), 0), limits::kSemaphoreUnits);
}

TEST(Semaphore, ConservesItsUnitsWhenWaitersAreKilled) {
  Forks forks(one_semaphore(0));
  const auto take = [](Self& self) { return is_done(semaphore_acquire(self, 0, kNoDeadline)); };
  for (int round = 0; round < 20; ++round) {
    for (const int32_t number : {1, 2}) {
      forks.start(number, take);
      forks.await_asleep(number);
    }
    // The unit goes to the first; killed before it can take it, it hands its turn on.
    forks.stop(1);
    semaphore_release(forks.self(), 0, Value());
    forks.kill(1);
    EXPECT_EQ(forks.join(2), 0);
    EXPECT_EQ(semaphore_value(forks.region(), 0), 0);
  }
}

}  // namespace
}  // namespace runner::posix
