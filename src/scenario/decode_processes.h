// The attributes of processes that the system's scheduler knows.
#pragma once

#include <vector>

#include "scenario/loading.h"

namespace runner {

// `other`, `batch`, `idle`, `fifo`, `rr`, or {fifo: priority}.
void decode_policy(Loading& loading, const Node& node, ProcessGroup& group);

// A processor's number, or a list of them.
void decode_cpus(Loading& loading, const Node& node, const Value& value,
                 std::vector<int32_t>& cpus);

}  // namespace runner
