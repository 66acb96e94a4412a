// What can be called (tasks and kernels), and which argument belongs to which parameter.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "scenario/loading.h"

namespace runner {

// A callee's parameters; those from `required` on may be left out.
struct Signature {
  std::span<const Parameter> parameters;
  size_t required = 0;
  bool known = true;  // false: its declaration had errors, so nothing is said about its calls
};
Signature signature_of(const Loading& loading, const Callee& callee);

// The task or kernel that a node names; anything else is reported. `what` is the field.
std::optional<Callee> parse_callee(Loading& loading, const Node& node, std::string_view what);
// The number of a task without parameters (an initializer, a barrier's action), or -1.
int32_t parse_plain_task(Loading& loading, const Node& node, std::string_view what);

// The node of every parameter's argument, null where it is left out; nothing when the arguments do
// not fit, which has been reported. `args` may be null; `at` is the callee's node.
std::optional<std::vector<const Node*>> match_arguments(Loading& loading, const Callee& callee,
                                                        const Node& at, const Node* args);

// "a task", "a kernel" with its name: "task 'announce'".
std::string described(const Callee& callee);
// Parameters as they are written: "size, {out: list}".
std::string described(const Signature& signature);

}  // namespace runner
