// References (which object, which process a step is about) and places (where a value is stored).
#pragma once

#include <string_view>

#include "scenario/expressions.h"
#include "scenario/names.h"
#include "scenario/verbs.h"

namespace runner {

// Until it is bound, a reference keeps its whole expression in `index`, and a place its own as the
// only element of `path`.
Reference parse_reference(Loading& loading, const Node& node, std::string_view what);
Place parse_place(Loading& loading, const Node& node, std::string_view what);

// Finds out what a reference means and that `what` can be about it.
void bind_reference(Loading& loading, FrameScope& frame, Reference& reference,
                    const Targets& targets, std::string_view what);

// A place in a local (let), or in a shared object.
void bind_local_place(Loading& loading, FrameScope& frame, Place& place);
void bind_shared_place(Loading& loading, FrameScope& frame, Place& place, const Targets& targets,
                       std::string_view what);

// Narrows an array to the member under a bound index. A constant index outside the array is
// reported, and so is one that is known to be no int.
void select_member(Loading& loading, Reference& reference, Expression index, std::string_view name);

}  // namespace runner
