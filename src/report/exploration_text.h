// An exploration for people: the verdict, what was found with a schedule that shows it, all
// possible outcomes as litmus tests print them, races and lock orders, and what the search cost.
#pragma once

#include <optional>
#include <string>

#include "scenario/model.h"
#include "text/source.h"
#include "world/exploration.h"

namespace runner {

struct ExplorationStyle {
  std::string file;                // as the user wrote it
  const Source* source = nullptr;  // to show lines of it; may be null
  size_t width = 100;              // of the terminal
  bool statistics = false;         // also what the reductions saved
  // The outcome of which the schedule is shown too.
  std::optional<size_t> outcome;
};

std::string exploration_text(const world::Exploration& exploration, const Scenario& scenario,
                             const ExplorationStyle& style);

// "counter=4 turn='a'".
std::string values_text(const world::ExplorationOutcome& outcome);

// "123 states, depth 12, 1.2 MB, 3 s": for the line on a terminal.
std::string progress_text(const world::SearchProgress& progress);

}  // namespace runner
