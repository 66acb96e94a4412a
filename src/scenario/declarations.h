// The first pass over a file: which vars, objects, tasks and processes it declares, so that every
// name is known before anything is read that uses it.
#pragma once

#include <string_view>
#include <vector>

#include "scenario/loading.h"

namespace runner {

// One declared name with its value; `value` is null in a list of names.
struct Declared {
  const Node* key = nullptr;
  const Node* value = nullptr;
};

// In the order of the file; parallel to Scenario's vars, arrays, tasks and groups.
struct Declarations {
  std::vector<Declared> vars;
  std::vector<Declared> objects;
  std::vector<Declared> tasks;
  std::vector<Declared> processes;
};

// Fills the symbol table, and Scenario's arrays, tasks and groups with what is known now.
Declarations collect_declarations(Loading& loading, const Node& root);

// The kind of object that a top-level key declares: "locks".
std::optional<ObjectKind> object_section(std::string_view key);

}  // namespace runner
