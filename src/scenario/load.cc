#include "scenario/load.h"

#include <algorithm>

#include "base/limits.h"
#include "scenario/constants.h"
#include "scenario/decode.h"
#include "scenario/fields.h"
#include "scenario/frames.h"
#include "scenario/lint.h"
#include "scenario/verbs.h"
#include "text/tree_hints.h"

namespace runner {
namespace {

constexpr std::string_view kTopLevelKeys[] = {
    "scenario",  "description", "vars",    "locks",  "semaphores", "events",  "conditions",
    "barriers",  "queues",      "lists",   "dicts",  "values",     "pools",   "tasks",
    "processes", "main",        "observe", "expect", "timeout",    "explore",
};

bool is_extension(std::string_view key) {
  return key.starts_with("x-");
}

// Names declared below a misspelt key exist, so that only the key is reported.
void check_keys(Loading& loading, const Node& root) {
  for (size_t i = 0; i < root.keys.size(); ++i) {
    const Node& key = root.keys[i];
    const auto* known =
        std::find(std::begin(kTopLevelKeys), std::end(kTopLevelKeys), std::string_view(key.text));
    if (known != std::end(kTopLevelKeys) || is_extension(key.text)) continue;
    const std::vector<std::string> names(std::begin(kTopLevelKeys), std::end(kTopLevelKeys));
    report(loading, key, "unknown key " + in_single_quotes(key.text)).hint =
        suggestion_or_list(loading, key.text, "the keys are", names);
    tolerate_names(loading, root.items[i]);
  }
}

void decode_name(Loading& loading, const Node& root) {
  if (const Node* name = root.find("scenario")) {
    loading.scenario.name = constant_text(loading, *name, "scenario").value_or("");
    if (name->is_scalar() && name->quoted && name->text.empty()) {
      report(loading, *name, "a scenario's name is not empty");
    }
  } else if (!has_misspelt_key(root, "scenario", kTopLevelKeys)) {
    report(loading, root, "this file has no 'scenario'").hint =
        "give it a name: scenario: my_scenario";
  }
  if (const Node* description = root.find("description")) {
    loading.scenario.description = constant_text(loading, *description, "description").value_or("");
  }
}

void decode_all(Loading& loading, const Node& root) {
  check_keys(loading, root);
  const Declarations declarations = collect_declarations(loading, root);
  decode_vars(loading, declarations);
  decode_name(loading, root);
  decode_parameters(loading, declarations);
  decode_objects(loading, declarations);
  count_processes(loading, declarations);
  add_pool_workers(loading, declarations);
  decode_processes(loading, declarations);
  const Node* main = root.find("main");
  decode_start_order(loading, declarations, main != nullptr);
  decode_tasks(loading, declarations);
  decode_process_steps(loading, declarations);
  if (main) {
    FrameScope scope(FrameKind::kMain);
    loading.scenario.main = read_frame(loading, scope, *main, "main");
  }
  if (const Node* observe = root.find("observe")) decode_observe(loading, *observe);
  if (const Node* expect = root.find("expect")) decode_expect(loading, *expect);
  if (const Node* timeout = root.find("timeout")) {
    loading.scenario.timeout =
        constant_duration(loading, *timeout, "timeout", DurationRange::kAboveZero);
  }
  if (const Node* explore = root.find("explore")) decode_explore(loading, *explore);
}

}  // namespace

std::optional<Scenario> load_scenario(const Source& source, const LoadOptions& options,
                                      Diagnostics& diagnostics) {
  TreeHints hints;
  hints.takes_list = takes_steps;
  hints.takes_expression = takes_expression;
  const Node root = read_tree(source, diagnostics, hints);
  // Most of the file may be missing: what follows from that is no news.
  if (!root.at) return std::nullopt;
  Loading loading{source, options, diagnostics, {}, {}};
  if (!root.is_map()) {
    report_wrong_kind(loading, root, "a map with 'scenario' and its other keys", "a scenario");
    return std::nullopt;
  }
  decode_all(loading, root);
  if (diagnostics.has_errors()) return std::nullopt;
  if (options.lint) lint_scenario(loading);
  return std::move(loading.scenario);
}

std::vector<std::string> expected_diagnostics(const Source& source) {
  Diagnostics ignored;
  const Node root = read_tree(source, ignored);
  const Node* expect = root.is_map() ? root.find("expect") : nullptr;
  const Node* diagnostics = expect && expect->is_map() ? expect->find("diagnostics") : nullptr;
  std::vector<std::string> texts;
  const auto add = [&texts](const Node& node) {
    if (node.is_scalar() && !node.text.empty()) texts.push_back(node.text);
  };
  if (diagnostics && diagnostics->is_scalar()) add(*diagnostics);
  if (diagnostics && diagnostics->is_list())
    for (const Node& item : diagnostics->items) add(item);
  return texts;
}

}  // namespace runner
