#include "posix/wait_any.h"

#include <bit>
#include <utility>

#include "machine/references.h"
#include "posix/change.h"
#include "posix/event.h"
#include "posix/joining.h"
#include "posix/pool.h"
#include "posix/queue.h"
#include "posix/shared_heap.h"
#include "posix/watched.h"

namespace runner::posix {

namespace {

constexpr int32_t kBits = 64;

uint64_t bit_of(int32_t process) {
  return uint64_t{1} << (process % kBits);
}

// What changes whenever readiness does, and never goes back.
uint64_t version_of(const Region& region, const Value& reference) {
  if (reference.is_handle()) return pool_call_is_over(region, reference) ? 1 : 0;
  if (is_process_reference(reference)) {
    const Slot& slot = region.slot(process_of(reference));
    return slot.incarnation * uint64_t{2} + (slot.life.load() == Life::kStopped ? 1 : 0);
  }
  const auto object = static_cast<int32_t>(reference.as_int());
  if (region.declared(object).kind == ObjectKind::kQueue) return queue_version(region, object);
  return region.state<EventState>(object).word.load() / EventState::kChange;
}

// Whether it is ready; if not, those who wait for any of several things will be woken when it is.
bool observe(Self& self, const Value& reference) {
  if (reference.is_handle()) return pool_observe(self, reference);
  if (is_process_reference(reference)) {
    await_settled(self, process_of(reference));
    Slot& slot = self.region.slot(process_of(reference));
    slot.joiners.observed.store(1);
    return slot.life.load() == Life::kStopped;
  }
  const auto object = static_cast<int32_t>(reference.as_int());
  if (self.region.declared(object).kind == ObjectKind::kQueue) return queue_observe(self, object);
  EventState& event = self.region.state<EventState>(object);
  return (event.word.fetch_or(EventState::kObserved) & EventState::kSet) != 0;
}

std::vector<uint64_t> versions(const Region& region, const std::vector<Value>& references) {
  std::vector<uint64_t> all;
  all.reserve(references.size());
  for (const Value& reference : references) all.push_back(version_of(region, reference));
  return all;
}

// The positions that are ready at one instant: between two looks at which nothing differs.
std::vector<Value> ready_positions(Self& self, const std::vector<Value>& references) {
  constexpr int kMostLooks = 1000;
  for (int look = 1;; ++look) {
    const std::vector<uint64_t> before = versions(self.region, references);
    std::vector<Value> positions;
    for (size_t i = 0; i < references.size(); ++i) {
      if (observe(self, references[i]))
        positions.push_back(Value::integer(static_cast<int64_t>(i)));
    }
    if (look == kMostLooks || before == versions(self.region, references)) return positions;
  }
}

}  // namespace

Watched::Watched(Self& self, const std::vector<Value>& references)
    : self_(self), bytes_(sizeof(WatchedSet) + references.size() * sizeof(WatchedItem)) {
  const uint64_t block = heap_allocate(self.region, bytes_);
  if (block == 0) return;
  auto& set = *reinterpret_cast<WatchedSet*>(self.region.at(block));
  auto* item = reinterpret_cast<WatchedItem*>(&set + 1);
  set.count = static_cast<uint32_t>(references.size());
  for (const Value& reference : references) {
    const bool is_process = is_process_reference(reference);
    *item++ = {is_process, is_process              ? process_of(reference)
                           : reference.is_handle() ? pool_of(reference)
                                                   : static_cast<int32_t>(reference.as_int())};
  }
  self.watched = block;
}

Watched::~Watched() {
  self_.slot.waiting.watched = 0;
  heap_release(self_.region, std::exchange(self_.watched, 0), bytes_);
}

size_t any_waiters_bytes(int32_t processes) {
  return (static_cast<size_t>(processes) / kBits + 1) * sizeof(uint64_t);
}

void wake_any_waiters(Wakes& wakes) {
  const Region& region = wakes.region();
  const std::atomic<uint64_t>* set = region.any_waiters();
  for (int32_t first = 0; first < region.process_count(); first += kBits) {
    uint64_t word = set[first / kBits].load();
    for (; word != 0; word &= word - 1) wakes.add(first + std::countr_zero(word));
  }
}

void forget_any_waiter(const Region& region, int32_t dead) {
  region.any_waiters()[dead / kBits].fetch_and(~bit_of(dead));
}

Performed wait_any(Self& self, const Value& references, int64_t deadline) {
  const std::vector<Value>& all = references.as_list();
  std::vector<Value> ready = ready_positions(self, all);
  if (!ready.empty()) return Outcome::done(Value::list(std::move(ready)));
  if (deadline == kOnlyTry) return Outcome::timeout();
  const Watched watched(self, all);
  if (!watched.is_published()) return out_of_room(self.region);
  self.region.any_waiters()[self.number / kBits].fetch_or(bit_of(self.number));
  Performed performed;
  for (;;) {
    arm(self);
    ready = ready_positions(self, all);
    if (!ready.empty()) {
      performed = Outcome::done(Value::list(std::move(ready)));
      break;
    }
    const Woken woken = park(self, deadline);
    if (woken == Woken::kTimedOut) performed = Outcome::timeout();
    if (woken != Woken::kPoked) break;
  }
  forget_any_waiter(self.region, self.number);
  return performed;
}

}  // namespace runner::posix
