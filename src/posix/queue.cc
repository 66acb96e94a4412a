#include "posix/queue.h"

#include <algorithm>

#include "base/limits.h"
#include "posix/change.h"
#include "posix/queue_waits.h"
#include "posix/ring.h"

namespace runner::posix {

namespace {

using Role = Site::Role;

// A ring of this size is given back when it is empty.
constexpr uint64_t kLargeRing = 1 << 13;

QueueState& state_of(const Region& region, int32_t object) {
  return region.state<QueueState>(object);
}

Outcome failure(PathResult result) {
  return Outcome::failed(result.fault, std::move(result.value));
}

enum class Step : uint8_t {
  kDone,
  kWaits,
  kClosed,
  kNoMemory,
  kTogether,  // nothing has happened: it needs both latches
};

// --- alone: under the latch of one end -----------------------------------------------------------

Step put_alone(Self& self, QueueState& queue, uint64_t item) {
  QueueEnd& end = queue.latch.put;
  Hold hold(self, end, queue.number);
  if (queue.together.load(std::memory_order_relaxed)) return Step::kTogether;
  const Ring ring = Ring::decode(queue.ring.load(std::memory_order_relaxed));
  const auto capacity = static_cast<uint64_t>(self.region.declared(queue.number).capacity);
  const bool bounded = capacity > 0 && capacity <= ring.size();
  const uint64_t room = bounded ? capacity : ring.size();
  const uint64_t number = end.count.load(std::memory_order_relaxed);
  if (number - end.other_count.load(std::memory_order_relaxed) >= room) {
    const uint64_t got = queue.latch.get.count.load(std::memory_order_acquire);
    end.other_count.store(got, std::memory_order_relaxed);
    if (number - got >= room) return bounded ? Step::kWaits : Step::kTogether;
  }
  ring.cell(self.region, number).store(item, std::memory_order_relaxed);
  end.count.store(number + 1, std::memory_order_release);
  return Step::kDone;
}

Step get_alone(Self& self, QueueState& queue, Word& item) {
  QueueEnd& end = queue.latch.get;
  Hold hold(self, end, queue.number);
  if (queue.together.load(std::memory_order_relaxed)) return Step::kTogether;
  const Ring ring = Ring::decode(queue.ring.load(std::memory_order_relaxed));
  const uint64_t number = end.count.load(std::memory_order_relaxed);
  const bool may_be_last = number + 1 >= end.other_count.load(std::memory_order_relaxed);
  if (may_be_last) {
    const uint64_t put = queue.latch.put.count.load(std::memory_order_acquire);
    end.other_count.store(put, std::memory_order_relaxed);
    if (number == put) return Step::kWaits;
    if (number + 1 == put && ring.size() >= kLargeRing) return Step::kTogether;
  }
  item = Word::from_bits(ring.cell(self.region, number).load(std::memory_order_relaxed));
  end.count.store(number + 1, std::memory_order_release);
  return Step::kDone;
}

Outcome count_done(QueueState& queue) {
  const uint64_t done = queue.done_count.load();
  if (done == queue.put_count()) return Outcome::failed(Fault::kTooManyTasksDone);
  queue.done_count.store(done + 1);
  return Outcome::done();
}

// --- under both latches --------------------------------------------------------------------------

void give_back_ring(const Region& region, QueueState& queue) {
  const Ring ring = Ring::decode(queue.ring.load(std::memory_order_relaxed));
  if (queue.size() > 0 || ring.size() < kLargeRing) return;
  queue.ring.store(0);
  ring.release(region);
}

Step put_or_queue(Self& self, QueueState& queue, uint64_t item, bool only_try) {
  QueueHold hold(self, queue);
  const Region& region = self.region;
  if (queue.closed.load()) return Step::kClosed;
  if (queue.putters.empty() && !queue.is_full(region)) {
    if (!queue.make_room(region)) return Step::kNoMemory;
    const uint64_t number = queue.put_count();
    Ring::decode(queue.ring.load()).cell(region, number).store(item);
    queue.latch.put.count.store(number + 1);
    queue.settle(hold.wakes);
    return Step::kDone;
  }
  if (only_try) return Step::kWaits;
  arm(self);
  self.slot.wait_word.store(item);
  queue.putters.push(self.region, self.number, {Role::kPut, queue.number});
  return Step::kWaits;
}

// `is_told`: who asked is told that there is none.
Step get_or_queue(Self& self, QueueState& queue, Word& item, bool only_try, bool is_told) {
  QueueHold hold(self, queue);
  // Who waits has been served before: an item that is left is nobody's.
  if (queue.size() > 0) {
    const uint64_t number = queue.got_count();
    item = Word::from_bits(Ring::decode(queue.ring.load()).cell(self.region, number).load());
    queue.latch.get.count.store(number + 1);
    queue.settle(hold.wakes);
    give_back_ring(self.region, queue);
    return Step::kDone;
  }
  if (queue.closed.load() || only_try) {
    if (is_told) queue.note_looked_at();
    return queue.closed.load() ? Step::kClosed : Step::kWaits;
  }
  arm(self);
  queue.getters.push(self.region, self.number, {Role::kGet, queue.number});
  return Step::kWaits;
}

bool leave_queue(Self& self, QueueState& queue, WaitQueue QueueState::*waiters, WaitEnd end) {
  QueueHold hold(self, queue);
  if (wait_state(self) != WaitState::kQueued) return false;
  // A get that is interrupted has not happened.
  if (waiters == &QueueState::getters && end == WaitEnd::kTimedOut) queue.note_looked_at();
  (queue.*waiters).remove(self.region, self.number);
  return true;
}

// --- operations ----------------------------------------------------------------------------------

Step put(Self& self, QueueState& queue, uint64_t item, bool only_try) {
  Step step = put_alone(self, queue, item);
  if (step == Step::kWaits && !only_try) {
    const auto has_room = [&] { return !queue.is_full(self.region) || queue.together.load(); };
    if (spin<Look::kRarely>(queue.latch.put.history, has_room)) {
      step = put_alone(self, queue, item);
    }
  }
  const bool settled = step == Step::kDone || (step == Step::kWaits && only_try);
  return settled ? step : put_or_queue(self, queue, item, only_try);
}

Step get(Self& self, QueueState& queue, Word& item, bool only_try, bool is_told) {
  Step step = get_alone(self, queue, item);
  if (step == Step::kWaits && !only_try) {
    const auto has_item = [&queue] { return queue.size() > 0 || queue.together.load(); };
    if (spin<Look::kRarely>(queue.latch.get.history, has_item)) {
      step = get_alone(self, queue, item);
    }
  }
  return step == Step::kDone ? step : get_or_queue(self, queue, item, only_try, is_told);
}

Step step_of_grant(const Self& self) {
  const uint64_t round = self.slot.wait_round.load();
  if (round == kClosedRound) return Step::kClosed;
  return round == kNoMemoryRound ? Step::kNoMemory : Step::kDone;
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
  if (!make_word(self.region, item, word)) return out_of_room(self.region);
  const Step step = put(self, queue, word.bits(), deadline == kOnlyTry);
  if (step != Step::kWaits) return put_outcome(self, queue, step, word);
  if (deadline == kOnlyTry) {
    free_word(self.region, word);
    return Outcome::timeout();
  }
  const WaitEnd end = await_grant(self, deadline);
  if (end != WaitEnd::kGranted && leave_queue(self, queue, &QueueState::putters, end)) {
    free_word(self.region, word);
    return given_up(end);
  }
  const Step given = step_of_grant(self);
  forget_grant(self);
  return put_outcome(self, queue, given, word);
}

[[gnu::hot]] Performed queue_get(Self& self, int32_t object, int64_t deadline, bool is_told) {
  QueueState& queue = state_of(self.region, object);
  Word item = Word::empty();
  const Step step = get(self, queue, item, deadline == kOnlyTry, is_told);
  if (step == Step::kDone) return take_item(self, item);
  if (step == Step::kClosed) return Outcome::failed(Fault::kQueueClosed);
  if (deadline == kOnlyTry) return Outcome::timeout();
  const WaitEnd end = await_grant(self, deadline);
  if (end != WaitEnd::kGranted && leave_queue(self, queue, &QueueState::getters, end)) {
    return given_up(end);
  }
  if (step_of_grant(self) == Step::kDone) {
    return take_item(self, Word::from_bits(self.slot.wait_word.load()));
  }
  forget_grant(self);
  return Outcome::failed(Fault::kQueueClosed);
}

bool queue_put_quickly(Self& self, int32_t object, const Value& item) {
  const bool fits = item.is_int() ? Word::int_fits(item.as_int()) : item.is_double();
  Word word = Word::empty();
  return fits && make_word(self.region, item, word) &&
         put_alone(self, state_of(self.region, object), word.bits()) == Step::kDone;
}

bool queue_get_quickly(Self& self, int32_t object, Value& item) {
  Word word = Word::empty();
  if (get_alone(self, state_of(self.region, object), word) != Step::kDone) return false;
  item = word_value(self.region, word);
  free_word(self.region, word);
  return true;
}

Outcome queue_task_done(Self& self, int32_t object) {
  QueueState& queue = state_of(self.region, object);
  {
    Hold hold(self, queue.latch.get, object);
    if (!queue.together.load()) return count_done(queue);
  }
  QueueHold hold(self, queue);
  Outcome outcome = count_done(queue);
  queue.settle(hold.wakes);
  return outcome;
}

Performed queue_join(Self& self, int32_t object, int64_t deadline) {
  QueueState& queue = state_of(self.region, object);
  {
    QueueHold hold(self, queue);
    if (queue.done_count.load() == queue.put_count()) return Outcome::done();
    if (deadline == kOnlyTry) return Outcome::timeout();
    arm(self);
    queue.joiners.push(self.region, self.number, {Role::kJoinQueue, object});
  }
  const WaitEnd end = await_grant(self, deadline);
  if (end != WaitEnd::kGranted && leave_queue(self, queue, &QueueState::joiners, end)) {
    return given_up(end);
  }
  forget_grant(self);
  return Outcome::done();
}

Outcome queue_close(Self& self, int32_t object) {
  QueueState& queue = state_of(self.region, object);
  QueueHold hold(self, queue);
  queue.closed.store(true);
  queue.changes.fetch_add(1);
  queue.settle(hold.wakes);
  return Outcome::done();
}

QueueReading queue_read(Self& self, int32_t object) {
  QueueState& queue = state_of(self.region, object);
  QueueHold hold(self, queue);
  queue.note_looked_at();
  return {static_cast<int64_t>(queue.size()), queue.closed.load()};
}

uint64_t queue_version(const Region& region, int32_t object) {
  const QueueState& queue = state_of(region, object);
  for (;;) {
    const uint64_t changes = queue.changes.load();  // first and last: see put_back
    const uint64_t version = changes + queue.put_count() + queue.got_count();
    if (queue.changes.load() == changes) return version;
  }
}

bool queue_observe(Self& self, int32_t object) {
  QueueState& queue = state_of(self.region, object);
  QueueHold hold(self, queue);
  queue.note_looked_at();
  queue.observed.store(true);
  return queue.size() > 0 || queue.closed.load();
}

}  // namespace runner::posix
