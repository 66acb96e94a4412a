// Lists, dicts and values: changing them, whole or at a path.
#pragma once

#include "world/locks.h"

namespace runner::world {

// kStore, kAdd, kAppend, kExtend, kPop, kRemove, kKernelExtend.
Progress change_cell(State& state, const Operation& operation);

}  // namespace runner::world
