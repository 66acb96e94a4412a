// The jobs of a pool's calls, for those who hold its latch.
#pragma once

#include "posix/pool_calls.h"

namespace runner::posix {

struct FoundJob {
  PoolCall* call = nullptr;
  uint64_t number = 0;  // the call's
  uint64_t job = 0;
};

inline bool is_finished(const PoolJob& job) {
  return job.results.load() != Word::empty().bits();
}

// Calls `visit(FoundJob)` for every job of every call.
template <typename Visit>
void for_jobs(const Region& region, const PoolState& pool, Visit visit) {
  for (uint64_t number = 0; number < pool.call_count.load(); ++number) {
    PoolCall* call = find_call(region, pool, number);
    for (uint64_t job = 0; call != nullptr && job < call->job_count; ++job) {
      visit(FoundJob{call, number, job});
    }
  }
}

// The job's results are there. Storing them is the instant.
void finish_job(const Region& region, PoolState& pool, PoolCall& call, PoolJob& job, Word results,
                Wakes& wakes);
// A call is over, or all of them: those who gather look again.
void note_finished(PoolState& pool, Wakes& wakes);

}  // namespace runner::posix
