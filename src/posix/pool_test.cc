#include "posix/pool.h"

#include "expr/encoding.h"
#include "machine/job.h"
#include "posix/forks_for_test.h"
#include "posix/pool_calls.h"
#include "posix/wait_any.h"

namespace runner::posix {
namespace {

bool is_done(const Outcome& outcome) {
  return outcome.status == Outcome::Status::kDone;
}
Value integer(int64_t number) {
  return Value::integer(number);
}

Value numbers(int64_t count) {
  std::vector<Value> items;
  for (int64_t item = 0; item < count; ++item) items.push_back(integer(item));
  return Value::list(std::move(items));
}

// A pool of processes 1 to 4, whose calls double what they get; negative items are errors.
class Pool {
 public:
  explicit Pool(int64_t retries = -1, int64_t tasks_per_worker = 0)
      : forks_(pool(retries, tasks_per_worker)) {
    OperationSpec map;
    map.op = Op::kPoolSubmit;
    map.mapped = true;
    map.callee.name = "double";
    OperationSpec one = map;
    one.mapped = false;
    OperationSpec unordered = map;
    unordered.flag = true;
    OperationSpec keeping = map;
    keeping.keep_errors = true;
    forks_.program().operations = {map, one, unordered, keeping};
  }

  enum Kind : size_t { kMap, kOne, kUnordered, kKeeping };

  Outcome submit(Kind kind, const Value& items, int64_t chunk = 0) {
    const Value per_job = chunk == 0 ? Value() : integer(chunk);
    Operation operation;
    operation.op = Op::kPoolSubmit;
    operation.spec = &forks_.program().operations[kind];
    operation.target = 0;
    operation.value = &items;
    operation.chunk = &per_job;
    if (std::optional<Outcome> refusal = pool_refuses(forks_.self(), operation)) return *refusal;
    PoolUse use = PoolUse::kAgain;
    return pool_submit(forks_.self(), operation, use);
  }
  Performed gather(const Outcome& submitted, int64_t deadline = kNoDeadline) {
    return pool_gather(forks_.self(), submitted.value, deadline);
  }

  static Value result_of(const Value& item, bool star) {
    const Value& argument = star ? item.as_list().front() : item;
    if (argument.as_int() < 0) return make_error(ErrorKind::kFail, "negative");
    return integer(2 * argument.as_int());
  }
  static bool finish(Self& self, const Value& taken) {
    const Job job = job_of(taken);
    std::vector<Value> results;
    for (const Value& item : job.items.as_list()) results.push_back(result_of(item, job.star));
    return is_done(pool_finish(self, 0, Value::list({taken, Value::list(std::move(results))})));
  }
  static bool work(Self& self) {
    for (;;) {
      const Performed taken = pool_take(self, 0, kNoDeadline);
      if (!posix::is_done(taken)) return false;
      if (taken->value.is_null()) return true;
      if (!finish(self, taken->value)) return false;
    }
  }
  void start_workers() {
    for (int32_t worker = 1; worker <= 4; ++worker) forks_.start(worker, work);
  }
  void end_workers() {
    pool_close(forks_.self(), 0);
    for (int32_t worker = 1; worker <= 4; ++worker) EXPECT_EQ(forks_.join(worker), 0);
  }
  Forks& forks() { return forks_; }

