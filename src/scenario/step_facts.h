// What steps say by themselves, without a walk through them.
#pragma once

#include <vector>

#include "scenario/step.h"

namespace runner {

// How often each slot of a frame is stored to: `stores` has a number for each, and they are added.
void count_stores(const Steps& steps, std::vector<int>& stores);

// Whether what is around them, a loop, a task or the process, may end before its time.
bool may_leave(const Steps& steps);

}  // namespace runner
