// Who waits for what in a simulated world, for the one judge of deadlocks (machine/deadlock.h).
#pragma once

#include <functional>

#include "machine/deadlock.h"
#include "world/state.h"

namespace runner::world {

struct WaitFacts {
  std::function<double(int32_t process)> since;  // when its operation began, in seconds
  std::function<bool(int32_t object)> passed;    // whether a wakeup has gone by
};

WaitGraph wait_graph(State& state, const WaitFacts& facts);

}  // namespace runner::world
