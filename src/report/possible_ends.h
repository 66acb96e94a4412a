// What exploring found possible, in the words of a histogram of runs.
#pragma once

#include "scenario/model.h"
#include "verdict/histogram.h"
#include "world/exploration.h"

namespace runner {

PossibleEnds possible_ends(const world::Exploration& exploration, const Scenario& scenario);

}  // namespace runner
