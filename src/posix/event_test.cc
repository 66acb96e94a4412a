#include "posix/event.h"

#include <sys/resource.h>

#include <cstdlib>
#include <new>

#include "posix/forks_for_test.h"

namespace runner::posix {
namespace {

TEST(Event, IsSetUntilCleared) {
  Forks forks({object_of(ObjectKind::kEvent)});
  Self& self = forks.self();
  EXPECT_TRUE(is_timeout(event_wait(self, 0, kOnlyTry)));
  EXPECT_TRUE(is_timeout(event_wait(self, 0, soon(2))));
  event_trigger(self, 0);
  event_trigger(self, 0);
  EXPECT_TRUE(event_is_set(forks.region(), 0));
  EXPECT_TRUE(is_done(event_wait(self, 0, kOnlyTry)));
  event_clear(self, 0);
  EXPECT_FALSE(event_is_set(forks.region(), 0));
  EXPECT_TRUE(is_timeout(event_wait(self, 0, kOnlyTry)));
}

TEST(Event, LetsAllGoEvenIfClearedAtOnce) {
  Forks forks({object_of(ObjectKind::kEvent)});
  for (int32_t number = 1; number <= 5; ++number) {
    forks.start(number, [](Self& self) { return is_done(event_wait(self, 0, kNoDeadline)); });
    forks.await_asleep(number);
  }
  forks.kill(2);
  event_trigger(forks.self(), 0);
  event_clear(forks.self(), 0);
  for (const int32_t number : {1, 3, 4, 5}) EXPECT_EQ(forks.join(number), 0);
}

void exhaust_memory() {
  const rlimit none{};
  setrlimit(RLIMIT_AS, &none);
  for (size_t bytes = size_t{1} << 20; bytes > 0; bytes /= 2)
    while (std::malloc(bytes) != nullptr) {
    }
}

// As a process of a run that has no memory for what it is in the middle of.
TEST(Event, WakesAllThoughItsSetterRunsOutOfMemory) {
  if (RUNNER_SANITIZED) GTEST_SKIP() << "the sanitizer itself needs what is refused";
  Forks forks({object_of(ObjectKind::kEvent)});
  for (int32_t number = 1; number <= 5; ++number) {
    forks.start(number, [](Self& self) { return is_done(event_wait(self, 0, kNoDeadline)); });
    forks.await_asleep(number);
  }
  constexpr int kWithoutMemory = 7;
  forks.start(6, [](Self& self) {
    exhaust_memory();
    std::set_new_handler([] {
      abandon_latches();
      _exit(kWithoutMemory);
    });
    event_trigger(self, 0);
    return true;
  });
  EXPECT_EQ(forks.join(6), kWithoutMemory);
  for (int32_t number = 1; number <= 5; ++number) EXPECT_EQ(forks.join(number), 0);
  EXPECT_TRUE(event_is_set(forks.region(), 0));
}

TEST(Event, SaysWhatWaitsForIt) {
  Forks forks({object_of(ObjectKind::kEvent)});
  event_trigger(forks.self(), 0);
  event_clear(forks.self(), 0);
  forks.start(1, [](Self& self) {
    OperationSpec spec;
    spec.at = {7, 3};
    Operation operation;
    operation.op = Op::kWaitEvent;
    operation.spec = &spec;
    operation.target = 0;
    self.operation = &operation;
    return is_done(event_wait(self, 0, kNoDeadline));
  });
  forks.await_asleep(1);
  const Slot& slot = forks.region().slot(1);
  EXPECT_TRUE(is_blocked(slot));
  EXPECT_EQ(slot.waiting.op, Op::kWaitEvent);
  EXPECT_EQ(slot.waiting.target, 0);
  EXPECT_EQ(slot.waiting.line, 7);
  EXPECT_EQ(slot.waiting.column, 3);
  EXPECT_TRUE(slot.waiting.missed);
  event_trigger(forks.self(), 0);
  EXPECT_EQ(forks.join(1), 0);
  EXPECT_FALSE(is_blocked(slot));
}

}  // namespace
}  // namespace runner::posix
