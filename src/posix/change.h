// A change of a shared value, list or dict, as an operation asks for it.
#pragma once

#include <atomic>
#include <span>
#include <string>

#include "machine/machine.h"
#include "machine/paths.h"
#include "posix/word.h"
#include "program/operation.h"

namespace runner::posix {

struct Change {
  Op op = Op::kStore;
  std::span<const Value> path;
  const Value* value = nullptr;  // null where the operation has none
  ObjectKind kind = ObjectKind::kValue;

  // Carries the change out on `root`, at what is left of the path behind its first `done` steps.
  PathResult apply(Value& root, size_t done = 0) const;
};

// Shared memory does not suffice: of a change, and as an outcome.
PathResult out_of_memory(const Region& region);
Outcome out_of_room(const Region& region);
// A list would become too long.
PathResult too_long();

// Replaces the value in `cell`, which nobody else may do at the same time unless it is a scalar for
// a scalar. `change(Value&)` gives a PathResult.
template <typename Changing>
PathResult change_word(const Region& region, std::atomic<uint64_t>& cell, Changing change) {
  for (;;) {
    uint64_t bits = cell.load(std::memory_order_acquire);
    const Word before = Word::from_bits(bits);
    Value value = word_value(region, before);
    PathResult result = change(value);
    if (result.fault != Fault::kNone) return result;
    Word after = Word::empty();
    if (!make_word(region, value, after)) return out_of_memory(region);
    if (cell.compare_exchange_strong(bits, after.bits())) {
      free_word(region, before);
      return result;
    }
    free_word(region, after);
  }
}

}  // namespace runner::posix
