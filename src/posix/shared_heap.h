// Memory for what has no fixed size: blocks of the shared region, by offset.
//
// Free blocks of each size stand in a lock-free stack, so that a process can be killed at any
// instant: at worst the one block that it was taking or giving back is lost. Big blocks are kept
// with their pages for a moment, as values are often replaced by others of their size; then the
// pages go back to the system.
#pragma once

#include <cstddef>
#include <cstdint>

#include "posix/region.h"

namespace runner::posix {

// A block of at least `bytes` bytes, aligned to 16, with unspecified content; 0 when the limit of
// shared memory is reached.
uint64_t heap_allocate(const Region& region, size_t bytes);
// `bytes` as it was allocated. Offset 0 is nothing.
void heap_release(const Region& region, uint64_t offset, size_t bytes);

// What a block for `bytes` bytes really holds.
size_t heap_block_bytes(size_t bytes);
// Gives the pages of big free blocks back, unless one was used since the last call. To be called
// now and then, by one process.
void heap_trim(const Region& region);
// Bytes in use, with the small blocks kept for reuse; those of the big ones; the limit of both.
uint64_t heap_used(const Region& region);
uint64_t heap_kept(const Region& region);
uint64_t heap_limit(const Region& region);

// For the region: the heap takes the bytes from `begin` to `end`.
size_t heap_state_bytes();
void heap_initialise(HeapState& heap, uint64_t begin, uint64_t end, uint64_t limit);
// Nothing from here on was ever used.
uint64_t heap_frontier(const HeapState& heap);
// Fresh zero bytes, never given back; 0 when there are none.
uint64_t heap_carve(HeapState& heap, size_t bytes, size_t alignment);

}  // namespace runner::posix
