// Shared dicts: entries in the order of their insertion, and a hash index to find them by.
//
// An entry is part of the dict when the count of used entries includes it, and no more when its key
// is empty: both happen by one store. The index is derived.
#pragma once

#include "posix/change.h"
#include "posix/hold.h"
#include "posix/wide.h"

namespace runner::posix {

struct DictState {
  Wide head;  // low: the heap offset of the table; high: how many of its entries are used
  Latch latch;
  std::atomic<uint64_t> live;  // used entries that were not removed

  void restore(Wakes& wakes, int32_t object);
  void settle(Wakes&) {}
};

bool dict_initialise(const Region& region, int32_t object);
PathResult dict_change(Self& self, int32_t object, const Change& change);
Value dict_read(Self& self, int32_t object);
int64_t dict_size(Self& self, int32_t object);
// The value under the key, or a kError value.
Value dict_element(Self& self, int32_t object, const Value& key);

}  // namespace runner::posix
