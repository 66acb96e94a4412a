// The display names of processes: declared ones, and those that are made at a start.
#pragma once

#include <string>
#include <string_view>

#include "posix/region.h"

namespace runner::posix {

std::string process_name(const Region& region, int32_t process);
// The name that stands at `name`, as Slot::name holds it, for process number `process`.
std::string name_at(const Region& region, int32_t process, uint64_t name);
// Gives the process a name of its own (Process-1:2). Names stay for the whole run, since whoever
// has read one may still use it. False when shared memory does not suffice.
bool set_process_name(const Region& region, int32_t process, std::string_view name);

}  // namespace runner::posix
