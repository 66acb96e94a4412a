#include "scenario/lint.h"

#include "base/text.h"
#include "scenario/lints.h"

namespace runner {
namespace {

void warn_unused(Loading& loading) {
  const Scenario& scenario = loading.scenario;
  const auto warn_if_unused = [&](const std::string& name, const char* what) {
    const Symbol* symbol = loading.symbols.find(name);
    if (!symbol || symbol->used) return;
    Diagnostic& diagnostic = loading.diagnostics.warning(
        symbol->at, std::string(what) + " '" + name + "' is never used");
    diagnostic.length = static_cast<int32_t>(name.size());
  };
  for (const auto& [name, value] : scenario.vars) warn_if_unused(name, "var");
  for (const Task& task : scenario.tasks) warn_if_unused(task.name, "task");
  for (const ObjectArray& array : scenario.arrays) {
    warn_if_unused(array.name, std::string(object_kind_name(array.kind)).c_str());
  }
}

}  // namespace

Diagnostic& Lint::warn_at(Position at, std::string_view text, std::string message) {
  Diagnostic& diagnostic = loading_.diagnostics.warning(at, std::move(message));
  diagnostic.length = static_cast<int32_t>(std::max<size_t>(1, count_code_points(text)));
  return diagnostic;
}

void lint_scenario(Loading& loading) {
  warn_unused(loading);
  lint_unreachable_steps(loading);
  Lives lives(loading.scenario);
  std::vector<std::unique_ptr<Lint>> lints;
  lints.push_back(make_lock_order_lint(loading));
  lints.push_back(make_lock_use_lint(loading));
  lints.push_back(make_process_lint(loading));
  lints.push_back(make_barrier_lint(loading, lives));
  lints.push_back(make_queue_lint(loading, lives));
  lints.push_back(make_wait_lint(loading, lives));
  std::vector<StepListener*> listeners{&lives};
  for (const auto& lint : lints) listeners.push_back(lint.get());
  // What was not seen could excuse what was: then nothing is said.
  if (!walk_scenario(loading.scenario, listeners)) return;
  for (const auto& lint : lints) lint->report_all();
}

}  // namespace runner
