#include "cli/exploring.h"

#include <algorithm>

#include "base/check.h"
#include "posix/memory_limit.h"

namespace runner {
namespace {

bool wants_virtual_time(ExploredTime time, const Scenario& scenario) {
  switch (time) {
    case ExploredTime::kAsDeclared:
      return scenario.explore.virtual_time;
    case ExploredTime::kUntimed:
      return false;
    case ExploredTime::kVirtual:
      return true;
  }
  UNREACHABLE();
}

world::RandomStrategy strategy_of(RandomWalk walk) {
  switch (walk) {
    case RandomWalk::kPortfolio:
      return world::RandomStrategy::kPortfolio;
    case RandomWalk::kUniform:
      return world::RandomStrategy::kUniform;
    case RandomWalk::kPct:
      return world::RandomStrategy::kPct;
    case RandomWalk::kPos:
      return world::RandomStrategy::kPos;
  }
  UNREACHABLE();
}

}  // namespace

std::string exploration_conflict(const Options& options) {
  const ExploreChoices& choices = options.exploration;
  if (choices.random_schedules && choices.preemptions) {
    return "--random and --preemptions exclude each other: random schedules are not counted by "
           "preemptions";
  }
  if (choices.random_schedules && choices.compact) {
    return "--random and --compact exclude each other: random schedules keep no states";
  }
  if (!choices.random_schedules && choices.strategy != RandomWalk::kPortfolio) {
    return "--strategy is how random schedules are drawn: it needs --random N";
  }
  return "";
}

world::ExplorationRequest exploration_request(const Options& options, const Scenario& scenario,
                                              uint64_t seed) {
  const ExploreChoices& choices = options.exploration;
  world::ExplorationRequest request;
  request.partial_order = choices.partial_order;
  request.symmetry = choices.symmetry;
  request.virtual_time = wants_virtual_time(choices.time, scenario);
  request.kills = choices.kills.value_or(scenario.explore.kills);
  request.judge_output = choices.judge_output;
  // A container may grant less than what is usual.
  const auto bytes = choices.memory ? static_cast<size_t>(*choices.memory) : request.bytes;
  request.bytes = std::min<size_t>(bytes, posix::memory_to_take());
  request.seconds = options.timeout;
  request.preemptions = choices.preemptions;
  request.compact = choices.compact;
  request.random_schedules = choices.random_schedules;
  request.strategy = strategy_of(choices.strategy);
  request.seed = seed;
  return request;
}

}  // namespace runner
