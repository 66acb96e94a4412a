// Changing shared values, lists and dicts, and reading shared objects of every kind.
#pragma once

#include "machine/machine.h"
#include "posix/park.h"

namespace runner::posix {

// kStore, kAdd, kAppend, kExtend, kPop, kRemove, kKernelExtend.
Outcome change_data(Self& self, const Operation& operation);

// kRead of objects: the attribute, of all members where the whole array is meant.
Outcome read_objects(Self& self, const Operation& operation);

// The whole value of a list, dict or value.
Value read_data(Self& self, int32_t object);

}  // namespace runner::posix
