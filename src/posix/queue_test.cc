#include "posix/queue.h"

#include <functional>

#include "posix/forks_for_test.h"

namespace runner::posix {
namespace {

std::vector<Object> one_queue(int64_t capacity) {
  Object queue = object_of(ObjectKind::kQueue, "q");
  queue.capacity = capacity;
  return {queue};
}

bool is_done(const Outcome& outcome) {
  return outcome.status == Outcome::Status::kDone;
}
Value integer(int64_t number) {
  return Value::integer(number);
}
bool gets(Self& self, int64_t wanted) {
  const Performed performed = queue_get(self, 0, kNoDeadline);
  return posix::is_done(performed) && performed->value.is_int() &&
         performed->value.as_int() == wanted;
}

TEST(Queue, IsFirstInFirstOut) {
  Forks forks(one_queue(0));
  Self& self = forks.self();
  EXPECT_TRUE(is_timeout(queue_get(self, 0, kOnlyTry)));
  EXPECT_TRUE(is_timeout(queue_get(self, 0, soon(2))));
  for (int64_t number = 0; number < 100; ++number) {
    EXPECT_TRUE(posix::is_done(queue_put(self, 0, integer(number), kNoDeadline)));
  }
  EXPECT_TRUE(posix::is_done(queue_put(self, 0, Value::string("words"), kNoDeadline)));
  EXPECT_EQ(queue_read(self, 0).size, 101);
  for (int64_t number = 0; number < 100; ++number) EXPECT_TRUE(gets(self, number));
  EXPECT_EQ(queue_get(self, 0, kOnlyTry)->value.as_string(), "words");
  EXPECT_TRUE(is_failed(queue_put(self, 0, Value::object(0), kOnlyTry), Fault::kNotPlain));
}

TEST(Queue, HoldsNoMoreThanItsCapacity) {
  Forks forks(one_queue(2));
  Self& self = forks.self();
  for (const int64_t number : {1, 2}) {
    EXPECT_TRUE(posix::is_done(queue_put(self, 0, integer(number), kOnlyTry)));
  }
  EXPECT_TRUE(is_timeout(queue_put(self, 0, integer(3), kOnlyTry)));
  EXPECT_TRUE(is_timeout(queue_put(self, 0, integer(3), soon(2))));
  // Those who wait are served in the order of their arrival.
  for (const int32_t number : {3, 4, 5}) {
    forks.start(number, [number](Self& other) {
      return posix::is_done(queue_put(other, 0, integer(number), kNoDeadline));
    });
    forks.await_asleep(number);
  }
  forks.kill(4);
  for (const int64_t number : {1, 2, 3, 5}) EXPECT_TRUE(gets(self, number));
  EXPECT_EQ(forks.join(3), 0);
  EXPECT_EQ(forks.join(5), 0);
}

TEST(Queue, ServesGettersInTheOrderOfTheirArrival) {
  Forks forks(one_queue(0));
  for (int32_t number = 1; number <= 4; ++number) {
    forks.start(number, [number](Self& self) { return gets(self, number); });
    forks.await_asleep(number);
  }
  forks.kill(2);
  for (const int64_t number : {1, 3, 4, 5}) queue_put(forks.self(), 0, integer(number), kOnlyTry);
  for (const int32_t number : {1, 3, 4}) EXPECT_EQ(forks.join(number), 0);
  EXPECT_TRUE(gets(forks.self(), 5));
}

TEST(Queue, ClosesForThoseWhoWaitToo) {
  Forks forks(one_queue(1));
  Self& self = forks.self();
  queue_put(self, 0, integer(1), kOnlyTry);
  forks.start(1, [](Self& other) {
    return is_failed(queue_put(other, 0, integer(2), kNoDeadline), Fault::kQueueClosed);
  });
  forks.await_asleep(1);
  queue_close(self, 0);
  queue_close(self, 0);
  EXPECT_EQ(forks.join(1), 0);
  EXPECT_TRUE(queue_read(self, 0).closed);
  EXPECT_TRUE(is_failed(queue_put(self, 0, integer(3), kNoDeadline), Fault::kQueueClosed));
  EXPECT_TRUE(gets(self, 1));
  EXPECT_TRUE(is_failed(queue_get(self, 0, kNoDeadline), Fault::kQueueClosed));

  Forks waiting(one_queue(1));
  waiting.start(1, [](Self& other) {
    return is_failed(queue_get(other, 0, kNoDeadline), Fault::kQueueClosed);
  });
  waiting.await_asleep(1);
  queue_close(waiting.self(), 0);
  EXPECT_EQ(waiting.join(1), 0);
}

TEST(Queue, IsJoinedWhenAllTasksAreDone) {
  Forks forks(one_queue(0));
  Self& self = forks.self();
  EXPECT_TRUE(posix::is_done(queue_join(self, 0, kOnlyTry)));
  EXPECT_EQ(queue_task_done(self, 0).fault, Fault::kTooManyTasksDone);
  for (int number = 0; number < 2; ++number) queue_put(self, 0, integer(number), kOnlyTry);
  EXPECT_TRUE(is_timeout(queue_join(self, 0, soon(2))));
  forks.start(1, [](Self& other) { return posix::is_done(queue_join(other, 0, kNoDeadline)); });
  forks.await_asleep(1);
  EXPECT_TRUE(is_done(queue_task_done(self, 0)));
  EXPECT_TRUE(is_done(queue_task_done(self, 0)));
  EXPECT_EQ(forks.join(1), 0);
}

// A getter that is killed between the put and its going on.
void kill_before_it_goes_on(Forks& forks, const std::function<void(Self&)>& look) {
  forks.start(1, [](Self& self) { return posix::is_done(queue_get(self, 0, kNoDeadline)); });
  forks.await_asleep(1);
  forks.stop(1);
  queue_put(forks.self(), 0, Value::string("item"), kOnlyTry);
  look(forks.self());
  forks.kill(1);
}

TEST(Queue, GivesAKilledGettersItemToTheNext) {
  Forks forks(one_queue(0));
  kill_before_it_goes_on(forks, [](Self&) {});
  EXPECT_EQ(queue_read(forks.self(), 0).size, 1);
  EXPECT_EQ(queue_get(forks.self(), 0, kOnlyTry)->value.as_string(), "item");
}

TEST(Queue, KeepsGoneWhatSomebodyHasSeenGone) {
  const std::function<void(Self&)> looks[] = {
      [](Self& self) { EXPECT_EQ(queue_read(self, 0).size, 0); },
      [](Self& self) { EXPECT_TRUE(is_timeout(queue_get(self, 0, kOnlyTry))); },
      [](Self& self) { EXPECT_TRUE(is_timeout(queue_get(self, 0, soon(2)))); },
      [](Self& self) { EXPECT_FALSE(queue_observe(self, 0)); },
      [](Self& self) {
        queue_close(self, 0);
        EXPECT_TRUE(is_failed(queue_get(self, 0, kNoDeadline), Fault::kQueueClosed));
      },
  };
  for (const auto& look : looks) {
    Forks forks(one_queue(0));
    kill_before_it_goes_on(forks, look);
    EXPECT_EQ(queue_read(forks.self(), 0).size, 0);
  }
}

TEST(Queue, CarriesEverythingOnceAndInOrder) {
  for (const int64_t capacity : {0, 1, 7}) {
    Forks forks(one_queue(capacity));
    auto* sums = static_cast<std::atomic<int64_t>*>(forks.region().carve(64));
    constexpr int64_t kItems = 5'000;
    for (int32_t number = 1; number <= 2; ++number) {
      forks.start(number, [number](Self& self) {
        for (int64_t item = 0; item < kItems; ++item) {
          const Value value = item % 3 == 0 ? Value::string(std::to_string(number * kItems + item))
                                            : integer(number * kItems + item);
          if (!posix::is_done(queue_put(self, 0, value, kNoDeadline))) return false;
        }
        return true;
      });
    }
    for (int32_t number = 3; number <= 5; ++number) {
      forks.start(number, [sums](Self& self) {
        int64_t last[3] = {-1, -1, -1};
        for (;;) {
          const Performed performed = queue_get(self, 0, kNoDeadline);
          if (!posix::is_done(performed)) return is_failed(performed, Fault::kQueueClosed);
          const Value& value = performed->value;
          const int64_t item = value.is_int() ? value.as_int() : std::stoll(value.as_string());
          if (item <= last[item / kItems]) return false;
          last[item / kItems] = item;
          sums[0] += item;
          sums[1] += 1;
        }
      });
    }
    EXPECT_EQ(forks.join(1), 0);
    EXPECT_EQ(forks.join(2), 0);
    queue_close(forks.self(), 0);
    for (int32_t number = 3; number <= 5; ++number) EXPECT_EQ(forks.join(number), 0);
    EXPECT_EQ(sums[1], 2 * kItems);
    EXPECT_EQ(sums[0], 2 * kItems * (kItems * 3 + kItems - 1) / 2);
  }
}

}  // namespace
}  // namespace runner::posix
