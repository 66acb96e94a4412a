// The shared objects of a scenario, as a whole.
#pragma once

#include <cstddef>

#include "posix/region.h"

namespace runner::posix {

// How much of the region the state of such an object takes: whole cache lines, so that two objects
// never share one.
size_t state_bytes(const Object& declared);
// Gives the object its initial state. False when shared memory does not suffice.
bool initialise(Region& region, int32_t object);

}  // namespace runner::posix
