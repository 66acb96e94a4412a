// Many kills, by several processes at once: all there are, or some drawn at random.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "target.h"

namespace runner {

struct Plan {
  std::vector<Target> targets;
  uint64_t random = 0;  // so many kills at random instants; 0: every operation of everyone
  int victims = 1;      // of each run with random instants
  uint64_t seed = 1;
  int jobs = 8;
  std::string timeout = "5s";  // of each run
};

// Tells every objection, and at the end the figures. True: there was no objection.
bool carry_out(const Plan& plan);

}  // namespace runner
