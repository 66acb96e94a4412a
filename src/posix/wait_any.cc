#include "posix/wait_any.h"

namespace runner::posix {

namespace {

constexpr int32_t kBits = 64;

}  // namespace

size_t any_waiters_bytes(int32_t processes) {
  return (static_cast<size_t>(processes) / kBits + 1) * sizeof(uint64_t);
}

void wake_any_waiters(Wakes& wakes) {
  const Region& region = wakes.region();
  std::atomic<uint64_t>* set = region.any_waiters();
  for (int32_t first = 0; first < region.process_count(); first += kBits) {
    uint64_t word = set[first / kBits].load();
    for (; word != 0; word &= word - 1) wakes.add(first + __builtin_ctzll(word));
  }
}

void forget_any_waiter(const Region& region, int32_t dead) {
  region.any_waiters()[dead / kBits].fetch_and(~(uint64_t{1} << (dead % kBits)));
}

}  // namespace runner::posix
