// What is lost when a pool's worker ends too early: its job, and attempts to initialise.
#include <algorithm>

#include "machine/job.h"
#include "posix/change.h"
#include "posix/pool_jobs.h"
#include "posix/process_name.h"

namespace runner::posix {

namespace {

// Why a call failed, or an initializer: their worker has ended.
Value death_of(const Region& region, int32_t pool, int32_t worker, const std::string& task) {
  return worker_death(region.declared(pool).name, process_name(region, worker),
                      region.slot(worker).exit_code.load(), task);
}

// REQUIRES the latch. An initializer failed: `word` is its error.
void count_failure(const Region& region, PoolState& pool, Word word, Wakes& wakes) {
  if (pool.has_given_up()) return free_word(region, word);
  free_word(region, Word::from_bits(pool.failure.exchange(word.bits())));
  pool.failures.fetch_add(1);
  if (pool.has_given_up()) note_finished(pool, wakes);
}

// REQUIRES the latch. A worker that ended within its initializer has failed in it; once only.
void note_end_in_initializer(Self& self, PoolState& pool, int32_t worker, Wakes& wakes) {
  const Region& region = self.region;
  int64_t initialising = -1;
  if (!region.slot(worker).pool_calls.compare_exchange_strong(initialising, 0)) return;
  const auto task = static_cast<size_t>(region.declared(pool.number).initializer);
  const std::string& name = region.program().scenario.tasks[task].name;
  Word word = Word::empty();
  if (!make_word(region, death_of(region, pool.number, worker, name), word)) return;
  count_failure(region, pool, word, wakes);
}

// The job of a worker that has died waits again, if that is wanted; else its calls fail.
void lose_job(Self& self, PoolState& pool, const FoundJob& lost, int32_t worker, Wakes& wakes) {
  const Region& region = self.region;
  PoolJob& job = lost.call->job(lost.job);
  const uint32_t deaths = job.holder.load().deaths + 1;
  if (deaths > region.declared(pool.number).retries) {
    const Value error =
        death_of(region, pool.number, worker, spec_of(region, *lost.call).callee.name);
    Word word = Word::empty();
    if (make_word(region, error, word)) {
      finish_job(region, pool, *lost.call, job, word, wakes);
      return;
    }
  }
  lost.call->next_waiting.store(std::min(lost.call->next_waiting.load(), lost.job));
  pool.next_call.store(std::min(pool.next_call.load(), lost.number));
  job.holder.store({0, deaths});
  pool.waiting_jobs.fetch_add(1);
  pool.settle(wakes);
}

}  // namespace

Outcome pool_fail(Self& self, int32_t object, const Value& error) {
  auto& pool = self.region.state<PoolState>(object);
  Word word = Word::empty();
  if (!make_word(self.region, error, word)) return out_of_room(self.region);
  Hold hold(self, pool, object);
  self.slot.pool_calls.store(0);
  count_failure(self.region, pool, word, hold.wakes);
  return Outcome::done();
}

bool pool_worker_ended(Self& self, int32_t object, int32_t worker) {
  auto& pool = self.region.state<PoolState>(object);
  Hold hold(self, pool, object);
  if (pool.terminated.load()) return false;
  FoundJob lost;
  for_jobs(self.region, pool, [&](const FoundJob& found) {
    const PoolJob& job = found.call->job(found.job);
    if (job.worker() == worker + 1 && !is_finished(job)) lost = found;
  });
  if (lost.call != nullptr) lose_job(self, pool, lost, worker, hold.wakes);
  note_end_in_initializer(self, pool, worker, hold.wakes);
  return !pool.has_given_up() && (!pool.closed.load() || pool.waiting_jobs.load() > 0);
}

}  // namespace runner::posix
