// One failure for people: what happens, the schedule that leads to it, and who waits for whom then.
#pragma once

#include <string>

#include "text/source.h"
#include "world/exploration.h"

namespace runner {

struct FailureStyle {
  std::string file;
  const Source* source = nullptr;  // may be null
  size_t width = 100;
};

// Several lines, each with its end.
std::string failure_text(const world::ExplorationFailure& failure, const FailureStyle& style);

// "deadlock (lock cycle) after 9 steps, expected".
std::string failure_line(const world::ExplorationFailure& failure);

}  // namespace runner
