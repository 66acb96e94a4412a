// The values in which a pool's calls travel: what kPoolSubmit carries, what kPoolTake gives, what
// kPoolFinish returns.
#pragma once

#include <cstdint>
#include <vector>

#include "expr/value.h"

namespace runner {

// A job is the list [number, kind, callee, star, first, items, handle-name]:
//   number  the backend's own, returned by kPoolFinish
//   kind    0 task, 1 kernel;  callee  its number
//   star    whether an item is a list of arguments
//   first   the index of its first item among all items of the call
//   items   the list of items; for a submitted call one item, the list of arguments (star is true)
struct Job {
  int64_t number = 0;
  bool kernel = false;
  int32_t callee = 0;
  bool star = false;
  int64_t first = 0;
  Value items;
  bool mapped = false;  // errors say which item
};
Value to_value(const Job& job);
Job job_of(const Value& value);

// The value of kPoolFinish is the list [job number, results], each result a value or a kError value.

// The items of each job when `count` items are split for `workers` workers: Python's rule
// (about four jobs for each worker) unless a chunk is given.
int64_t default_chunk(int64_t count, int64_t workers);

}  // namespace runner
