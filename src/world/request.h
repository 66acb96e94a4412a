// What a request means for the search.
#pragma once

#include "world/allowance.h"
#include "world/clocked_state.h"
#include "world/exploration.h"

namespace runner::world {

Rules rules_of(const ExplorationRequest& request);

// A search with few preemptions and random schedules go through every state as it is.
bool searches_all(const ExplorationRequest& request);

// Until when it may search that began then.
Allowance::Clock::time_point time_limit(std::optional<double> seconds,
                                        Allowance::Clock::time_point began);

}  // namespace runner::world
