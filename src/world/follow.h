// Goes the way of a schedule in the simulated world: whether it is possible there.
#pragma once

#include <optional>

#include "machine/run.h"
#include "machine/schedule.h"

namespace runner::world {

// Nothing: every step is possible and comes to what it says, and so does the end.
std::optional<Divergence> follow(const Program& program, const Schedule& schedule);

struct Following {
  std::optional<Divergence> divergence;
  bool timed_out = false;  // before that could be told
};

// The same, for so many seconds at most.
Following follow_within(std::optional<double> seconds, const Program& program,
                        const Schedule& schedule);

}  // namespace runner::world
