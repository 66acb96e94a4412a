// What the reader of a tree knows of the file that it reads, for hints.
#pragma once

#include <string_view>

#include "text/tree.h"

namespace runner {

// Whether something belongs to a key.
using OfKey = bool (*)(std::string_view key);

struct TreeHints {
  std::string_view beginning = "begin it with scenario: my_scenario";  // of an empty file
  OfKey takes_list = nullptr;        // null: it is not known of any key
  OfKey takes_expression = nullptr;  // the same; one that is written bare
};

// As read_tree() in tree.h.
Node read_tree(const Source& source, Diagnostics& diagnostics, const TreeHints& hints);

}  // namespace runner
