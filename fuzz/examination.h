// One random scenario, looked at from all sides: it is accepted, it runs for real and leaves
// nothing behind, and whatever it shows, simulated, for real, and for real when somebody is killed,
// exploring calls possible.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "isolation.h"

namespace runner::fuzz {

struct Examined {
  std::vector<std::string> objections;
  std::vector<int> statuses;  // of the real runs
  bool compared = false;      // it was small enough to be explored to the end
  bool compared_with_a_kill = false;
};

// `path` is where the scenario is put for the runner.
Examined examine(const Isolation& isolation, const std::string& text, const std::string& path,
                 uint64_t seed);

}  // namespace runner::fuzz
