// Trees of files that are no scenarios.
#pragma once

#include <string_view>

#include "text/tree.h"

namespace runner {

// As read_tree() in tree.h; `beginning` is the hint for a file in which nothing is.
Node read_tree(const Source& source, Diagnostics& diagnostics, std::string_view beginning);

}  // namespace runner
