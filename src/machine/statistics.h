// What a run cost, where it was asked for. Plain values, made by a backend when the run is over.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace runner {

// Of durations in nanoseconds. Median and p99 are known to a factor of two, the most exactly.
struct DurationStatistics {
  int64_t count = 0;
  int64_t median = 0;
  int64_t p99 = 0;
  int64_t most = 0;
};

// What the process itself used, without its children.
struct ProcessStatistics {
  std::string name;
  int64_t replaced = 0;  // of a pool's worker: how many were in its place before, and are in these
  int64_t wall_nanos = 0;
  int64_t user_nanos = 0;
  int64_t system_nanos = 0;
  int64_t voluntary_switches = 0;    // it waited
  int64_t involuntary_switches = 0;  // another had to run
  int64_t calls = -1;                // of a pool's worker: how many it has begun; -1: no worker
};

struct ObjectStatistics {
  std::string name;
  std::string kind;
  int64_t taken = 0;          // acquired, passed, put or got: the operations that may wait
  int64_t contended = 0;      // could not be done at once
  DurationStatistics waited;  // by the contended ones
  DurationStatistics held;    // locks: of a sample
};

struct RunStatistics {
  std::vector<ProcessStatistics> processes;  // that were started
  std::vector<ObjectStatistics> objects;     // that were used
};

}  // namespace runner
