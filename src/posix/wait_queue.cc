#include "posix/wait_queue.h"

#include <algorithm>
#include <vector>

#include "posix/region.h"

namespace runner::posix {

int32_t WaitQueue::next(const Region& region, int32_t number) const {
  return region.slot(number).wait_next - 1;
}

[[gnu::hot]] void WaitQueue::push(Region& region, int32_t number, Site site) {
  Slot& slot = region.slot(number);
  slot.wait_site.store(site.code(), std::memory_order_relaxed);
  slot.wait_ticket = next_ticket_++;
  slot.wait_state.store(WaitState::kQueued, std::memory_order_release);
  link(region, number);
}

void WaitQueue::push_again(Region& region, int32_t number) {
  region.slot(number).wait_state.store(WaitState::kQueued, std::memory_order_release);
  link(region, number);
}

void WaitQueue::remove(Region& region, int32_t number) {
  region.slot(number).wait_state.store(WaitState::kIdle, std::memory_order_release);
  unlink(region, number);
}

void WaitQueue::grant(Region& region, int32_t number) {
  region.slot(number).wait_state.store(WaitState::kGranted, std::memory_order_release);
  unlink(region, number);
}

[[gnu::hot]] void WaitQueue::link(Region& region, int32_t number) {
  Slot& slot = region.slot(number);
  int32_t behind = last_;
  while (behind != 0 && region.slot(behind - 1).wait_ticket > slot.wait_ticket) {
    behind = region.slot(behind - 1).wait_previous;
  }
  slot.wait_previous = behind;
  slot.wait_next = behind == 0 ? first_ : region.slot(behind - 1).wait_next;
  (behind == 0 ? first_ : region.slot(behind - 1).wait_next) = number + 1;
  (slot.wait_next == 0 ? last_ : region.slot(slot.wait_next - 1).wait_previous) = number + 1;
  ++size_;
}

void WaitQueue::unlink(Region& region, int32_t number) {
  const Slot& slot = region.slot(number);
  (slot.wait_previous == 0 ? first_ : region.slot(slot.wait_previous - 1).wait_next) =
      slot.wait_next;
  (slot.wait_next == 0 ? last_ : region.slot(slot.wait_next - 1).wait_previous) =
      slot.wait_previous;
  --size_;
}

void WaitQueue::rebuild(Region& region, Site site) {
  std::vector<int32_t> waiting;
  for (int32_t number = 0; number < region.process_count(); ++number) {
    const Slot& slot = region.slot(number);
    if (slot.wait_state.load() == WaitState::kQueued && slot.wait_site.load() == site.code()) {
      waiting.push_back(number);
      next_ticket_ = std::max(next_ticket_, slot.wait_ticket + 1);
    }
  }
  std::sort(waiting.begin(), waiting.end(), [&region](int32_t a, int32_t b) {
    return region.slot(a).wait_ticket < region.slot(b).wait_ticket;
  });
  first_ = last_ = 0;
  size_ = 0;
  for (const int32_t number : waiting) link(region, number);
}

}  // namespace runner::posix
