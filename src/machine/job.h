// The values in which a pool's calls travel: what kPoolSubmit carries, what kPoolTake gives, what
// kPoolFinish returns.
#pragma once

#include <cstdint>
#include <vector>

#include "expr/value.h"

namespace runner {

// What a worker takes: some of a mapped call's items, or one submitted call.
struct Job {
  int64_t number = 0;  // the backend's own
  bool kernel = false;
  int32_t callee = 0;   // the routine of the task, or the number of the kernel
  bool star = false;    // an item is a list of arguments
  bool mapped = false;  // errors say which item
  int64_t first = 0;    // the index of its first item among all items of the call
  Value items;          // a list
};
Value to_value(const Job& job);
Job job_of(const Value& value);

// The value of kPoolFinish is the list [job, results]: the job as it was taken (its number says
// which), and for each of its items a value or a kError value.

// The items of each job when `count` items are split for `workers` workers: Python's rule
// (about four jobs for each worker) unless a chunk is given.
int64_t default_chunk(int64_t count, int64_t workers);

}  // namespace runner
