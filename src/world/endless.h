// Where a scenario can no longer come to an end although someone always goes on: who goes round for
// ever, and who waits for ever beside them.
#pragma once

#include "world/exploration.h"
#include "world/retelling.h"
#include "world/space.h"

namespace runner::world {

// Of a state of an endless component, reached by the retelling. `numbers`: the same state.
ExplorationFailure describe_endless(Space& space, const Numbers& numbers, Retelling& retelling,
                                    const SearchLimits& limits);

}  // namespace runner::world
