// Of all orders of a trail's steps that come to the same, one in which the same process goes on as
// long as it can: as short, and easier to read.
#pragma once

#include "world/trail.h"

namespace runner::world {

// The last step stays the last.
Trail with_fewest_switches(Space& space, const Trail& trail);

}  // namespace runner::world
