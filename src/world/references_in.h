// The processes that an object's state refers to.
#pragma once

#include <span>
#include <vector>

#include "world/components.h"

namespace runner::world {

std::vector<int32_t> referents_of(const ObjectState& state);

// The same state with every process replaced: `renamed` by number.
ObjectState renamed(const ObjectState& state, std::span<const int32_t> renamed);

}  // namespace runner::world
