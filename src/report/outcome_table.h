// The possible outcomes as litmus tests print them: always, sometimes, never.
#pragma once

#include <string>

#include "scenario/model.h"
#include "world/exploration.h"

namespace runner {

// "" when the scenario observes nothing.
std::string outcome_table(const world::Exploration& exploration, const Scenario& scenario);

}  // namespace runner
