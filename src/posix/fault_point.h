// Killing a process on purpose, when it performs its Nth operation: how tests prove that a run
// survives the death of anyone at any point. Costs one comparison an operation when off.
#pragma once

#include <atomic>
#include <cstdint>

#include "posix/family.h"

namespace runner::posix {

class FaultPoint {
 public:
  // Of process `number`, or kRunnerItself.
  FaultPoint(const Family& family, int32_t number);

  bool is_on() const { return passed_ != nullptr; }
  // Before each operation.
  void pass() {
    if (passed_ == nullptr) [[likely]]
      return;
    if (passed_->fetch_add(1) + 1 == fatal_) strike();
  }

 private:
  void strike() const;

  std::atomic<uint64_t>* passed_ = nullptr;  // shared, for it strikes once; null: off
  uint64_t fatal_ = 0;
  int64_t delay_nanos_ = 0;
};

}  // namespace runner::posix
