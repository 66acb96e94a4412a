#include "report/possible_ends.h"

#include "machine/outcome.h"

namespace runner {
namespace {

// A state that is a deadlock is one, whether or not a wakeup came before somebody waited for it.
const std::set<std::string> kSameButForHistory = {"lost wakeup", "no one left to wake it"};

void add_part(PossibleEnds& ends, const std::string& category) {
  if (category.empty()) return;
  ends.parts.insert(Histogram::deadlock_text(category));
  if (!kSameButForHistory.contains(category)) return;
  for (const std::string& either : kSameButForHistory)
    ends.parts.insert(Histogram::deadlock_text(either));
}

}  // namespace

PossibleEnds possible_ends(const world::Exploration& exploration, const Scenario& scenario) {
  PossibleEnds ends;
  ends.complete =
      exploration.outcomes_complete && exploration.coverage == world::Coverage::kComplete &&
      exploration.answers(world::Question::kLoops) && exploration.answers(world::Question::kStuck);
  for (const world::ExplorationOutcome& outcome : exploration.outcomes) {
    std::vector<Value> values;
    for (const auto& entry : outcome.values) values.push_back(entry.second);
    ends.steps.emplace(outcome_text(scenario, values), outcome.schedule.length());
  }
  if (scenario.observe.empty() && exploration.some_path_ends_well) {
    ends.steps.emplace(std::string(Histogram::kEnded), std::nullopt);
  }
  if (scenario.observe.empty() && exploration.some_path_ends_failed) {
    ends.steps.emplace(std::string(Histogram::kFailed), std::nullopt);
  }
  for (const world::ExplorationFailure& failure : exploration.failures) {
    if (!failure.deadlock) continue;
    ends.steps.emplace(Histogram::deadlock_text(failure.deadlock->category),
                       failure.schedule.length());
    add_part(ends, failure.deadlock->category);
    for (const Stuck& stuck : failure.deadlock->processes) add_part(ends, stuck.category);
  }
  return ends;
}

}  // namespace runner
