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
  // A lock's are written by whoever holds it, hence without locked instructions.
  alignas(64) std::atomic<int64_t> taken;
  std::atomic<int64_t> held_since;  // 0: this time is not in the sample
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
  // Async-signal-safe. `reaper` < 0: it is no process of the run.
  void note_end(int32_t process, int32_t reaper, const rusage& used) const;
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

// As perform(), and counts.
Performed perform_counted(Member& member, const Operation& operation);

}  // namespace runner::posix
