#include "posix/pool.h"

#include <algorithm>

#include "base/limits.h"
#include "machine/job.h"
#include "posix/change.h"
#include "posix/list_cells.h"
#include "posix/pool_calls.h"
#include "posix/pool_jobs.h"
#include "posix/process_name.h"
#include "posix/wait_any.h"

namespace runner::posix {

namespace {

using Role = Site::Role;

PoolState& state_of(const Region& region, int32_t object) {
  return region.state<PoolState>(object);
}

uint64_t call_of(const Value& handle) {
  return static_cast<uint64_t>(handle.as_int()) & ((uint64_t{1} << kCallBits) - 1);
}

Outcome failure(PathResult result) {
  return Outcome::failed(result.fault, std::move(result.value));
}

bool is_finished(const Region& region, const PoolState& pool, uint64_t number) {
  if (pool.terminated.load() || pool.has_given_up()) return true;
  const PoolCall* call = find_call(region, pool, number);
  return call == nullptr || call->jobs_left.load(std::memory_order_acquire) == 0;
}

// --- REQUIRES the latch --------------------------------------------------------------------------

bool waits(const PoolJob& job) {
  return job.worker() == 0 && !is_finished(job);
}

// The first job that waits.
FoundJob find_waiting(const Region& region, PoolState& pool) {
  uint64_t number = pool.next_call.load();
  const uint64_t calls = pool.call_count.load();
  for (; number < calls; ++number) {
    PoolCall* call = find_call(region, pool, number);
    if (call == nullptr) continue;
    for (uint64_t job = call->next_waiting.load(); job < call->job_count; ++job) {
      if (!waits(call->job(job))) continue;
      pool.next_call.store(number);
      call->next_waiting.store(job);
      return {call, number, job};
    }
    call->next_waiting.store(call->job_count);
  }
  pool.next_call.store(number);
  return {};
}

// Some look at jobs_left without the latch: never may it show less than is left.
void count_anew(const Region& region, PoolState& pool) {
  pool.next_call.store(0);
  uint64_t waiting = 0;
  for (uint64_t number = 0; number < pool.call_count.load(); ++number) {
    PoolCall* call = find_call(region, pool, number);
    if (call == nullptr) continue;
    call->next_waiting.store(0);
    uint64_t left = 0;
    for (uint64_t i = 0; i < call->job_count; ++i) {
      PoolJob& job = call->job(i);
      if (is_finished(job)) job.set_worker(0);
      left += is_finished(job) ? 0 : 1;
      waiting += waits(job) ? 1 : 0;
    }
    call->jobs_left.store(left);
  }
  pool.waiting_jobs.store(waiting);
}

// --- waiting
// ---------------------------------------------------------------------------------------

bool leave(Self& self, PoolState& pool, WaitQueue PoolState::*waiters) {
  Hold hold(self, pool, pool.number);
  if (wait_state(self) != WaitState::kQueued) return false;
  (pool.*waiters).remove(self.region, self.number);
  return true;
}

Performed given_up(WaitEnd end) {
  if (end == WaitEnd::kTimedOut) return Outcome::timeout();
  return std::nullopt;
}

Value value_of(Self& self, const FoundJob& found) {
  const OperationSpec& spec = spec_of(self.region, *found.call);
  Job job;
  job.number = job_number(found.number, found.job);
  job.kernel = spec.callee.kind == Callee::Kind::kKernel;
  job.callee = spec.callee.number;
  job.mapped = spec.mapped;
  job.star = !spec.mapped || spec.star;
  job.first = static_cast<int64_t>(found.call->first_item(found.job));
  job.items = word_value(self.region, Word::from_bits(found.call->job(found.job).items.load()));
  return to_value(job);
}

enum class Step : uint8_t { kTaken, kEnds, kWaits };

Step take_or_queue(Self& self, PoolState& pool, bool again, bool only_try, FoundJob& found) {
  Hold hold(self, pool, pool.number);
  if (!pool.has_given_up()) {
    pool.failures.store(0);
    free_word(self.region, Word::from_bits(pool.failure.exchange(Word::empty().bits())));
  }
  if (self.slot.pool_calls.load() < 0) self.slot.pool_calls.store(0);
  const int64_t limit = self.region.declared(pool.number).tasks_per_worker;
  if (limit > 0 && self.slot.pool_calls.load() >= limit) return Step::kEnds;
  // One that was started while the pool was being terminated may have missed its signal.
  if (pool.terminated.load()) return Step::kEnds;
  const bool over = pool.has_given_up();
  found = over ? FoundJob{} : find_waiting(self.region, pool);
  if (found.call != nullptr) {
    found.call->job(found.job).set_worker(self.number + 1);
    pool.waiting_jobs.fetch_sub(1);
    self.slot.pool_calls.fetch_add(static_cast<int64_t>(found.call->items_of(found.job)));
    return Step::kTaken;
  }
  if (pool.closed.load()) return Step::kEnds;
  if (only_try) return Step::kWaits;
  arm(self);
  if (again) {
    pool.takers.push_again(self.region, self.number);
  } else {
    pool.takers.push(self.region, self.number, {Role::kPoolTake, pool.number});
  }
  return Step::kWaits;
}

Outcome gathered(Self& self, PoolState& pool, uint64_t number) {
  PoolCall* call = find_call(self.region, pool, number);
  if (call == nullptr || call->jobs_left.load() > 0) {
    if (pool.terminated.load()) {
      return Outcome::failed(Fault::kPoolTerminated,
                             Value::string(self.region.declared(pool.number).name));
    }
    Hold hold(self, pool, pool.number);
    const Word error = Word::from_bits(pool.failure.load());
    return Outcome::failed(Fault::kInitializerFailed,
                           error.is_empty() ? Value() : word_value(self.region, error));
  }
  Outcome outcome = collect_results(self.region, *call);
  // Only its map knows the handle of a mapped call.
  if (spec_of(self.region, *call).mapped) {
    uint64_t offset = 0;
    {
      Hold hold(self, pool, pool.number);
      Cell& cell = cell_at(self.region, directory_at(self.region, pool.directory.load()), number);
      offset = cell.exchange(0);
    }
    if (offset != 0) free_call(self.region, offset);
  }
  return outcome;
}

}  // namespace

void note_finished(PoolState& pool, Wakes& wakes) {
  pool.settle(wakes);
  if (!pool.observed.load(std::memory_order_relaxed)) return;
  pool.observed.store(false);
  wake_any_waiters(wakes);
}

void finish_job(const Region& region, PoolState& pool, PoolCall& call, PoolJob& job, Word results,
                Wakes& wakes) {
  job.order.store(call.next_order.fetch_add(1));
  job.results.store(results.bits());
  job.set_worker(0);
  free_word(region, Word::from_bits(job.items.exchange(Word::empty().bits())));
  if (call.jobs_left.fetch_sub(1) == 1) note_finished(pool, wakes);
}

bool PoolState::has_given_up() const {
  return failures.load() >= static_cast<uint32_t>(limits::kInitializerAttempts);
}

void PoolState::restore(Wakes& wakes, int32_t object) {
  takers.rebuild(wakes.region(), {Role::kPoolTake, object});
  gatherers.rebuild(wakes.region(), {Role::kCall, object});
  count_anew(wakes.region(), *this);
  settle(wakes);
}

void PoolState::settle(Wakes& wakes) {
  for (uint64_t jobs = waiting_jobs.load(); jobs > 0 && !takers.empty(); --jobs) {
    wakes.grant(takers, takers.first());
  }
  if (closed.load() && !terminated.load()) wakes.grant_all(takers);
  for (int32_t process = gatherers.first(); process >= 0;) {
    const int32_t next = gatherers.next(wakes.region(), process);
    if (is_finished(wakes.region(), *this, wakes.region().slot(process).wait_round.load())) {
      wakes.grant(gatherers, process);
    }
    process = next;
  }
}

Performed pool_gather(Self& self, const Value& handle, int64_t deadline) {
  if (!handle.is_handle()) {
    return Outcome::failed(Fault::kNotPlain, Value::string(std::string(kind_name(handle.kind()))));
  }
  PoolState& pool = state_of(self.region, pool_of(handle));
  const uint64_t number = call_of(handle);
  const auto finished = [&] { return is_finished(self.region, pool, number); };
  if (finished()) return gathered(self, pool, number);
  if (deadline == kOnlyTry) return Outcome::timeout();
  if (spin(pool.gather_history, finished)) return gathered(self, pool, number);
  bool queued = false;
  {
    Hold hold(self, pool, pool.number);
    queued = !finished();
    if (queued) {
      arm(self);
      self.slot.wait_round.store(number);
      pool.gatherers.push(self.region, self.number, {Role::kCall, pool.number});
    }
  }
  if (queued) {
    const WaitEnd end = await_grant(self, deadline);
    if (end != WaitEnd::kGranted && leave(self, pool, &PoolState::gatherers)) return given_up(end);
    forget_grant(self);
  }
  return gathered(self, pool, number);
}

Performed pool_take(Self& self, int32_t object, int64_t deadline) {
  PoolState& pool = state_of(self.region, object);
  FoundJob found;
  for (bool again = false;; again = true) {
    if (deadline != kOnlyTry) {
      spin(pool.take_history,
           [&pool] { return pool.waiting_jobs.load() > 0 || pool.closed.load(); });
    }
    const Step step = take_or_queue(self, pool, again, deadline == kOnlyTry, found);
    if (step != Step::kWaits) {
      forget_grant(self);
      return Outcome::done(step == Step::kTaken ? value_of(self, found) : Value());
    }
    if (deadline == kOnlyTry) return Outcome::timeout();
    const WaitEnd end = await_grant(self, deadline);
    if (end != WaitEnd::kGranted && leave(self, pool, &PoolState::takers)) return given_up(end);
  }
}

Outcome pool_finish(Self& self, int32_t object, const Value& job_and_results) {
  const std::vector<Value>& parts = job_and_results.as_list();
  const auto number = static_cast<uint64_t>(job_of(parts[0]).number);
  PoolState& pool = state_of(self.region, object);
  Word results = Word::empty();
  if (!make_word(self.region, parts[1], results)) {
    PathResult refusal = out_of_memory(self.region);
    const Value error =
        fault_error(refusal.fault, self.region.declared(object).name, refusal.value);
    if (!make_word(self.region, error, results)) return failure(std::move(refusal));
  }
  Hold hold(self, pool, object);
  PoolCall* call = find_call(self.region, pool, number >> kCallBits);
  CHECK(call != nullptr);
  PoolJob& job = call->job(number & ((uint64_t{1} << kCallBits) - 1));
  CHECK(job.worker() == self.number + 1);
  finish_job(self.region, pool, *call, job, results, hold.wakes);
  return Outcome::done();
}

void pool_terminate(Self& self, int32_t object) {
  PoolState& pool = state_of(self.region, object);
  Hold hold(self, pool, object);
  pool.begin_use(self.number);
  pool.terminated.store(true);
  note_finished(pool, hold.wakes);
}

bool pool_call_is_over(const Region& region, const Value& handle) {
  return is_finished(region, state_of(region, pool_of(handle)), call_of(handle));
}

bool pool_observe(Self& self, const Value& handle) {
  PoolState& pool = state_of(self.region, pool_of(handle));
  Hold hold(self, pool, pool.number);
  pool.observed.store(true);
  return is_finished(self.region, pool, call_of(handle));
}

int32_t pool_of(const Value& handle) {
  return static_cast<int32_t>(handle.as_int() >> kCallBits);
}

void pool_waiter_ended(Self& self, Site site, int32_t dead) {
  PoolState& pool = state_of(self.region, site.number);
  Hold hold(self, pool, site.number);
  Slot& slot = self.region.slot(dead);
  if (slot.wait_state.load() == WaitState::kQueued) {
    (site.role == Role::kCall ? pool.gatherers : pool.takers).remove(self.region, dead);
  } else {
    slot.wait_state.store(WaitState::kIdle);
  }
  pool.settle(hold.wakes);
}

}  // namespace runner::posix
