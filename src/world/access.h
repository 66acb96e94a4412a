// What an operation touches, as far as the order of operations matters.
#pragma once

#include <compare>
#include <cstdint>
#include <vector>

#include "machine/machine.h"
#include "world/world.h"

namespace runner::world {

struct Access {
  Op op = Op::kYield;
  bool processes = false;      // the targets are processes, not objects
  bool patient = true;         // it waits for ever if it has to
  bool takes_again = false;    // kConditionWait: the second half, which takes the lock
  bool result_is_used = true;  // kAdd
  int32_t first = 0;           // targets first … first + count - 1
  int32_t count = 0;           // 0: any; of a print, which has none, too
  // Release, wait, notify: the lock is certainly held; otherwise the operation may be a mistake,
  // and what is said of it depends on who has the lock.
  bool rightful = false;
  bool sums_exactly = false;  // what it puts into a cell certainly does: see below

  bool may_touch(int32_t target) const {
    return count == 0 || (target >= first && target < first + count);
  }
  friend bool operator==(const Access&, const Access&) = default;
  friend auto operator<=>(const Access&, const Access&) = default;
};

// Whether numbers like those in this value give the same sum in whatever order they are added: they
// are whole, and so small that no path of a search is long enough for an overflow.
bool sums_exactly(const Value& value);

// Operations that put a value into a cell.
inline bool puts_into_cell(Op op) {
  return op == Op::kStore || op == Op::kAdd || op == Op::kAppend || op == Op::kExtend ||
         op == Op::kKernelExtend;
}

// Whether the operation is one for which a lock has to be held: on which.
inline bool needs_lock(const Access& access) {
  return access.op == Op::kRelease || access.op == Op::kNotify ||
         (access.op == Op::kConditionWait && !access.takes_again);
}

// Reads of what never changes, and operations that are nobody else's business, are no accesses.
bool is_access(const World& world, const OperationSpec& spec);

// The accesses of an operation whose target is known (-1: it is not). Waiting on a condition is
// two.
std::vector<Access> accesses_of(const World& world, const OperationSpec& spec, int32_t target);

}  // namespace runner::world
