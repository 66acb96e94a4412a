// Processes are killed at random instants while they use the shared objects: nobody hangs, nothing
// that was acknowledged is lost, nothing is there twice.
#include <gtest/gtest.h>

#include "posix/barrier.h"
#include "posix/condition.h"
#include "posix/data.h"
#include "posix/event.h"
#include "posix/forks_for_test.h"
#include "posix/lock.h"
#include "posix/queue.h"
#include "posix/semaphore.h"

namespace runner::posix {
namespace {

bool is_done(const Outcome& outcome) {
  return outcome.status == Outcome::Status::kDone;
}

Outcome change(Self& self, Op op, int32_t object, const Value& value,
               std::span<const Value> path = {}) {
  Operation operation;
  operation.op = op;
  operation.target = object;
  operation.value = &value;
  operation.path = path;
  return change_data(self, operation);
}

class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed * 2654435769 + 1) {}
  uint64_t below(uint64_t limit) {
    state_ = state_ * 6364136223846793005 + 1442695040888963407;
    return (state_ >> 33) % limit;
  }

 private:
  uint64_t state_;
};

// Kills and restarts processes 1 to `workers` at random instants.
template <typename Work>
void torment(Forks& forks, int32_t workers, int kills, Work work) {
  Random random(static_cast<uint64_t>(kills));
  for (int32_t number = 1; number <= workers; ++number) forks.start(number, work);
  for (int kill = 0; kill < kills; ++kill) {
    const auto number = static_cast<int32_t>(1 + random.below(static_cast<uint64_t>(workers)));
    const int64_t until = monotonic_now() + static_cast<int64_t>(random.below(400'000));
    while (monotonic_now() < until) relax();
    forks.signal(number, SIGKILL);
    ASSERT_EQ(forks.join(number), -SIGKILL);
    forks.start(number, work);
  }
  for (int32_t number = 1; number <= workers; ++number) {
    forks.signal(number, SIGKILL);
    ASSERT_EQ(forks.join(number), -SIGKILL);
  }
}

int kills() {
  const char* wanted = getenv("RUNNER_TEST_KILLS");
  return wanted == nullptr ? 15 : atoi(wanted);
}

TEST(Kill, LeavesLocksUsable) {
  Object lock = object_of(ObjectKind::kLock);
  lock.on_owner_death = OwnerDeath::kRelease;
  Forks forks({lock});
  auto& inside = *static_cast<std::atomic<int32_t>*>(forks.region().carve(64));
  torment(forks, 4, kills(), [&](Self& self) {
    for (;;) {
      if (!is_done(*lock_acquire(self, 0, kNoDeadline))) return false;
      inside.store(self.number);
      for (int turn = 0; turn < 20; ++turn) {
        if (inside.load() != self.number) _exit(1);
      }
      if (!is_done(lock_release(self, 0))) return false;
    }
  });
  EXPECT_TRUE(is_done(*lock_acquire(forks.self(), 0, soon(1000))));
}

TEST(Kill, LosesNoSemaphoreButThoseOfTheDead) {
  Object semaphore = object_of(ObjectKind::kSemaphore);
  semaphore.value = 1'000;
  Forks forks({semaphore});
  torment(forks, 4, kills(), [](Self& self) {
    for (;;) {
      if (!is_done(*semaphore_acquire(self, 0, kNoDeadline))) return false;
      if (!is_done(semaphore_release(self, 0, Value()))) return false;
    }
  });
  EXPECT_LE(semaphore_value(forks.region(), 0), 1'000);
  EXPECT_GE(semaphore_value(forks.region(), 0), 1'000 - kills() - 4);
}

// What was given to an object and taken from it, item by item, in shared memory.
class Ledger {
 public:
  explicit Ledger(Forks& forks)
      : items_(static_cast<Item*>(forks.region().carve(sizeof(Item) * kItems))),
        begun_(*static_cast<std::atomic<int64_t>*>(forks.region().carve(64))),
        taken_(*static_cast<std::atomic<int64_t>*>(forks.region().carve(64))) {}

  // A fresh item; the takers are not left far behind.
  int64_t begin() {
    while (begun_.load() - taken_.load() > kAhead) relax();
    const int64_t item = begun_.fetch_add(1);
    if (item >= kItems) pause();
    return item;
  }
  void acknowledge(int64_t item) { items_[item].given.store(1); }
  void take(int64_t item) {
    items_[item].taken.fetch_add(1);
    taken_.fetch_add(1);
  }

  // Nothing is there twice; nothing is missing but what a taker had in hand when it was killed.
  void balance(int64_t deaths) const {
    int64_t lost = 0;
    int64_t given = 0;
    for (int64_t item = 0; item < std::min(begun_.load(), kItems); ++item) {
      ASSERT_LE(items_[item].taken, 1) << "item " << item << " came twice";
      given += items_[item].given;
      if (items_[item].given == 1 && items_[item].taken == 0) ++lost;
    }
    EXPECT_GT(given, 0);
    EXPECT_LE(lost, deaths);
  }

 private:
  static constexpr int64_t kItems = int64_t{1} << 24;
  // More than are lost, for those are never taken.
  static constexpr int64_t kAhead = 20'000;
  struct Item {
    std::atomic<uint8_t> given, taken;
  };
  Item* items_;
  std::atomic<int64_t>& begun_;
  std::atomic<int64_t>& taken_;
};

// Items go into a queue and out of it; each carries its number twice, lest one be torn.
TEST(Kill, LosesNoItemOfAQueue) {
  for (const int64_t capacity : {0, 3}) {
    Object queue = object_of(ObjectKind::kQueue);
    queue.capacity = capacity;
    Forks forks({queue});
    Ledger ledger(forks);
    const auto take = [&ledger](const Value& item) {
      const std::vector<Value>& numbers = item.as_list();
      if (numbers.size() != 2 || numbers[0].as_int() != numbers[1].as_int()) return false;
      ledger.take(numbers[0].as_int());
      return true;
    };
    torment(forks, 4, kills(), [&](Self& self) {
      for (;;) {
        if (self.number > 2) {
          const Performed performed = queue_get(self, 0, kNoDeadline);
          if (!is_done(*performed) || !take(performed->value)) return false;
          continue;
        }
        const int64_t item = ledger.begin();
        const Value value = Value::list({Value::integer(item), Value::integer(item)});
        if (!is_done(*queue_put(self, 0, value, kNoDeadline))) return false;
        ledger.acknowledge(item);
      }
    });
    for (;;) {
      const Performed performed = queue_get(forks.self(), 0, kOnlyTry);
      if (!is_done(*performed)) break;
      EXPECT_TRUE(take(performed->value));
    }
    ledger.balance(kills() + 4);
  }
}

TEST(Kill, LosesNoElementOfAList) {
  Object list = object_of(ObjectKind::kList);
  list.initial = Value::list({});
  Forks forks({list});
  Ledger ledger(forks);
  torment(forks, 4, kills(), [&](Self& self) {
    for (;;) {
      if (self.number > 2) {
        const Outcome popped = change(self, Op::kPop, 0, Value::integer(0));
        if (popped.fault == Fault::kPopFromEmpty) continue;
        if (!is_done(popped)) return false;
        ledger.take(popped.value.as_int());
        continue;
      }
      const int64_t item = ledger.begin();
      if (!is_done(change(self, Op::kAppend, 0, Value::integer(item)))) return false;
      ledger.acknowledge(item);
    }
  });
  const Value left = read_data(forks.self(), 0);
  for (const Value& item : left.as_list()) ledger.take(item.as_int());
  ledger.balance(kills() + 4);
}

TEST(Kill, TearsNoList) {
  Object list = object_of(ObjectKind::kList);
  list.initial = Value::list({});
  Forks forks({list});
  torment(forks, 4, kills(), [](Self& self) {
    Random random(static_cast<uint64_t>(getpid()));
    for (;;) {
      const Value item = Value::list({Value::integer(7), Value::string("seven")});
      const uint64_t dice = random.below(10);
      Outcome outcome;
      if (dice < 4) {
        outcome = change(self, Op::kAppend, 0, item);
      } else if (dice < 6) {
        outcome = change(self, Op::kExtend, 0, Value::list({Value::integer(1), item}));
      } else {
        const int64_t size = static_cast<int64_t>(read_data(self, 0).as_list().size());
        if (size == 0) continue;
        const auto index = static_cast<int64_t>(random.below(static_cast<uint64_t>(size)));
        outcome = change(self, Op::kPop, 0, Value::integer(index));
        if (outcome.fault == Fault::kIndexOutOfRange || outcome.fault == Fault::kPopFromEmpty)
          continue;
      }
      if (!is_done(outcome)) return false;
    }
  });
  const Value left = read_data(forks.self(), 0);
  for (const Value& item : left.as_list()) {
    if (item.is_int()) {
      EXPECT_EQ(item.as_int(), 1);
    } else {
      EXPECT_EQ(item.as_list()[1].as_string(), "seven");
    }
  }
}

TEST(Kill, TearsNoDict) {
  Object dict = object_of(ObjectKind::kDict);
  dict.initial = Value::map({});
  Forks forks({dict});
  torment(forks, 4, kills(), [](Self& self) {
    Random random(static_cast<uint64_t>(getpid()));
    for (;;) {
      const auto number = static_cast<int64_t>(random.below(200));
      const Value key = Value::string("key " + std::to_string(number));
      if (random.below(3) > 0) {
        const Value value = Value::list({Value::integer(number)});
        if (!is_done(change(self, Op::kStore, 0, value, {&key, 1}))) return false;
      } else {
        change(self, Op::kRemove, 0, Value(), {&key, 1});
      }
    }
  });
  const Value left = read_data(forks.self(), 0);
  for (const auto& [key, value] : left.as_map().entries()) {
    EXPECT_EQ(key.as_string(), "key " + std::to_string(value.as_list()[0].as_int()));
  }
}

TEST(Kill, LosesNoAddition) {
  Object object = object_of(ObjectKind::kValue);
  object.initial = Value::integer(0);
  Forks forks({object});
  auto* counts = static_cast<std::atomic<int64_t>*>(forks.region().carve(64));
  torment(forks, 4, kills(), [&](Self& self) {
    for (;;) {
      if (!is_done(change(self, Op::kAdd, 0, Value::integer(1)))) return false;
      counts[self.number].fetch_add(1);
    }
  });
  const int64_t counted = counts[1] + counts[2] + counts[3] + counts[4];
  const int64_t sum = read_data(forks.self(), 0).as_int();
  EXPECT_GE(sum, counted);
  EXPECT_LE(sum, counted + kills() + 4);
}

// Whoever is in the barrier when a party dies gets `broken`; everyone resets it and goes on.
TEST(Kill, HangsNoBarrier) {
  Object barrier = object_of(ObjectKind::kBarrier);
  barrier.parties = 3;
  Forks forks({barrier});
  torment(forks, 3, kills(), [](Self& self) {
    for (;;) {
      const Performed performed = barrier_wait(self, 0, kNoDeadline);
      if (is_failed(performed, Fault::kBroken)) barrier_reset(self, 0);
    }
    return false;
  });
  barrier_reset(forks.self(), 0);
  EXPECT_EQ(barrier_read(forks.region(), 0).waiting, 0);
}

// A token goes around by wait and notify; the dead one's is made anew.
TEST(Kill, HangsNoCondition) {
  Object condition = object_of(ObjectKind::kCondition);
  condition.on_owner_death = OwnerDeath::kRelease;
  Forks forks({condition});
  auto& rounds = *static_cast<std::atomic<int64_t>*>(forks.region().carve(64));
  torment(forks, 4, kills(), [&](Self& self) {
    for (;;) {
      lock_acquire(self, 0, kNoDeadline);
      condition_notify(self, 0, Value::integer(1));
      condition_wait(self, 0, soon(20));
      rounds.fetch_add(1);
      lock_release(self, 0);
    }
    return false;
  });
  EXPECT_TRUE(is_done(*lock_acquire(forks.self(), 0, soon(1000))));
  EXPECT_EQ(condition_waiting(forks.self(), 0), 0);
  EXPECT_GT(rounds, 0);
}

TEST(Kill, HangsNoEvent) {
  Forks forks({object_of(ObjectKind::kEvent)});
  torment(forks, 4, kills(), [](Self& self) {
    for (;;) {
      if (self.number == 1) {
        event_trigger(self, 0);
        event_clear(self, 0);
      } else {
        event_wait(self, 0, soon(20));
      }
    }
    return false;
  });
  event_clear(forks.self(), 0);
  forks.start(1, [](Self& self) { return is_done(*event_wait(self, 0, kNoDeadline)); });
  forks.await_asleep(1);
  event_trigger(forks.self(), 0);
  EXPECT_EQ(forks.join(1), 0);
}

}  // namespace
}  // namespace runner::posix
