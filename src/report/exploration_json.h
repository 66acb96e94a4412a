// An exploration for programs: one JSON object.
#pragma once

#include <string>

#include "world/exploration.h"

namespace runner {

struct ExplorationRecord {
  std::string scenario;  // its name
  std::string file;
  std::string hash;  // of the program, as in schedules
  uint64_t seed = 0;
};

// One line with its end. docs/explore.md says what each key means.
std::string exploration_json(const world::Exploration& exploration,
                             const ExplorationRecord& record);

}  // namespace runner
