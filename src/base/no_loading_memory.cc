// In place of loading_memory.cc where the address sanitizer watches: it sees errors and leaks only
// in what it has allocated itself.
#include "base/loading_memory.h"

namespace runner {

constinit SharedRange shared_loading_memory{0, 0};

LoadingMemory::LoadingMemory() = default;
LoadingMemory::~LoadingMemory() = default;
bool LoadingMemory::is_in_use() {
  return false;
}
void LoadingMemory::leave_gaps() const {}
void LoadingMemory::share() {}

void* place_behind_loading() {
  return nullptr;
}

}  // namespace runner
