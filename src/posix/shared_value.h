// Shared values: one word, in which numbers change by one instruction.
#pragma once

#include "posix/change.h"
#include "posix/hold.h"

namespace runner::posix {

struct ValueState {
  std::atomic<uint64_t> word;  // a Word; one with a block is replaced only under the latch
  Latch latch;

  void restore(Wakes&, int32_t) {}
  void settle(Wakes&) {}
};

bool value_initialise(const Region& region, int32_t object);
// Int to int, where both and the sum fit into a word. False: it is something else.
bool value_add_quickly(const Region& region, int32_t object, const Value& amount, Outcome& outcome);
PathResult value_change(Self& self, int32_t object, const Change& change);
Value value_read(Self& self, int32_t object);

}  // namespace runner::posix
