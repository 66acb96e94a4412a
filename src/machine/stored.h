// What may be stored inside a shared object or a local.
#pragma once

#include "machine/paths.h"

namespace runner {

// Whether the value may be stored `levels` deep inside another: a plain one, and of a size and
// depth that everybody can walk over, also when a list was put into itself again and again.
PathResult check_stored(const Value& value, size_t levels);

}  // namespace runner
