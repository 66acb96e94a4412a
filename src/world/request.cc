#include "world/request.h"

namespace runner::world {

Rules rules_of(const ExplorationRequest& request) {
  Rules rules;
  rules.timed = request.virtual_time;
  rules.exploring = true;
  rules.judges_output = request.judge_output;
  return rules;
}

bool searches_all(const ExplorationRequest& request) {
  return !request.preemptions && !request.random_schedules;
}

Allowance::Clock::time_point time_limit(std::optional<double> seconds,
                                        Allowance::Clock::time_point began) {
  using Clock = Allowance::Clock;
  if (!seconds) return Clock::time_point::max();
  return began +
         std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(*seconds));
}

}  // namespace runner::world
