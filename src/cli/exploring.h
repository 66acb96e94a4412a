// What to ask of an exploration, from the command line and what the scenario says.
#pragma once

#include <string>

#include "cli/options.h"
#include "scenario/model.h"
#include "world/exploration.h"

namespace runner {

// What is wrong with the options together, or "".
std::string exploration_conflict(const Options& options);

// `seed` is for random schedules.
world::ExplorationRequest exploration_request(const Options& options, const Scenario& scenario,
                                              uint64_t seed);

}  // namespace runner
