// Killing a process on purpose, when it performs its Nth operation: how tests prove that a run
// survives the death of anyone at any point. Costs one comparison an operation when off.
#pragma once

#include <cstdint>

#include "posix/member.h"

namespace runner::posix {

class FaultPoint {
 public:
  explicit FaultPoint(const Member& member);

  // Before each operation.
  void pass() {
    if (left_ == 0) [[likely]]
      return;
    if (--left_ == 0) strike();
  }

 private:
  void strike() const;

  uint64_t left_ = 0;  // operations to go; 0: off
  int64_t delay_nanos_ = 0;
};

}  // namespace runner::posix
