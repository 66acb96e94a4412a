// The sections of a file, one function each. All report what is wrong and go on.
#pragma once

#include "scenario/declarations.h"
#include "scenario/loading.h"

namespace runner {

// `vars`, with the overrides of the command line.
void decode_vars(Loading& loading, const Declarations& declarations);

// `tasks`: first their parameters, so that calls of them can be checked; then their steps.
void decode_parameters(Loading& loading, const Declarations& declarations);
void decode_tasks(Loading& loading, const Declarations& declarations);

// The shared objects, numbered.
void decode_objects(Loading& loading, const Declarations& declarations);

// `processes`: first how many there are; then everything but their steps; then these.
void count_processes(Loading& loading, const Declarations& declarations);
void decode_processes(Loading& loading, const Declarations& declarations);
void decode_process_steps(Loading& loading, const Declarations& declarations);
// The workers of the pools, behind all declared processes.
void add_pool_workers(Loading& loading, const Declarations& declarations);

// Without `main`: when each process is started.
void decode_start_order(Loading& loading, const Declarations& declarations, bool has_main);

// `observe` and `expect`.
void decode_observe(Loading& loading, const Node& node);
void decode_expect(Loading& loading, const Node& node);
// `output` and `stderr`.
std::vector<OutputBlock> decode_output(Loading& loading, const Node& node, std::string_view what);

// `explore`.
void decode_explore(Loading& loading, const Node& node);

}  // namespace runner
