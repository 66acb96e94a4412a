// In which order findings are told: the same each time.
#pragma once

#include "world/exploration.h"

namespace runner::world {

// Shorter ones first, equally long ones by what they are.
bool comes_first(const ExplorationFailure& a, const ExplorationFailure& b);
bool comes_first(const ExplorationOutcome& a, const ExplorationOutcome& b);

}  // namespace runner::world
