#include "posix/queue.h"

#include <algorithm>

#include "base/limits.h"
#include "posix/change.h"
#include "posix/ring.h"
#include "posix/wait_any.h"

namespace runner::posix {

namespace {

using Role = Site::Role;

// In wait_round of who was taken out of a queue without being served: it is closed, or memory is
// out.
constexpr uint64_t kClosed = UINT64_MAX;
constexpr uint64_t kNoMemory = UINT64_MAX - 1;

// A ring of this size is given back when it is empty.
constexpr uint64_t kLargeRing = 1 << 13;

QueueState& state_of(const Region& region, int32_t object) {
  return region.state<QueueState>(object);
}

bool is_full(const Region& region, const QueueState& queue) {
  const int64_t capacity = region.declared(queue.number).capacity;
  return capacity > 0 && queue.size() >= static_cast<uint64_t>(capacity);
}

Outcome failure(PathResult result) {
  return Outcome::failed(result.fault, std::move(result.value));
}

// What follows REQUIRES the latch.

bool make_room(const Region& region, QueueState& queue) {
  const Ring ring = Ring::decode(queue.ring.load());
  if (queue.size() < ring.size()) return true;
  if (queue.size() >= limits::kListElements) return false;
  const Ring larger = ring.grown(region, queue.got_count.load(), queue.put_count.load());
  if (!larger.exists()) return false;
  queue.ring.store(larger.code());
  if (ring.exists()) ring.release(region);
  return true;
}

// REQUIRES room.
void put_item(const Region& region, QueueState& queue, uint64_t item) {
  const uint64_t number = queue.put_count.load(std::memory_order_relaxed);
  Ring::decode(queue.ring.load(std::memory_order_relaxed))
      .cell(region, number)
      .store(item, std::memory_order_relaxed);
  queue.put_count.store(number + 1, std::memory_order_release);
}

void count_change(QueueState& queue) {
  queue.changes.store(queue.changes.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
}

void give_back_ring(const Region& region, QueueState& queue) {
  const Ring ring = Ring::decode(queue.ring.load(std::memory_order_relaxed));
  if (queue.size() > 0 || ring.size() < kLargeRing) return;
  queue.ring.store(0);
  ring.release(region);
}

void refuse_all(Wakes& wakes, WaitQueue& waiters) {
  while (!waiters.empty()) {
    wakes.region().slot(waiters.first()).wait_round.store(kClosed);
    wakes.grant(waiters, waiters.first());
  }
}

// The first getter gets the first item. The grant is the instant; a count that is killed behind it
// is made good by restore.
void serve_getter(Wakes& wakes, QueueState& queue) {
  const Region& region = wakes.region();
  const uint64_t number = queue.got_count.load();
  Slot& slot = region.slot(queue.getters.first());
  slot.wait_word.store(Ring::decode(queue.ring.load()).cell(region, number).load());
  slot.wait_round.store(number);
  wakes.grant(queue.getters, queue.getters.first());
  queue.got_count.store(number + 1);
  count_change(queue);
}

// The first putter's item goes in; likewise.
void serve_putter(Wakes& wakes, QueueState& queue) {
  const Region& region = wakes.region();
  const uint64_t number = queue.put_count.load();
  Slot& slot = region.slot(queue.putters.first());
  if (!make_room(region, queue)) {
    slot.wait_round.store(kNoMemory);
    wakes.grant(queue.putters, queue.putters.first());
    return;
  }
  Ring::decode(queue.ring.load()).cell(region, number).store(slot.wait_word.load());
  slot.wait_round.store(number);
  wakes.grant(queue.putters, queue.putters.first());
  queue.put_count.store(number + 1);
  count_change(queue);
}

void note_ready(Wakes& wakes, QueueState& queue) {
  if (!queue.observed.load(std::memory_order_relaxed)) return;
  if (queue.size() == 0 && !queue.closed.load()) return;
  queue.observed.store(false);
  wake_any_waiters(wakes);
}

// --- operations
// -----------------------------------------------------------------------------------

enum class Step : uint8_t { kDone, kWaits, kClosed, kNoMemory };

Step put_or_queue(Self& self, QueueState& queue, int32_t object, uint64_t item, bool only_try) {
  Hold hold(self, queue, object);
  if (queue.closed.load()) return Step::kClosed;
  if (queue.putters.empty() && !is_full(self.region, queue)) {
    if (!make_room(self.region, queue)) return Step::kNoMemory;
    put_item(self.region, queue, item);
    count_change(queue);
    if (!queue.getters.empty()) queue.settle(hold.wakes);
    note_ready(hold.wakes, queue);
    return Step::kDone;
  }
  if (only_try) return Step::kWaits;
  arm(self);
  self.slot.wait_word.store(item);
  queue.putters.push(self.region, self.number, {Role::kPut, object});
  return Step::kWaits;
}

Step get_or_queue(Self& self, QueueState& queue, int32_t object, Word& item, bool only_try) {
  Hold hold(self, queue, object);
  // Who waits has been served before: an item that is left is nobody's.
  const uint64_t number = queue.got_count.load(std::memory_order_relaxed);
  if (queue.size() > 0) {
    item = Word::from_bits(Ring::decode(queue.ring.load(std::memory_order_relaxed))
                               .cell(self.region, number)
                               .load(std::memory_order_relaxed));
    queue.got_count.store(number + 1, std::memory_order_release);
    count_change(queue);
    if (!queue.putters.empty()) queue.settle(hold.wakes);
    give_back_ring(self.region, queue);
    return Step::kDone;
  }
  if (queue.closed.load()) return Step::kClosed;
  if (only_try) return Step::kWaits;
  arm(self);
  queue.getters.push(self.region, self.number, {Role::kGet, object});
  return Step::kWaits;
}

bool leave_queue(Self& self, QueueState& queue, int32_t object, WaitQueue QueueState::*waiters) {
  Hold hold(self, queue, object);
  if (wait_state(self) != WaitState::kQueued) return false;
  (queue.*waiters).remove(self.region, self.number);
  return true;
}

Step step_of_grant(const Self& self) {
  const uint64_t round = self.slot.wait_round.load();
  if (round == kClosed) return Step::kClosed;
  return round == kNoMemory ? Step::kNoMemory : Step::kDone;
}

Performed given_up(WaitEnd end) {
  if (end == WaitEnd::kTimedOut) return Outcome::timeout();
  return std::nullopt;
}

Outcome put_outcome(Self& self, const QueueState& queue, Step step, Word item) {
  if (step == Step::kDone) return Outcome::done();
  free_word(self.region, item);
  if (step == Step::kClosed) return Outcome::failed(Fault::kQueueClosed);
  const bool is_long = queue.size() >= limits::kListElements;
  return failure(is_long ? too_long() : out_of_memory(self.region));
}

// Makes the value of an item that is this process's alone.
Outcome take_item(Self& self, Word item) {
  Value value = word_value(self.region, item);
  forget_grant(self);
  free_word(self.region, item);
  return Outcome::done(std::move(value));
}

}  // namespace

void QueueState::restore(Wakes& wakes, int32_t object) {
  const Region& region = wakes.region();
  for (int32_t process = 0; process < region.process_count(); ++process) {
    const Slot& slot = region.slot(process);
    if (slot.wait_state.load() != WaitState::kGranted) continue;
    const Site site = Site::decode(slot.wait_site.load());
    const uint64_t round = slot.wait_round.load();
    if (site.number != object || round >= kNoMemory) continue;
    if (site.role == Role::kGet) got_count.store(std::max(got_count.load(), round + 1));
    if (site.role == Role::kPut) put_count.store(std::max(put_count.load(), round + 1));
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
    } else if (!putters.empty() && !closed.load() && !is_full(wakes.region(), *this)) {
      serve_putter(wakes, *this);
    } else {
      break;
    }
  }
  if (closed.load()) {
    refuse_all(wakes, putters);
    if (size() == 0) refuse_all(wakes, getters);
  }
  if (done_count.load() == put_count.load()) wakes.grant_all(joiners);
  note_ready(wakes, *this);
}

void queue_initialise(const Region& region, int32_t object) {
  state_of(region, object).number = object;
}

[[gnu::hot]] Performed queue_put(Self& self, int32_t object, const Value& item, int64_t deadline) {
  QueueState& queue = state_of(self.region, object);
  if (!is_plain(item)) {
    if (queue.closed.load()) return Outcome::failed(Fault::kQueueClosed);
    Value scratch;
    return failure(store_at(scratch, {}, item, ObjectKind::kValue));
  }
  Word word = Word::empty();
  if (!make_word(self.region, item, word)) return failure(out_of_memory(self.region));
  if (deadline != kOnlyTry && is_full(self.region, queue)) {
    spin<Look::kRarely>(queue.put_history,
                        [&] { return !is_full(self.region, queue) || queue.closed.load(); });
  }
  const Step step = put_or_queue(self, queue, object, word.bits(), deadline == kOnlyTry);
  if (step != Step::kWaits) return put_outcome(self, queue, step, word);
  if (deadline == kOnlyTry) {
    free_word(self.region, word);
    return Outcome::timeout();
  }
  const WaitEnd end = await_grant(self, deadline);
  if (end != WaitEnd::kGranted && leave_queue(self, queue, object, &QueueState::putters)) {
    free_word(self.region, word);
    return given_up(end);
  }
  const Step given = step_of_grant(self);
  forget_grant(self);
  return put_outcome(self, queue, given, word);
}

[[gnu::hot]] Performed queue_get(Self& self, int32_t object, int64_t deadline) {
  QueueState& queue = state_of(self.region, object);
  if (deadline != kOnlyTry && queue.size() == 0) {
    spin<Look::kRarely>(queue.get_history,
                        [&queue] { return queue.size() > 0 || queue.closed.load(); });
  }
  Word item = Word::empty();
  const Step step = get_or_queue(self, queue, object, item, deadline == kOnlyTry);
  if (step == Step::kDone) return take_item(self, item);
  if (step == Step::kClosed) return Outcome::failed(Fault::kQueueClosed);
  if (deadline == kOnlyTry) return Outcome::timeout();
  const WaitEnd end = await_grant(self, deadline);
  if (end != WaitEnd::kGranted && leave_queue(self, queue, object, &QueueState::getters)) {
    return given_up(end);
  }
  if (step_of_grant(self) == Step::kDone) {
    return take_item(self, Word::from_bits(self.slot.wait_word.load()));
  }
  forget_grant(self);
  return Outcome::failed(Fault::kQueueClosed);
}

bool queue_put_quickly(Self& self, int32_t object, const Value& item) {
  QueueState& queue = state_of(self.region, object);
  const bool fits = item.is_int() ? Word::int_fits(item.as_int()) : item.is_double();
  if (!fits || is_full(self.region, queue)) return false;
  Word word = Word::empty();
  return make_word(self.region, item, word) &&
         put_or_queue(self, queue, object, word.bits(), /*only_try=*/true) == Step::kDone;
}

bool queue_get_quickly(Self& self, int32_t object, Value& item) {
  QueueState& queue = state_of(self.region, object);
  Word word = Word::empty();
  if (queue.size() == 0 ||
      get_or_queue(self, queue, object, word, /*only_try=*/true) != Step::kDone) {
    return false;
  }
  item = word_value(self.region, word);
  free_word(self.region, word);
  return true;
}

Outcome queue_task_done(Self& self, int32_t object) {
  QueueState& queue = state_of(self.region, object);
  Hold hold(self, queue, object);
  const uint64_t done = queue.done_count.load();
  if (done == queue.put_count.load()) return Outcome::failed(Fault::kTooManyTasksDone);
  queue.done_count.store(done + 1);
  if (!queue.joiners.empty()) queue.settle(hold.wakes);
  return Outcome::done();
}

Performed queue_join(Self& self, int32_t object, int64_t deadline) {
  QueueState& queue = state_of(self.region, object);
  {
    Hold hold(self, queue, object);
    if (queue.done_count.load() == queue.put_count.load()) return Outcome::done();
    if (deadline == kOnlyTry) return Outcome::timeout();
    arm(self);
    queue.joiners.push(self.region, self.number, {Role::kJoinQueue, object});
  }
  const WaitEnd end = await_grant(self, deadline);
  if (end != WaitEnd::kGranted && leave_queue(self, queue, object, &QueueState::joiners)) {
    return given_up(end);
  }
  forget_grant(self);
  return Outcome::done();
}

Outcome queue_close(Self& self, int32_t object) {
  QueueState& queue = state_of(self.region, object);
  Hold hold(self, queue, object);
  queue.closed.store(true);
  count_change(queue);
  queue.settle(hold.wakes);
  return Outcome::done();
}

QueueReading queue_read(Self& self, int32_t object) {
  QueueState& queue = state_of(self.region, object);
  Hold hold(self, queue, object);
  return {static_cast<int64_t>(queue.size()), queue.closed.load()};
}

uint64_t queue_version(const Region& region, int32_t object) {
  return state_of(region, object).changes.load();
}

bool queue_observe(Self& self, int32_t object) {
  QueueState& queue = state_of(self.region, object);
  Hold hold(self, queue, object);
  queue.observed.store(true);
  return queue.size() > 0 || queue.closed.load();
}

void queue_waiter_ended(Self& self, Site site, int32_t dead) {
  QueueState& queue = state_of(self.region, site.number);
  Hold hold(self, queue, site.number);
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
  slot.wait_state.store(WaitState::kIdle);
  if (site.role != Role::kGet || number >= kNoMemory) return;
  const Ring ring = Ring::decode(queue.ring.load());
  const bool unnoticed = queue.got_count.load() == number + 1 && ring.size() > queue.size() &&
                         !is_full(self.region, queue);
  if (unnoticed) {
    ring.cell(self.region, number).store(item.bits());
    queue.got_count.store(number);
    count_change(queue);
    queue.settle(hold.wakes);
  } else {
    free_word(self.region, item);
  }
}

}  // namespace runner::posix
