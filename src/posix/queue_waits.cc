// What is done under both latches of a queue for those who wait at it.
#include <algorithm>

#include "base/limits.h"
#include "posix/queue_waits.h"
#include "posix/ring.h"
#include "posix/wait_any.h"

namespace runner::posix {

namespace {

using Role = Site::Role;

void refuse_all(Wakes& wakes, WaitQueue& waiters) {
  while (!waiters.empty()) {
    wakes.region().slot(waiters.first()).wait_round.store(kClosedRound);
    wakes.grant(waiters, waiters.first());
  }
}

// The first getter gets the first item. The grant is the instant; a count that is killed behind it
// is made good by restore.
void serve_getter(Wakes& wakes, QueueState& queue) {
  const Region& region = wakes.region();
  const uint64_t number = queue.got_count();
  Slot& slot = region.slot(queue.getters.first());
  slot.wait_word.store(Ring::decode(queue.ring.load()).cell(region, number).load());
  slot.wait_round.store(number);
  wakes.grant(queue.getters, queue.getters.first());
  queue.latch.get.count.store(number + 1);
}

// The first putter's item goes in; likewise.
void serve_putter(Wakes& wakes, QueueState& queue) {
  const Region& region = wakes.region();
  const uint64_t number = queue.put_count();
  Slot& slot = region.slot(queue.putters.first());
  if (!queue.make_room(region)) {
    slot.wait_round.store(kNoMemoryRound);
    wakes.grant(queue.putters, queue.putters.first());
    return;
  }
  Ring::decode(queue.ring.load()).cell(region, number).store(slot.wait_word.load());
  slot.wait_round.store(number);
  wakes.grant(queue.putters, queue.putters.first());
  queue.latch.put.count.store(number + 1);
}

void note_ready(Wakes& wakes, QueueState& queue) {
  if (!queue.observed.load(std::memory_order_relaxed)) return;
  if (queue.size() == 0 && !queue.closed.load()) return;
  queue.observed.store(false);
  wake_any_waiters(wakes);
}

// The dead one's item, the last that was got, is the first again. The version never goes back.
void put_back(QueueState& queue, std::atomic<uint64_t>& cell, uint64_t number, Word item) {
  cell.store(item.bits());
  queue.changes.fetch_add(1);
  queue.latch.get.count.store(number);
  queue.latch.put.other_count.store(number);
  queue.changes.fetch_add(1);
}

}  // namespace

void QueueEnd::restore(Wakes& wakes, int32_t object) {
  auto& queue = wakes.region().state<QueueState>(object);
  queue.latch.is_torn.store(true);
  queue.together.store(true);
}

bool QueueLatch::lock() {
  const bool put_is_torn = put.latch.lock();
  put.latch.keep();
  const bool get_is_torn = get.latch.lock();
  const bool was_torn = is_torn.load(std::memory_order_relaxed);
  if (was_torn) is_torn.store(false);
  return put_is_torn || get_is_torn || was_torn;
}

void QueueLatch::unlock() {
  get.latch.unlock();
  put.latch.go_on();
  put.latch.unlock();
}

bool QueueState::is_full(const Region& region) const {
  const int64_t capacity = region.declared(number).capacity;
  return capacity > 0 && size() >= static_cast<uint64_t>(capacity);
}

bool QueueState::make_room(const Region& region) {
  const Ring now = Ring::decode(ring.load());
  if (size() < now.size()) return true;
  if (size() >= limits::kListElements) return false;
  const Ring larger = now.grown(region, got_count(), put_count());
  if (!larger.exists()) return false;
  ring.store(larger.code());
  if (now.exists()) now.release(region);
  return true;
}

void QueueState::restore(Wakes& wakes, int32_t object) {
  const Region& region = wakes.region();
  std::atomic<uint64_t>& got = latch.get.count;
  std::atomic<uint64_t>& put = latch.put.count;
  for (int32_t process = 0; process < region.process_count(); ++process) {
    const Slot& slot = region.slot(process);
    if (slot.wait_state.load() != WaitState::kGranted) continue;
    const Site site = Site::decode(slot.wait_site.load());
    const uint64_t round = slot.wait_round.load();
    if (site.number != object || round >= kNoMemoryRound) continue;
    if (site.role == Role::kGet) got.store(std::max(got.load(), round + 1));
    if (site.role == Role::kPut) put.store(std::max(put.load(), round + 1));
  }
  putters.rebuild(wakes.region(), {Role::kPut, object});
  getters.rebuild(wakes.region(), {Role::kGet, object});
  joiners.rebuild(wakes.region(), {Role::kJoinQueue, object});
  settle(wakes);
}

void QueueState::settle(Wakes& wakes) {
  for (;;) {
    if (!getters.empty() && size() > 0) {
      serve_getter(wakes, *this);
    } else if (!putters.empty() && !closed.load() && !is_full(wakes.region())) {
      serve_putter(wakes, *this);
    } else {
      break;
    }
  }
  if (closed.load()) {
    refuse_all(wakes, putters);
    if (size() == 0 && !getters.empty()) {
      note_looked_at();
      refuse_all(wakes, getters);
    }
  }
  if (done_count.load() == put_count()) wakes.grant_all(joiners);
  note_ready(wakes, *this);
  update_together();
}

void QueueState::update_together() {
  together.store(closed.load() || observed.load() || !putters.empty() || !getters.empty() ||
                 !joiners.empty());
}

void queue_waiter_ended(Self& self, Site site, int32_t dead) {
  auto& queue = self.region.state<QueueState>(site.number);
  QueueHold hold(self, queue);
  Slot& slot = self.region.slot(dead);
  const Word item = Word::from_bits(slot.wait_word.load());
  const uint64_t number = slot.wait_round.load();
  const bool queued = slot.wait_state.load() == WaitState::kQueued;
  if (queued) {
    WaitQueue& waiters = site.role == Role::kPut   ? queue.putters
                         : site.role == Role::kGet ? queue.getters
                                                   : queue.joiners;
    waiters.remove(self.region, dead);
    if (site.role == Role::kPut) free_word(self.region, item);
    return;
  }
  const bool has_item = site.role == Role::kGet && number < kNoMemoryRound;
  const Ring ring = Ring::decode(queue.ring.load());
  const bool unnoticed = has_item && queue.got_count() == number + 1 &&
                         number >= queue.noticed.load() && ring.size() > queue.size() &&
                         !queue.is_full(self.region);
  // First: as long as it has its grant, whoever repairs it again finds the item got by it.
  if (unnoticed) put_back(queue, ring.cell(self.region, number), number, item);
  slot.wait_state.store(WaitState::kIdle);
  if (unnoticed) {
    queue.settle(hold.wakes);
  } else if (has_item) {
    free_word(self.region, item);
  }
}

}  // namespace runner::posix
