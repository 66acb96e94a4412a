// Whom a step of a schedule wakes from their waiting for a condition: by its notify, or, where it
// ends processes, by the wake-ups that the dead have left.
#pragma once

#include <cstdint>
#include <vector>

#include "machine/schedule.h"
#include "world/concrete_state.h"

namespace runner::world {

class Waking {
 public:
  // Before the step.
  Waking(ConcreteState& state, const Operation& operation, const ScheduleStep& step);

  // After it; ascending.
  std::vector<int32_t> woken() const;

 private:
  ConcreteState& state_;
  int32_t condition_ = -1;  // that is notified
  std::vector<int32_t> waiting_;
};

}  // namespace runner::world
