#include "posix/ring.h"

#include "posix/shared_heap.h"

namespace runner::posix {

Ring Ring::grown(const Region& region, uint64_t begin, uint64_t end) const {
  const int log = exists() ? log_ + 1 : kFirstLog;
  const Ring ring(heap_allocate(region, sizeof(uint64_t) << log), log);
  if (!ring.exists()) return ring;
  for (uint64_t number = begin; number != end; ++number) {
    ring.cell(region, number)
        .store(cell(region, number).load(std::memory_order_relaxed), std::memory_order_relaxed);
  }
  return ring;
}

void Ring::release(const Region& region) const {
  heap_release(region, offset_, sizeof(uint64_t) << log_);
}

}  // namespace runner::posix
