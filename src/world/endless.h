// Where a scenario can no longer come to an end although someone always goes on: who goes round for
// ever, and who waits for ever beside them.
#pragma once

#include "world/end_judge.h"
#include "world/exploration.h"
#include "world/retelling.h"
#include "world/space.h"

namespace runner::world {

struct EndlessFailure {
  ExplorationFailure failure;
  // False: the limits did not suffice to find out whether somebody waits for ever. Then it is "no
  // end", and expected also where a deadlock is.
  bool stuck_is_known = true;
};

// Of a state of an endless component, reached by the retelling. `numbers`: the same state.
EndlessFailure describe_endless(Space& space, const EndJudge& judge, const Numbers& numbers,
                                Retelling& retelling, const SearchLimits& limits);

}  // namespace runner::world
