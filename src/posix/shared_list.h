// Shared lists: words in segments that double in size, so that growing never copies.
//
// The list is what `span` says of the segments in the directory: the first element's position and
// the length, in one word, so that append, extend and pop at either end happen by one store. What
// has to change both, or many cells, is prepared aside and changes both at once, or is written down
// first so that it can be completed.
#pragma once

#include "posix/change.h"
#include "posix/hold.h"
#include "posix/wide.h"

namespace runner::posix {

struct ListState {
  Wide head;  // low: the heap offset of the directory; high: the span
  // Odd while cells move; even ones differ when positions mean other cells.
  std::atomic<uint64_t> version;
  Latch latch;

  // A removal from the middle, under way while `step` is not 0: from `shift_at` to `shift_end` each
  // cell takes the content of the one a step further, then the span becomes `shift_span`.
  std::atomic<int64_t> shift_step;
  std::atomic<uint64_t> shift_at;
  std::atomic<uint64_t> shift_end;
  std::atomic<uint64_t> shift_span;

  void restore(Wakes& wakes, int32_t object);
  void settle(Wakes&) {}
};

bool list_initialise(const Region& region, int32_t object);
// A number, where there is a cell for it already. False: nothing has happened.
bool list_append_quickly(Self& self, int32_t object, const Value& item);
PathResult list_change(Self& self, int32_t object, const Change& change);
Value list_read(Self& self, int32_t object);
int64_t list_size(const Region& region, int32_t object);
// The element, or a kError value.
Value list_element(Self& self, int32_t object, const Value& key);

}  // namespace runner::posix
