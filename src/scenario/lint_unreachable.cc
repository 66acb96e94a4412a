#include <algorithm>
#include <initializer_list>

#include "scenario/lints.h"
#include "scenario/verbs.h"

namespace runner {
namespace {

bool is_one_of(Verb verb, std::initializer_list<Verb> verbs) {
  return std::find(verbs.begin(), verbs.end(), verb) != verbs.end();
}

// Whether a `break` among the steps leaves the loop around them.
bool may_break(const Steps& steps) {
  return std::any_of(steps.begin(), steps.end(), [](const Step& step) {
    if (step.verb == Verb::kBreak) return true;
    if (step.on_timeout && may_break(*step.on_timeout)) return true;
    if (is_one_of(step.verb, {Verb::kRepeat, Verb::kWhile, Verb::kFor, Verb::kEvery})) return false;
    return may_break(step.body) || may_break(step.otherwise);
  });
}

bool is_true(const Expression& expression) {
  return expression.ast.kind == AstKind::kLiteral && expression.ast.value.is_true();
}

bool never_goes_on(const Steps& steps);

bool never_goes_on(const Step& step) {
  if (is_one_of(step.verb,
                {Verb::kExit, Verb::kReturn, Verb::kFail, Verb::kBreak, Verb::kContinue}))
    return true;
  if (step.verb == Verb::kIf || step.verb == Verb::kTry)
    return never_goes_on(step.body) && never_goes_on(step.otherwise);
  if (step.verb == Verb::kLock) return step.ok < 0 && !step.on_timeout && never_goes_on(step.body);
  const bool is_endless = (step.verb == Verb::kWhile && is_true(*step.value)) ||
                          (step.verb == Verb::kEvery && !step.count);
  return is_endless && !may_break(step.body);
}

bool never_goes_on(const Steps& steps) {
  return std::any_of(steps.begin(), steps.end(),
                     [](const Step& step) { return never_goes_on(step); });
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
