// Where a process is at the moment, published for reports about those who run.
#pragma once

#include <atomic>
#include <cstdint>

#include "posix/relative.h"
#include "program/operation.h"

namespace runner::posix {

// The writing end: of the running process.
class Whereabouts {
 public:
  explicit Whereabouts(Relative& relative) : relative_(relative) {}

  void performs(const OperationSpec* spec) {
    relative_.performing.store(spec, std::memory_order_relaxed);
  }
  void computes(Position at) {
    const auto line = static_cast<uint64_t>(static_cast<uint32_t>(at.line));
    relative_.computing.store(line << 32 | static_cast<uint32_t>(at.column),
                              std::memory_order_relaxed);
    performs(nullptr);
  }

 private:
  Relative& relative_;
};

// Where it computes.
inline Position computing_at(const Relative& relative) {
  const uint64_t at = relative.computing.load();
  return {static_cast<int32_t>(at >> 32), static_cast<int32_t>(at & UINT32_MAX)};
}

}  // namespace runner::posix
