// The states of single processes that occur in a search.
#pragma once

#include <functional>
#include <vector>

#include "world/search.h"
#include "world/space.h"

namespace runner::world {

// Visits each state of each process once, in the order in which the search met them.
void visit_process_states(Space& space, const Search& search,
                          const std::function<void(int32_t, const ProcessState&)>& visit);

}  // namespace runner::world
