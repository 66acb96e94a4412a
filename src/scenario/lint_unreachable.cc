#include "scenario/lints.h"
#include "scenario/verbs.h"

namespace runner {
namespace {

bool never_goes_on(const Step& step) {
  return step.verb == Verb::kExit || step.verb == Verb::kReturn || step.verb == Verb::kFail ||
         step.verb == Verb::kBreak || step.verb == Verb::kContinue;
}

void lint_steps(Loading& loading, const Steps& steps) {
  for (size_t i = 0; i < steps.size(); ++i) {
    const Step& step = steps[i];
    lint_steps(loading, step.body);
    lint_steps(loading, step.otherwise);
    if (step.on_timeout) lint_steps(loading, *step.on_timeout);
    if (!never_goes_on(step) || i + 1 == steps.size()) continue;
    Diagnostic& diagnostic =
        loading.diagnostics.warning(steps[i + 1].at, "this step is never reached");
    diagnostic.length = static_cast<int32_t>(verb_name(steps[i + 1].verb).size());
    diagnostic.notes.push_back(
        {step.at, "'" + std::string(verb_name(step.verb)) + "' does not go on"});
    return;
  }
}

}  // namespace

void lint_unreachable_steps(Loading& loading) {
  const Scenario& scenario = loading.scenario;
  if (scenario.main) lint_steps(loading, scenario.main->steps);
  for (const Task& task : scenario.tasks) lint_steps(loading, task.frame.steps);
  for (const ProcessGroup& group : scenario.groups) {
    lint_steps(loading, group.frame.steps);
    for (const Frame& handler : group.handlers) lint_steps(loading, handler.steps);
  }
}

}  // namespace runner