 private:
  static std::vector<Object> pool(int64_t retries, int64_t tasks_per_worker) {
    Object pool = object_of(ObjectKind::kPool, "pool");
    pool.workers = 4;
    pool.first_worker = 1;
    pool.retries = retries;
    pool.tasks_per_worker = tasks_per_worker;
    return {pool};
  }
  Forks forks_;
};

TEST(Pool, MapsInOrder) {
  Pool pool;
  pool.start_workers();
  for (const int64_t count : {0, 1, 100, 10'000}) {
    for (const int64_t chunk : {0, 7}) {
      const Performed gathered = pool.gather(pool.submit(Pool::kMap, numbers(count), chunk));
      ASSERT_TRUE(posix::is_done(gathered));
      const std::vector<Value>& results = gathered->value.as_list();
      ASSERT_EQ(results.size(), static_cast<size_t>(count));
      for (int64_t item = 0; item < count; ++item) {
        ASSERT_EQ(results[static_cast<size_t>(item)].as_int(), 2 * item);
      }
    }
  }
  pool.end_workers();
}

// As after the death of one who held the latch; looking takes no latch.
TEST(Pool, ShowsNoCallAsOverWhileItIsCountedAnew) {
  Pool pool;
  const Outcome handle = pool.submit(Pool::kMap, numbers(100), 1);
  auto& ended = *static_cast<std::atomic<bool>*>(pool.forks().region().carve(sizeof(bool)));
  pool.forks().start(1, [&](Self& self) {
    auto& state = self.region.state<PoolState>(0);
    for (int i = 0; i < 20'000; ++i) {
      Hold hold(self, state, 0);
      state.restore(hold.wakes, 0);
    }
    ended = true;
    return true;
  });
  const Region& region = pool.forks().region();
  int64_t over = 0;
  while (!ended) over += pool_call_is_over(region, handle.value) ? 1 : 0;
  EXPECT_EQ(over, 0);
  EXPECT_EQ(pool.forks().join(1), 0);
}

TEST(Pool, GivesTheOrderOfCompletionOnDemand) {
  Pool pool;
  const Outcome handle = pool.submit(Pool::kUnordered, numbers(4), 2);
  const Performed first = pool_take(pool.forks().self(), 0, kOnlyTry);
  const Performed second = pool_take(pool.forks().self(), 0, kOnlyTry);
  EXPECT_TRUE(Pool::finish(pool.forks().self(), second->value));
  EXPECT_TRUE(is_timeout(pool.gather(handle, kOnlyTry)));
  EXPECT_TRUE(Pool::finish(pool.forks().self(), first->value));
  const Performed gathered = pool.gather(handle);
  EXPECT_TRUE(
      identical(gathered->value, Value::list({integer(4), integer(6), integer(0), integer(2)})));
}

TEST(Pool, FailsWithTheFirstErrorOrKeepsAll) {
  Pool pool;
  pool.start_workers();
  const Value items = Value::list({integer(1), integer(-1), integer(2)});
  const Performed failed = pool.gather(pool.submit(Pool::kMap, items, 1));
  EXPECT_TRUE(is_failed(failed, Fault::kCallFailed));
  EXPECT_EQ(failed->value.as_error().message, "negative");
  const Performed kept = pool.gather(pool.submit(Pool::kKeeping, items, 1));
  ASSERT_TRUE(posix::is_done(kept));
  EXPECT_EQ(kept->value.as_list()[1].as_map().find("error")->as_string(), "negative");
  const Outcome one = pool.submit(Pool::kOne, Value::list({integer(-5)}));
  for (int again = 0; again < 2; ++again) {
    EXPECT_TRUE(is_failed(pool.gather(one), Fault::kCallFailed));
  }
  const Outcome good = pool.submit(Pool::kOne, Value::list({integer(5)}));
  for (int again = 0; again < 2; ++again) EXPECT_EQ(pool.gather(good)->value.as_int(), 10);
  pool.end_workers();
}

TEST(Pool, RefusesWhatMakesNoSense) {
  Pool pool;
  EXPECT_EQ(pool.submit(Pool::kMap, integer(1)).fault, Fault::kNotAList);
  EXPECT_EQ(pool.submit(Pool::kMap, numbers(3), -1).fault, Fault::kNegativeCount);
  EXPECT_TRUE(
      is_failed(pool_gather(pool.forks().self(), integer(1), kNoDeadline), Fault::kNotPlain));
  EXPECT_EQ(pool_owner(pool.forks().region(), 0), -1);
  pool_close(pool.forks().self(), 0);
  EXPECT_EQ(pool.submit(Pool::kMap, numbers(3)).fault, Fault::kPoolClosed);
  pool_terminate(pool.forks().self(), 0);
  EXPECT_EQ(pool.submit(Pool::kMap, numbers(3)).fault, Fault::kPoolTerminated);
}

TEST(Pool, FailsUnfinishedCallsWhenTerminated) {
  Pool pool;
  const Outcome done = pool.submit(Pool::kOne, Value::list({integer(1)}));
  EXPECT_TRUE(
      Pool::finish(pool.forks().self(), pool_take(pool.forks().self(), 0, kOnlyTry)->value));
  const Outcome lost = pool.submit(Pool::kOne, Value::list({integer(2)}));
  pool.forks().start(5, [&](Self& self) {
    return is_failed(pool_gather(self, lost.value, kNoDeadline), Fault::kPoolTerminated);
  });
  pool.forks().await_asleep(5);
  pool_terminate(pool.forks().self(), 0);
  EXPECT_EQ(pool.forks().join(5), 0);
  EXPECT_EQ(pool.gather(done)->value.as_int(), 2);
}

TEST(Pool, LosesTheJobOfAKilledWorkerOrDoesItAgain) {
  for (const int64_t retries : {-1, 1}) {
    Pool pool(retries);
    const Outcome handle = pool.submit(Pool::kMap, numbers(4), 2);
    for (int death = 0; death < 2; ++death) {
      pool.forks().start(1, [](Self& self) {
        pool_take(self, 0, kNoDeadline);
        raise(SIGKILL);
        return false;
      });
      EXPECT_EQ(pool.forks().join(1), -SIGKILL);
      pool.forks().region().slot(1).exit_code = -SIGKILL;
      EXPECT_TRUE(pool_worker_ended(pool.forks().self(), 0, 1));
      EXPECT_TRUE(pool_worker_ended(pool.forks().self(), 0, 1));
      if (retries > 0) break;
    }
    while (true) {
      const Performed taken = pool_take(pool.forks().self(), 0, kOnlyTry);
      if (!posix::is_done(taken)) break;
      Pool::finish(pool.forks().self(), taken->value);
    }
    const Performed gathered = pool.gather(handle);
    if (retries > 0) {
      EXPECT_TRUE(identical(gathered->value,
                            Value::list({integer(0), integer(2), integer(4), integer(6)})));
    } else {
      ASSERT_TRUE(is_failed(gathered, Fault::kCallFailed));
      EXPECT_NE(gathered->value.as_error().message.find("p1"), std::string::npos);
      EXPECT_NE(gathered->value.as_error().message.find("SIGKILL"), std::string::npos);
    }
  }
}

// Between the two steps by which it says so.
TEST(Pool, LosesNoResultOfAWorkerThatDiedOnceItWasThere) {
  Pool pool(1);
  Self& self = pool.forks().self();
  const Outcome handle = pool.submit(Pool::kMap, numbers(2), 2);
  const Performed taken = pool_take(self, 0, kOnlyTry);
  EXPECT_TRUE(Pool::finish(self, taken->value));
  auto& state = pool.forks().region().state<PoolState>(0);
  find_call(pool.forks().region(), state, 0)->job(0).set_worker(1 + 1);
  pool_close(self, 0);
  EXPECT_FALSE(pool_worker_ended(self, 0, 1));
  EXPECT_EQ(state.waiting_jobs.load(), 0u);
  const Performed gathered = pool.gather(handle);
  ASSERT_TRUE(posix::is_done(gathered));
  EXPECT_TRUE(identical(gathered->value, Value::list({integer(0), integer(2)})));
}

TEST(Pool, EndsAWorkerAfterItsShare) {
  Pool pool(-1, 3);
  pool.submit(Pool::kMap, numbers(8), 2);
  Self& self = pool.forks().self();
  for (int job = 0; job < 2; ++job) Pool::finish(self, pool_take(self, 0, kOnlyTry)->value);
  EXPECT_TRUE(pool_take(self, 0, kOnlyTry)->value.is_null());
}

TEST(Pool, GivesUpAfterFailingInitializers) {
  Pool pool;
  const Outcome handle = pool.submit(Pool::kMap, numbers(2));
  for (int attempt = 0; attempt < 3; ++attempt) {
    EXPECT_TRUE(pool_worker_ended(pool.forks().self(), 0, 1));
    EXPECT_TRUE(is_timeout(pool.gather(handle, kOnlyTry)));
    pool_fail(pool.forks().self(), 0, make_error(ErrorKind::kFail, "no start"));
  }
  EXPECT_FALSE(pool_worker_ended(pool.forks().self(), 0, 1));
  const Performed gathered = pool.gather(handle);
  EXPECT_TRUE(is_failed(gathered, Fault::kInitializerFailed));
  EXPECT_EQ(gathered->value.as_error().message, "no start");
}

int kills() {
  const char* wanted = getenv("RUNNER_TEST_KILLS");
  return wanted == nullptr ? 40 : atoi(wanted);
}

// Workers are killed and replaced at random while maps go on: every result is there once.
TEST(Pool, SurvivesItsWorkers) {
  Pool pool(1'000'000);
  Forks& forks = pool.forks();
  pool.start_workers();
  forks.start(5, [&](Self&) {
    for (int round = 0; round < 30 + kills() / 2; ++round) {
      const Performed gathered = pool.gather(pool.submit(Pool::kMap, numbers(2'000), 20));
      if (!posix::is_done(gathered)) return false;
      for (size_t item = 0; item < 2'000; ++item) {
        if (gathered->value.as_list()[item].as_int() != 2 * static_cast<int64_t>(item))
          return false;
      }
    }
    return true;
  });
  for (int kill = 0; kill < kills(); ++kill) {
    const int32_t worker = 1 + kill % 4;
    usleep(static_cast<useconds_t>(kill * 13 % 300));
    forks.signal(worker, SIGKILL);
    EXPECT_EQ(forks.join(worker), -SIGKILL);
    forks.region().slot(worker).exit_code = -SIGKILL;
    EXPECT_TRUE(pool_worker_ended(forks.self(), 0, worker));
    forks.start(worker, Pool::work);
  }
  EXPECT_EQ(forks.join(5), 0);
  pool.end_workers();
}

}  // namespace
}  // namespace runner::posix
