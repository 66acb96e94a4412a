// From a file to a Scenario, with every error of the file reported at once.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "scenario/model.h"
#include "text/diagnostic.h"
#include "text/tree.h"

namespace runner {

struct LoadOptions {
  // --set name=value: each overrides a var that exists, by a YAML scalar of the same type.
  std::vector<std::pair<std::string, std::string>> overrides;
  bool lint = false;  // also report warnings
};

// Decodes a tree: structure, types, names, static types, and (with `lint`) the lints. Reports
// everything it finds; gives a scenario only when there was no error.
std::optional<Scenario> load_scenario(const Source& source, const LoadOptions& options,
                                      Diagnostics& diagnostics);

// What `expect: diagnostics` says, read even from a file that is otherwise refused.
std::vector<std::string> expected_diagnostics(const Source& source);

}  // namespace runner
