// Pools: calls split into jobs, which workers take and finish. Who starts, awaits and replaces the
// workers is not decided here.
//
// A job is done when its results are stored; it waits when nobody is noted as its worker. Both are
// one word; the rest is derived.
#pragma once

#include "posix/hold.h"
#include "posix/spin.h"

namespace runner::posix {

// Who uses a pool first owns it from that instant on, and has to start its workers.
enum class PoolUse : uint8_t { kFirst, kAgain };

struct PoolState {
  Latch latch;
  std::atomic<int32_t> owner;  // its number + 1
  std::atomic<bool> closed;
  std::atomic<bool> terminated;
  std::atomic<bool> observed;       // someone waits for any of several things, a call among them
  std::atomic<uint32_t> failures;   // of initializers, in a row
  std::atomic<uint64_t> failure;    // a Word: the last one's error
  std::atomic<uint64_t> directory;  // of cells (list_cells.h) with the heap offsets of the calls
  std::atomic<uint64_t> call_count;
  std::atomic<uint64_t> waiting_jobs;
  std::atomic<uint64_t> next_call;  // no job of a call before it waits
  SpinHistory take_history;
  SpinHistory gather_history;
  WaitQueue takers;
  WaitQueue gatherers;
  int32_t number;  // the object's

  bool has_given_up() const;           // its initializer failed too often
  PoolUse begin_use(int32_t process);  // REQUIRES the latch
  void restore(Wakes& wakes, int32_t object);
  void settle(Wakes& wakes);
};

bool pool_initialise(const Region& region, int32_t object);

int32_t pool_owner(const Region& region, int32_t object);  // -1: nobody yet
// The process numbers of its workers.
struct Workers {
  int32_t first;
  int32_t end;
};
Workers workers_of(const Region& region, int32_t pool);

// What a submit fails with, whoever submits.
std::optional<Outcome> pool_refuses(Self& self, const Operation& operation);
// `use` is said where the outcome is no failure.
Outcome pool_submit(Self& self, const Operation& operation, PoolUse& use);
Performed pool_gather(Self& self, const Value& handle, int64_t deadline);

// By a worker: a job, or null when it is to end.
Performed pool_take(Self& self, int32_t object, int64_t deadline);
Outcome pool_finish(Self& self, int32_t object, const Value& job_and_results);
// By a worker whose initializer has failed.
Outcome pool_fail(Self& self, int32_t object, const Value& error);

// No more calls; the workers end when all jobs are done.
PoolUse pool_close(Self& self, int32_t object);
// Unfinished calls fail, and no worker is started any more.
void pool_terminate(Self& self, int32_t object);

// The worker is stopped: the job that it was doing is lost, or waits again. True: another is to be
// started in its place (if the owner lives). May be called more than once.
bool pool_worker_ended(Self& self, int32_t object, int32_t worker);

// Whether a gather would not wait; once that is so, it stays so.
bool pool_call_is_over(const Region& region, const Value& handle);
// The same; then, or when it changes, those who wait for any of several
// things are woken.
bool pool_observe(Self& self, const Value& handle);
int32_t pool_of(const Value& handle);

// `dead` waits at the pool no more.
void pool_waiter_ended(Self& self, Site site, int32_t dead);

}  // namespace runner::posix
