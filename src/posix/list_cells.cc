#include "posix/list_cells.h"

#include <cstring>

#include "posix/shared_heap.h"
#include "posix/word.h"

namespace runner::posix {

uint64_t make_directory(const Region& region) {
  const uint64_t offset = heap_allocate(region, sizeof(Directory));
  if (offset != 0) std::memset(region.at(offset), 0, sizeof(Directory));
  return offset;
}

bool reserve_cells(const Region& region, Directory& directory, uint64_t begin, uint64_t end) {
  if (begin >= end) return true;
  const int last = Directory::segment_of(end - 1);
  // They are made in this order and go all at once: behind the last there is none missing.
  if (directory.segments[last].load(std::memory_order_relaxed) != 0) return true;
  for (int segment = Directory::segment_of(begin); segment <= last; ++segment) {
    if (directory.segments[segment].load(std::memory_order_relaxed) != 0) continue;
    const uint64_t cells = heap_allocate(region, Directory::bytes_of(segment));
    if (cells == 0) return false;
    directory.segments[segment].store(cells, std::memory_order_relaxed);
  }
  return true;
}

void free_directory(const Region& region, uint64_t offset) {
  const Directory& directory = directory_at(region, offset);
  for (int segment = 0; segment < Directory::kSegments; ++segment) {
    heap_release(region, directory.segments[segment].load(std::memory_order_relaxed),
                 Directory::bytes_of(segment));
  }
  heap_release(region, offset, sizeof(Directory));
}

void free_cells(const Region& region, const Directory& directory, Span span) {
  for_cells(region, directory, span.begin, span.end(), [&](const Cell* cells, uint64_t count) {
    for (uint64_t i = 0; i < count; ++i) {
      free_word(region, Word::from_bits(cells[i].load(std::memory_order_relaxed)));
    }
  });
}

}  // namespace runner::posix
