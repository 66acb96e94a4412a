// Whether an expression is made of locals only, so that computing it does not depend on anything
// that another process can change.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scenario/names.h"

namespace runner {

// Before binding: literals, vars, locals, self.index, self.name, and what is computed from them.
bool is_made_of_locals(Loading& loading, FrameScope& frame, const Ast& ast,
                       const std::vector<std::string>& macro_variables);

// After binding: the value, when it depends on nothing and can be computed.
std::optional<Value> folded(const Ast& ast);

}  // namespace runner
