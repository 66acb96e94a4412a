#include "world/waking.h"

#include <algorithm>
#include <iterator>

namespace runner::world {

Waking::Waking(ConcreteState& state, const Operation& operation, const ScheduleStep& step)
    : state_(state) {
  if (operation.op != Op::kNotify || !step.is_performed()) return;
  condition_ = operation.target;
  waiting_ = state.get<ConditionState>(condition_).waiting;
}

std::vector<int32_t> Waking::woken() const {
  std::vector<int32_t> woken;
  if (condition_ >= 0) {
    const auto& left = state_.get<ConditionState>(condition_).waiting;
    std::set_difference(waiting_.begin(), waiting_.end(), left.begin(), left.end(),
                        std::back_inserter(woken));
  }
  for (const int32_t heir : state_.heirs())
    if (state_.process(heir).machine) woken.push_back(heir);
  std::sort(woken.begin(), woken.end());
  return woken;
}

}  // namespace runner::world
