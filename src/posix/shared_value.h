// Shared values: one word, in which numbers change by one instruction.
#pragma once

#include "posix/change.h"
#include "posix/hold.h"
#include "posix/word.h"

namespace runner::posix {

struct ValueState {
  std::atomic<uint64_t> word;  // a Word; one with a block is replaced only under the latch
  Latch latch;

  void restore(Wakes&, int32_t) {}
  void settle(Wakes&) {}
};

bool value_initialise(const Region& region, int32_t object);
// What needs one atomic instruction: numbers and their like, no blocks. False: it is something
// else, and nothing has happened.
inline bool value_add_quickly(ValueState& state, const Value& amount, int64_t& sum) {
  if (!amount.is_int() || !Word::int_fits(amount.as_int())) return false;
  uint64_t before = state.word.load(std::memory_order_relaxed);
  for (;;) {
    const Word word = Word::from_bits(before);
    if (!word.is_int()) return false;
    sum = word.as_int() + amount.as_int();
    if (!Word::int_fits(sum)) return false;
    if (state.word.compare_exchange_weak(before, Word::of_int(sum).bits())) return true;
  }
}
bool value_store_quickly(const Region& region, ValueState& state, const Value& value);
bool value_read_quickly(const Region& region, const ValueState& state, Value& value);
PathResult value_change(Self& self, int32_t object, const Change& change);
Value value_read(Self& self, int32_t object);

}  // namespace runner::posix
