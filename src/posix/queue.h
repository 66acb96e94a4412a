// Queues: a ring of words between two counts. A put happens when `put_count` includes its item, a
// get when `got_count` does; those who wait are served in the order of their arrival, and find in
// their slots what they were given.
#pragma once

#include "posix/hold.h"
#include "posix/spin.h"

namespace runner::posix {

struct QueueState {
  Latch latch;
  std::atomic<bool> closed;
  std::atomic<bool> observed;  // someone waits for any of several things, this one among them
  std::atomic<uint64_t> put_count;
  std::atomic<uint64_t> got_count;
  std::atomic<uint64_t> done_count;  // task_done
  std::atomic<uint64_t> ring;        // a Ring::code
  std::atomic<uint64_t> changes;
  SpinHistory put_history;
  SpinHistory get_history;
  WaitQueue putters;
  WaitQueue getters;
  WaitQueue joiners;

  uint64_t size() const { return put_count.load() - got_count.load(); }
  void restore(Wakes& wakes, int32_t object);
  // Serves those who wait as far as that is possible.
  void settle(Wakes& wakes);

  int32_t number;  // the object's
};

void queue_initialise(const Region& region, int32_t object);
Performed queue_put(Self& self, int32_t object, const Value& item, int64_t deadline);
Performed queue_get(Self& self, int32_t object, int64_t deadline);
// Scalars, where there is room, or an item. False: nothing has happened.
bool queue_put_quickly(Self& self, int32_t object, const Value& item);
bool queue_get_quickly(Self& self, int32_t object, Value& item);
Outcome queue_task_done(Self& self, int32_t object);
Performed queue_join(Self& self, int32_t object, int64_t deadline);
Outcome queue_close(Self& self, int32_t object);

struct QueueReading {
  int64_t size;
  bool closed;
};
QueueReading queue_read(Self& self, int32_t object);
uint64_t queue_version(const Region& region, int32_t object);
// Whether a get would not wait; then, or when it changes, those who wait for any of several things
// are woken.
bool queue_observe(Self& self, int32_t object);

// `dead` waits at the queue no more. An item that it had been given, and that nobody can have
// noticed to be gone, is the next one's.
void queue_waiter_ended(Self& self, Site site, int32_t dead);

}  // namespace runner::posix
