// A scenario of the repository, as far as one has to know it to judge a run in which somebody was
// killed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace runner {

struct Victim {
  std::string name;              // as --fault takes it
  int32_t number = -1;           // as events name it; none of the runner itself
  bool may_be_expected = false;  // the scenario may be content with a run in which it failed
};

struct Target {
  std::string path;
  std::vector<Victim> victims;
  bool has_timeouts = false;  // somebody may wait again and again, each time for a while
  bool kills = false;         // by itself, or a family by a signal: nobody can tell what came first
  // What its processes may print, line by line; `*` stands for anything.
  std::vector<std::string> lines;
};

// Nothing when the file is refused: a scenario that cannot run kills nobody.
std::optional<Target> load_target(const std::string& path);

// All scenarios under the files and folders.
std::vector<std::string> scenarios_in(const std::vector<std::string>& places);

// Whether `line` is one that the target may print.
bool may_print(const Target& target, const std::string& line);

}  // namespace runner
