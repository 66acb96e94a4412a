#include "scenario/step_facts.h"

#include <algorithm>

namespace runner {

void count_stores(const Steps& steps, std::vector<int>& stores) {
  const auto count = [&](int32_t slot) {
    if (slot >= 0) ++stores[static_cast<size_t>(slot)];
  };
  for (const Step& step : steps) {
    count(step.into);
    count(step.ok);
    count(step.variable);
    for (const Assignment& assignment : step.assignments) {
      if (assignment.place.local) count(assignment.place.slot);
    }
    count_stores(step.body, stores);
    count_stores(step.otherwise, stores);
    if (step.on_timeout) count_stores(*step.on_timeout, stores);
  }
}

bool may_leave(const Steps& steps) {
  return std::any_of(steps.begin(), steps.end(), [](const Step& step) {
    return step.verb == Verb::kBreak || step.verb == Verb::kContinue ||
           step.verb == Verb::kReturn || step.verb == Verb::kExit || step.verb == Verb::kFail ||
           may_leave(step.body) || may_leave(step.otherwise) ||
           (step.on_timeout && may_leave(*step.on_timeout));
  });
}

}  // namespace runner
