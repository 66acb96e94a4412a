#include "report/possible_ends.h"

#include "machine/outcome.h"

namespace runner {
namespace {

using world::FailureKind;

bool fails_a_process(FailureKind kind) {
  return kind == FailureKind::kAssertion || kind == FailureKind::kError ||
         kind == FailureKind::kMisuse;
}

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
      exploration.outcomes_complete && exploration.coverage == world::Coverage::kComplete;
  for (const world::ExplorationOutcome& outcome : exploration.outcomes) {
    std::vector<Value> values;
    for (const auto& entry : outcome.values) values.push_back(entry.second);
    ends.steps.emplace(outcome_text(scenario, values), outcome.schedule.length());
  }
  if (scenario.observe.empty() && exploration.some_path_ends) {
    ends.steps.emplace(std::string(Histogram::kEnded), std::nullopt);
  }
  for (const world::ExplorationFailure& failure : exploration.failures) {
    const int64_t steps = failure.schedule.length();
    if (failure.deadlock) {
      ends.steps.emplace(Histogram::deadlock_text(failure.deadlock->category), steps);
      add_part(ends, failure.deadlock->category);
      for (const Stuck& stuck : failure.deadlock->processes) add_part(ends, stuck.category);
    } else if (fails_a_process(failure.kind) && scenario.observe.empty()) {
      ends.steps.emplace(std::string(Histogram::kFailed), steps);
    }
  }
  return ends;
}

}  // namespace runner
