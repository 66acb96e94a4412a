// What holding lines against an expectation may cost.
#pragma once

#include <algorithm>
#include <cstdint>

#include "base/limits.h"

namespace runner {

// Counted in steps, not in time: what is found out does not depend on the machine.
class Effort {
 public:
  explicit Effort(uint64_t steps = limits::kStepsOfJudging) : left_(steps) {}

  void spend(uint64_t steps) { left_ -= std::min(left_, steps); }
  bool exhausted() const { return left_ == 0; }

 private:
  uint64_t left_;
};

}  // namespace runner
