#include "posix/shared_heap.h"

#include <sys/mman.h>

#include <algorithm>
#include <bit>

#include "base/limits.h"
#include "base/pages.h"
#include "posix/memory_limit.h"
#include "posix/wide.h"

namespace runner::posix {

namespace {

// Sizes are 2^n and 3 * 2^(n-1): at most a third of a block is wasted.
constexpr size_t kSmallestBytes = 32;
constexpr size_t kSmallestLog = 5;
constexpr size_t kClasses = 2 * (40 - kSmallestLog);
// From here on, a freed block's pages are given back: keeping them costs others too much memory.
constexpr size_t kBigBytes = 1u << 20;
// So much is there in any case.
constexpr uint64_t kUnaskedBytes = 64u << 20;
// As many of them are kept for a moment: to fetch and clear pages takes longer than to fill them.
constexpr uint64_t kKeptBytes = 256u << 20;

struct SizeClass {
  size_t index;
  size_t bytes;
};

SizeClass class_of(size_t bytes) {
  if (bytes <= kSmallestBytes) return {0, kSmallestBytes};
  const auto log = static_cast<size_t>(std::bit_width(bytes - 1));  // 2^(log-1) < bytes <= 2^log
  const size_t whole = size_t{1} << log;
  const size_t three_quarters = whole / 4 * 3;
  const size_t index = 2 * (log - kSmallestLog);
  return bytes <= three_quarters ? SizeClass{index - 1, three_quarters} : SizeClass{index, whole};
}

}  // namespace

struct HeapState {
  std::atomic<uint64_t> frontier;  // nothing from here on was ever used
  uint64_t end;
  std::atomic<uint64_t> limit;
  std::atomic<bool> limit_is_known;        // it has been asked for
  alignas(64) std::atomic<uint64_t> used;  // with what is kept
  std::atomic<uint64_t> kept_bytes;
  std::atomic<uint32_t> kept_is_used;  // since the last trim
  // Each {offset of the first free block, how often it changed}.
  alignas(64) Wide free[kClasses];
  Wide kept[kClasses];  // big ones that still have their pages
};

namespace {

std::atomic<uint64_t>& link_of(const Region& region, uint64_t block) {
  return *reinterpret_cast<std::atomic<uint64_t>*>(region.at(block));
}

uint64_t pop(const Region& region, Wide& head) {
  Wide seen = wide_read(head);
  while (seen.low != 0) {
    // Another may have taken the block meanwhile: then the link is nonsense, and not used.
    const uint64_t next = link_of(region, seen.low).load(std::memory_order_relaxed);
    if (wide_exchange(head, seen, {next, seen.high + 1})) return seen.low;
  }
  return 0;
}

void push(const Region& region, Wide& head, uint64_t block) {
  Wide seen = wide_read(head);
  do {
    link_of(region, block).store(seen.low, std::memory_order_relaxed);
  } while (!wide_exchange(head, seen, {block, seen.high + 1}));
}

bool count_within_limit(HeapState& heap, size_t bytes) {
  if (heap.used.fetch_add(bytes, std::memory_order_relaxed) + bytes <= heap.limit) return true;
  heap.used.fetch_sub(bytes, std::memory_order_relaxed);
  return false;
}

// Most runs never come to where it matters, and need not wait for the answer. Who is killed while
// asking leaves it to the next; several who ask get the same.
void ask_for_limit(HeapState& heap) {
  if (heap.limit_is_known.load()) return;
  heap.limit.store(std::min({limits::kSharedBytes, heap.end, memory_to_take()}));
  heap.limit_is_known.store(true);
}

bool count_in(HeapState& heap, size_t bytes) {
  if (count_within_limit(heap, bytes)) return true;
  ask_for_limit(heap);
  return count_within_limit(heap, bytes);
}

// Without the pages of a big block, which nobody else knows.
void give_back(const Region& region, SizeClass size, uint64_t block) {
  HeapState& heap = region.heap_state();
  madvise(region.at(block), size.bytes, MADV_REMOVE);
  heap.used.fetch_sub(size.bytes, std::memory_order_relaxed);
  push(region, heap.free[size.index], block);
}

uint64_t take_kept(const Region& region, SizeClass size) {
  HeapState& heap = region.heap_state();
  const uint64_t block = pop(region, heap.kept[size.index]);
  if (block != 0) heap.kept_bytes.fetch_sub(size.bytes, std::memory_order_relaxed);
  return block;
}

bool keep(const Region& region, SizeClass size, uint64_t block) {
  HeapState& heap = region.heap_state();
  heap.kept_is_used.store(1, std::memory_order_relaxed);
  const uint64_t kept = heap.kept_bytes.fetch_add(size.bytes, std::memory_order_relaxed);
  if (kept + size.bytes <= kKeptBytes) {
    push(region, heap.kept[size.index], block);
    return true;
  }
  heap.kept_bytes.fetch_sub(size.bytes, std::memory_order_relaxed);
  return false;
}

void give_all_back(const Region& region) {
  if (region.heap_state().kept_bytes.load(std::memory_order_relaxed) == 0) return;
  for (size_t bytes = kBigBytes; bytes <= kKeptBytes; bytes *= 2) {
    for (const SizeClass size : {class_of(bytes), class_of(bytes / 4 * 3)}) {
      while (const uint64_t block = take_kept(region, size)) give_back(region, size, block);
    }
  }
}

uint64_t allocate_big(const Region& region, SizeClass size) {
  HeapState& heap = region.heap_state();
  if (const uint64_t block = take_kept(region, size)) return block;
  if (!count_in(heap, size.bytes)) {
    give_all_back(region);
    if (!count_in(heap, size.bytes)) return 0;
  }
  uint64_t block = pop(region, heap.free[size.index]);
  if (block == 0) block = heap_carve(heap, size.bytes, kPage);
  if (block == 0) heap.used.fetch_sub(size.bytes, std::memory_order_relaxed);
  return block;
}

uint64_t allocate_small(const Region& region, SizeClass size) {
  HeapState& heap = region.heap_state();
  uint64_t block = pop(region, heap.free[size.index]);
  if (block != 0) return block;
  if (!count_in(heap, size.bytes)) return 0;
  block = heap_carve(heap, size.bytes, std::min(size.bytes & ~(size.bytes - 1), kPage));
  if (block == 0) heap.used.fetch_sub(size.bytes, std::memory_order_relaxed);
  return block;
}

}  // namespace

size_t heap_state_bytes() {
  return sizeof(HeapState);
}

void heap_initialise(HeapState& heap, uint64_t begin, uint64_t end, uint64_t limit) {
  heap.frontier.store(begin);
  heap.end = end;
  heap.limit.store(std::min(kUnaskedBytes, limit));
}

uint64_t heap_frontier(const HeapState& heap) {
  return heap.frontier.load(std::memory_order_relaxed);
}

uint64_t heap_carve(HeapState& heap, size_t bytes, size_t alignment) {
  uint64_t frontier = heap.frontier.load(std::memory_order_relaxed);
  for (;;) {
    const uint64_t begin = (frontier + alignment - 1) & ~(static_cast<uint64_t>(alignment) - 1);
    if (bytes > heap.end || begin > heap.end - bytes) return 0;
    if (heap.frontier.compare_exchange_weak(frontier, begin + bytes)) return begin;
  }
}

uint64_t heap_allocate(const Region& region, size_t bytes) {
  const SizeClass size = class_of(bytes);
  if (size.index >= kClasses) return 0;
  return size.bytes >= kBigBytes ? allocate_big(region, size) : allocate_small(region, size);
}

void heap_release(const Region& region, uint64_t offset, size_t bytes) {
  if (offset == 0) return;
  const SizeClass size = class_of(bytes);
  if (size.bytes < kBigBytes) {
    push(region, region.heap_state().free[size.index], offset);
  } else if (!keep(region, size, offset)) {
    give_back(region, size, offset);
  }
}

void heap_trim(const Region& region) {
  HeapState& heap = region.heap_state();
  if (heap.kept_is_used.exchange(0, std::memory_order_relaxed) == 0) give_all_back(region);
}

size_t heap_block_bytes(size_t bytes) {
  return class_of(bytes).bytes;
}

uint64_t heap_used(const Region& region) {
  return region.heap_state().used.load(std::memory_order_relaxed) - heap_kept(region);
}

uint64_t heap_kept(const Region& region) {
  return region.heap_state().kept_bytes.load(std::memory_order_relaxed);
}

uint64_t heap_limit(const Region& region) {
  return region.heap_state().limit.load();
}

}  // namespace runner::posix
