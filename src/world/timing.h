// Whether anything in a scenario takes time or is up when time is.
#pragma once

#include "world/world.h"

namespace runner::world {

bool has_timing(const World& world);

}  // namespace runner::world
