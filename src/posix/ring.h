// The cells of a queue: a ring in the shared heap that grows with its content.
#pragma once

#include <atomic>
#include <cstdint>

#include "posix/region.h"

namespace runner::posix {

// Item number n stands in cell n modulo the size, a power of two.
class Ring {
 public:
  static constexpr int kFirstLog = 4;

  static Ring decode(uint64_t code) { return Ring(code & kOffset, static_cast<int>(code >> 48)); }
  uint64_t code() const { return offset_ | (static_cast<uint64_t>(log_) << 48); }
  bool exists() const { return offset_ != 0; }
  uint64_t size() const { return exists() ? uint64_t{1} << log_ : 0; }

  std::atomic<uint64_t>& cell(const Region& region, uint64_t number) const {
    auto* cells = reinterpret_cast<std::atomic<uint64_t>*>(region.at(offset_));
    return cells[number & ((uint64_t{1} << log_) - 1)];
  }

  // A ring that is larger, with items `begin` to `end` of this one; without memory, one that does
  // not exist.
  Ring grown(const Region& region, uint64_t begin, uint64_t end) const;
  void release(const Region& region) const;

 private:
  static constexpr uint64_t kOffset = (uint64_t{1} << 48) - 1;
  Ring(uint64_t offset, int log) : offset_(offset), log_(log) {}

  uint64_t offset_;
  int log_;
};

}  // namespace runner::posix
