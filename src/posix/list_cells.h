// Where a shared list's cells are.
#pragma once

#include <atomic>
#include <bit>
#include <cstdint>

#include "posix/region.h"

namespace runner::posix {

// Which of the positions are the list: `length` of them from `begin`.
struct Span {
  static constexpr int kLengthBits = 28;
  uint64_t begin = 0;
  uint64_t length = 0;

  uint64_t end() const { return begin + length; }
  uint64_t code() const { return (begin << kLengthBits) | length; }
  static Span decode(uint64_t code) {
    return {code >> kLengthBits, code & ((uint64_t{1} << kLengthBits) - 1)};
  }
};

// In a block of the heap: the segments' offsets. Segment n holds kFirstCells << n cells.
struct Directory {
  static constexpr uint64_t kFirstCells = 16;
  static constexpr int kSegments = 28;
  std::atomic<uint64_t> segments[kSegments];

  static int segment_of(uint64_t position) {
    return static_cast<int>(std::bit_width(position / kFirstCells + 1)) - 1;
  }
  static uint64_t first_of(int segment) { return (kFirstCells << segment) - kFirstCells; }
  static uint64_t bytes_of(int segment) { return (kFirstCells << segment) * sizeof(uint64_t); }
  static uint64_t capacity() { return first_of(kSegments); }
};

using Cell = std::atomic<uint64_t>;  // a Word

inline Directory& directory_at(const Region& region, uint64_t offset) {
  return *reinterpret_cast<Directory*>(region.at(offset));
}

inline Cell& cell_at(const Region& region, const Directory& directory, uint64_t position) {
  const int segment = Directory::segment_of(position);
  const uint64_t offset = directory.segments[segment].load(std::memory_order_relaxed);
  return reinterpret_cast<Cell*>(region.at(offset))[position - Directory::first_of(segment)];
}

// Calls `visit(Cell* cells, uint64_t count)` for the runs of cells from `begin` to `end`.
template <typename Visit>
void for_cells(const Region& region, const Directory& directory, uint64_t begin, uint64_t end,
               Visit visit) {
  while (begin < end) {
    const uint64_t behind = Directory::first_of(Directory::segment_of(begin) + 1);
    const uint64_t until = behind < end ? behind : end;
    visit(&cell_at(region, directory, begin), until - begin);
    begin = until;
  }
}

// An empty directory; 0 when shared memory does not suffice.
uint64_t make_directory(const Region& region);
// Makes sure that there are cells up to position `end`.
bool reserve_cells(const Region& region, Directory& directory, uint64_t begin, uint64_t end);
// The directory and its segments; not what belongs to the words in them.
void free_directory(const Region& region, uint64_t offset);
// The blocks that belong to the words.
void free_cells(const Region& region, const Directory& directory, Span span);

}  // namespace runner::posix
