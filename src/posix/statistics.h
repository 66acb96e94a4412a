// Counting what a run costs, where it was asked for: tables in shared memory, beside the region, so
// that what a killed process had counted is not lost.
//
// Without them nothing is counted: each process decides once, when it begins, which way it
// performs.
#pragma once

#include <sys/resource.h>

#include <atomic>
#include <cstdint>

#include "base/result.h"
#include "machine/statistics.h"
#include "posix/perform.h"

namespace runner::posix {

// Durations by their binary logarithm.
class Histogram {
 public:
  void add(int64_t nanos);
  DurationStatistics summary() const;

 private:
  static constexpr int kBuckets = 48;  // up to some three days
  int64_t quantile(int64_t rank) const;

  std::atomic<uint32_t> buckets_[kBuckets];
  std::atomic<int64_t> most_;
};

struct ObjectCounts {
  // A lock's is written by whoever holds it, hence without locked instructions.
  alignas(64) std::atomic<int64_t> taken;
  std::atomic<int64_t> contended;
  Histogram waited;
  Histogram held;
};

// What the system says of a process that it has reaped, its reaped children included.
struct Usage {
  std::atomic<int64_t> user_nanos;
  std::atomic<int64_t> system_nanos;
  std::atomic<int64_t> voluntary_switches;
  std::atomic<int64_t> involuntary_switches;

  void add(const rusage& used);
};

struct ProcessCounts {
  std::atomic<int64_t> calls;  // of a pool's worker: how many it has begun
  std::atomic<int64_t> lives;  // of a pool's worker: how often it has ended
  std::atomic<int64_t> wall_nanos;
  Usage used;
  Usage of_children;  // those that it has reaped itself
};

class Statistics {
 public:
  // From now on the processes of the run, none of which has been forked, are counted.
  static Result<Statistics> begin(const Program& program);
  Statistics(Statistics&& other) noexcept;
  Statistics& operator=(Statistics&&) = delete;
  ~Statistics();

  ObjectCounts& object(int32_t number) const { return objects_[number]; }
  ProcessCounts& process(int32_t number) const { return processes_[number]; }
  // Async-signal-safe. `reaper` < 0: it is no process of the run.
  void note_end(const Region& region, int32_t process, int32_t reaper, const rusage& used) const;
  RunStatistics result(const Family& family) const;

 private:
  Statistics(void* base, size_t bytes, size_t objects);

  void* base_;
  size_t bytes_;
  ObjectCounts* objects_;
  ProcessCounts* processes_;
};

// Those of the run that is going on; null: nobody wants to know.
extern const Statistics* run_statistics;

// What the running process counts. How long locks are held is measured for the first holds of each
// and then for a sample: reading the clock costs as much as taking a lock.
class Counter {
 public:
  explicit Counter(const Statistics& statistics) : statistics_(statistics) {}

  void took(int32_t object) {
    statistics_.object(object).taken.fetch_add(1, std::memory_order_relaxed);
  }
  // This process holds the lock now, and did not before.
  void took_lock(int32_t lock) {
    std::atomic<int64_t>& taken = statistics_.object(lock).taken;
    const int64_t count = taken.load(std::memory_order_relaxed) + 1;
    taken.store(count, std::memory_order_relaxed);
    if (count <= kHoldsMeasured || count % kHoldSample == 0) begin_hold(lock);
  }
  // It holds it no more.
  void gave_lock(int32_t lock) {
    if (lock == measured_) end_hold();
  }

  // As perform(), and counts.
  Performed perform(Member& member, const Operation& operation);

 private:
  static constexpr int64_t kHoldsMeasured = 1024;
  static constexpr int64_t kHoldSample = 256;

  void begin_hold(int32_t lock);
  void end_hold();
  Performed wait_for(Member& member, const Operation& operation, ObjectCounts& counts);
  Performed contend(Member& member, const Operation& operation, Performed tried);
  Performed take_lock(Member& member, const Operation& operation);
  Performed give_lock(Member& member, const Operation& operation);
  Performed wait_for_condition(Member& member, const Operation& operation);
  Performed take_semaphore(Member& member, const Operation& operation);
  Performed use_queue(Member& member, const Operation& operation);
  Performed wait_openly(Member& member, const Operation& operation);
  Performed pass_barrier(Member& member, const Operation& operation);
  Performed take_job(Member& member, const Operation& operation);

  const Statistics& statistics_;
  int32_t measured_ = -1;  // the lock whose hold is being measured, one at a time
  int64_t since_ = 0;
};

}  // namespace runner::posix
