// Queues: a ring of words between two counts. A put happens when its end's count includes its item,
// a get likewise; those who wait are served in the order of their arrival, and find in their slots
// what they were given.
//
// Each end has its own latch (Michael and Scott, "Simple, Fast, and Practical Non-Blocking and
// Blocking Concurrent Queue Algorithms", 1996): who puts and who gets need not meet. That is so as
// long as they go alone: nobody waits, nothing is closed and the ring suffices. All else is done
// under both latches.
#pragma once

#include "posix/hold.h"
#include "posix/spin.h"

namespace runner::posix {

// One end: on a line of its own.
struct alignas(64) QueueEnd {
  OuterLatch latch;
  std::atomic<uint64_t> count;
  std::atomic<uint64_t> other_count;  // of the other end, or less: as it was last seen
  SpinHistory history;                // of those who wait here

  // Leaves it to whoever holds both.
  void restore(Wakes& wakes, int32_t object);
};

// Both latches, as one.
struct QueueLatch {
  QueueEnd put;
  QueueEnd get;
  std::atomic<bool> is_torn;  // whoever held one of them was killed

  [[nodiscard]] bool lock();
  void unlock();
};

struct QueueState {
  QueueLatch latch;
  std::atomic<uint64_t> done_count;  // task_done; changes under the latch of `get`
  // What follows changes under both latches, and is read under any.
  alignas(64) std::atomic<bool> together;  // nobody goes alone
  std::atomic<bool> closed;
  std::atomic<bool> observed;     // someone waits for any of several things, this one among them
  std::atomic<uint64_t> ring;     // a Ring::code
  std::atomic<uint64_t> changes;  // but for puts and gets
  // Somebody may have noticed that the items before this one are gone.
  std::atomic<uint64_t> noticed;
  WaitQueue putters;
  WaitQueue getters;
  WaitQueue joiners;
  int32_t number;  // the object's

  uint64_t put_count() const { return latch.put.count.load(); }
  uint64_t got_count() const { return latch.get.count.load(); }
  uint64_t size() const {
    const uint64_t got = got_count();  // first: it never overtakes the other
    return put_count() - got;
  }
  bool is_full(const Region& region) const;
  // REQUIRES both latches, as all that follow. False: memory does not suffice, or it is too long.
  bool make_room(const Region& region);
  void restore(Wakes& wakes, int32_t object);
  // Serves those who wait as far as that is possible.
  void settle(Wakes& wakes);
  // Somebody has seen how many items there are, or that there is none.
  void note_looked_at() { noticed.store(got_count()); }
  // Who comes next may go alone, if nobody waits any more.
  void update_together();
};

void queue_initialise(const Region& region, int32_t object);
Performed queue_put(Self& self, int32_t object, const Value& item, int64_t deadline);
// With `is_told` false, who only tries does not let the scenario know that there was none.
Performed queue_get(Self& self, int32_t object, int64_t deadline, bool is_told = true);
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
// Greater after each change.
uint64_t queue_version(const Region& region, int32_t object);
// Whether a get would not wait; then, or when it changes, those who wait for any of several things
// are woken.
bool queue_observe(Self& self, int32_t object);

// `dead` waits at the queue no more. An item that it had been given, and that nobody can have
// noticed to be gone, is the next one's.
void queue_waiter_ended(Self& self, Site site, int32_t dead);

}  // namespace runner::posix
