// Which scenarios a list of files and folders means.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace runner {

struct ScenarioFiles {
  std::vector<std::string> paths;
  std::vector<Error> unread;  // the folders that could not be read
};

// The files, and all *.yaml and *.yml in and below the folders, sorted within each; each once. An
// error for a path that is not there.
Result<ScenarioFiles> find_scenarios(const std::vector<std::string>& paths);

// Whether `path` has the filter's text in it; with * (anything) or ? (one character) in the filter,
// whether some part of the path is like it.
bool passes_filter(std::string_view path, std::string_view filter);

}  // namespace runner
