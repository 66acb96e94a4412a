// How much memory the processes of a run may have together.
#pragma once

#include <cstdint>

namespace runner::posix {

// What the machine has, or less where the control groups of this process are granted less: in a
// container the machine's memory says nothing. Reads some small files of the system's; may be
// called after a fork.
uint64_t granted_memory();

// So much of it may be taken: more would end in the system's killing somebody, not in a message.
uint64_t memory_to_take();

// From now on this process, and those that it forks, are refused more memory than is granted
// (RLIMIT_DATA, getrlimit(2)): that ends in std::bad_alloc, and not in the system's killing them.
void refuse_ungranted_memory();

}  // namespace runner::posix
