// The calls of a pool, in the shared heap.
#pragma once

#include <string>

#include "machine/machine.h"
#include "posix/pool.h"
#include "posix/word.h"

namespace runner::posix {

inline constexpr int kCallBits = 32;  // of a handle, for the call; the rest is the pool

// In one word: a death is counted in the instant in which the job waits again.
struct JobHolder {
  int32_t worker = 0;   // who does it, number + 1; 0: it waits
  uint32_t deaths = 0;  // workers that died doing it
};

struct PoolJob {
  std::atomic<uint64_t> items;  // a Word: the list of items; empty once it is done
  std::atomic<uint64_t>
      results;  // a Word: the list of results, or one error for all; empty: not done
  std::atomic<JobHolder> holder;
  std::atomic<uint64_t> order;  // when it was done, among the jobs of its call

  int32_t worker() const { return holder.load().worker; }
  void set_worker(int32_t worker) { holder.store({worker, holder.load().deaths}); }
};

// Followed by its jobs.
struct PoolCall {
  uint64_t job_count;
  uint64_t items;
  uint64_t chunk;                      // items of each job but the last
  int32_t spec;                        // the number of the submit's OperationSpec
  std::atomic<uint64_t> jobs_left;     // derived: without results
  std::atomic<uint64_t> next_waiting;  // derived: no job before it waits
  std::atomic<uint64_t> next_order;

  PoolJob& job(uint64_t number) { return reinterpret_cast<PoolJob*>(this + 1)[number]; }
  uint64_t first_item(uint64_t job) const { return job * chunk; }
  uint64_t items_of(uint64_t job) const {
    return job + 1 < job_count ? chunk : items - first_item(job);
  }
  static size_t bytes_for(uint64_t jobs) { return sizeof(PoolCall) + jobs * sizeof(PoolJob); }
};

const OperationSpec& spec_of(const Region& region, const PoolCall& call);

// A call with all its jobs, known to nobody yet; 0 when shared memory does not suffice.
uint64_t make_call(const Region& region, const Operation& operation, int64_t chunk);
// Everything that belongs to it.
void free_call(const Region& region, uint64_t call);

// The call with that number, or null when it was freed.
PoolCall* find_call(const Region& region, const PoolState& pool, uint64_t number);

// REQUIRES that all its jobs are done.
Outcome collect_results(const Region& region, PoolCall& call);

// A job's number, as the machine knows it.
inline int64_t job_number(uint64_t call, uint64_t job) {
  return static_cast<int64_t>((call << 32) | job);
}

}  // namespace runner::posix
