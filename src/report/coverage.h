// What an exploration has shown, in one word for programs, one sentence for people and one exit
// status for scripts. The words differ where the coverage does: only a search of everything proves.
#pragma once

#include <string>
#include <string_view>

#include "world/exploration.h"

namespace runner {

enum class ExplorationVerdict : uint8_t {
  kProved,   // every interleaving was explored, and nothing unexpected happens
  kFailed,   // something unexpected happens
  kBounded,  // nothing unexpected was found in the part that was explored
};

std::string_view verdict_name(ExplorationVerdict verdict);  // "proved", "failed", "bounded"

ExplorationVerdict verdict_of(const world::Exploration& exploration);

// "proved: every interleaving was explored", "proved up to 2 preemptions", "no failure in 10,000
// random schedules", "no failure within 37 steps (memory limit)", "failed: deadlock (lock cycle);
// every interleaving was explored".
std::string verdict_sentence(const world::Exploration& exploration);

// The status with which the runner exits: 0 when nothing unexpected was found (how much was looked
// at, the verdict says), 3 for an unexpected deadlock, 1 for anything else.
int exploration_status(const world::Exploration& exploration);

std::string_view failure_kind_name(world::FailureKind kind);  // "deadlock", … "no end"
// "partial deadlock (lock cycle)", "assertion".
std::string failure_title(const world::ExplorationFailure& failure);

}  // namespace runner
