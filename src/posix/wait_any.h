// Waiting for any of several things: events, queues, the ends of processes, the results of calls.
//
// Whoever waits marks what it looks at as observed and itself in a set; whoever makes something
// observed ready wakes the whole set, and each looks again. Such waits are few, and so are their
// wake-ups: what becomes ready takes the mark off.
#pragma once

#include "posix/hold.h"

namespace runner::posix {

// `references`: a list of kObject values (events and queues), process snapshots and handles. Gives
// the positions of those that are ready, at one instant.
Performed wait_any(Self& self, const Value& references, int64_t deadline);

// Something observed has become ready.
void wake_any_waiters(Wakes& wakes);
// `dead` waits for nothing any more.
void forget_any_waiter(const Region& region, int32_t dead);

// For the region: the set.
size_t any_waiters_bytes(int32_t processes);

// What a process waits for, for the report: WaitReport::watched is the heap offset of a WatchedSet.
struct WatchedItem {
  int32_t is_process;  // no bool: whoever looks may find the memory used for something else by now
  int32_t number;      // a process, an object; of a handle: the pool
};
struct WatchedSet {
  uint32_t count;
  const WatchedItem* items() const { return reinterpret_cast<const WatchedItem*>(this + 1); }
};

}  // namespace runner::posix
