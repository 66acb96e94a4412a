// Races and lock orders for people: what is dangerous even where nothing went wrong.
#pragma once

#include <string>

#include "world/exploration.h"

namespace runner {

// Each "" when there is none; else whole lines.
std::string race_text(const world::Exploration& exploration, const std::string& file);
// What nobody looked for, or "".
std::string unanswered_text(const world::Exploration& exploration);
std::string lock_order_text(const world::Exploration& exploration, const std::string& file);

}  // namespace runner
