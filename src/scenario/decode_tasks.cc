#include <string_view>
#include <unordered_map>

#include "kernels/registry.h"
#include "scenario/decode.h"
#include "scenario/fields.h"
#include "scenario/frames.h"
#include "scenario/names.h"

namespace runner {
namespace {

constexpr std::string_view kTaskKeys[] = {"params", "steps"};

// The kind that `{name: kind}` says; whether there is one.
bool decode_kind(Loading& loading, const Node& node, Parameter& parameter) {
  std::vector<std::string> names;
  for (size_t i = 0; i <= static_cast<size_t>(ObjectKind::kPool); ++i) {
    const auto kind = static_cast<ObjectKind>(i);
    names.emplace_back(object_kind_name(kind));
    if (!node.is_scalar() || node.text != names.back()) continue;
    parameter.kind = kind;
    return true;
  }
  names.emplace_back("process");
  parameter.process = node.is_scalar() && node.text == "process";
  if (parameter.process) return true;
  if (!node.is_scalar() || node.missing) {
    report_wrong_kind(loading, node, "a kind, like list or lock", "a parameter");
  } else {
    report(loading, node, "unknown kind " + in_single_quotes(node.text)).hint =
        suggestion_or_list(loading, node.text, "the kinds are", names);
  }
  return false;
}

using NamesSeen = std::unordered_map<std::string_view, Position>;

bool decode_parameter(Loading& loading, const Node& node, Task& task, NamesSeen& seen) {
  Parameter parameter;
  const bool has_kind = node.is_map() && node.keys.size() == 1;
  if (!has_kind && !(node.is_scalar() && !node.missing)) {
    report_wrong_kind(loading, node, "a name or {name: kind}", "a parameter");
    return false;
  }
  const Node& name = has_kind ? node.keys[0] : node;
  if (report_local_clash(loading, name)) return false;
  const auto [other, is_new] = seen.emplace(name.text, name.at);
  if (!is_new) {
    report_clash(loading, name, other->second, "a parameter has it here");
    return false;
  }
  parameter.name = name.text;
  parameter.at = name.at;
  if (has_kind && !decode_kind(loading, node.items[0], parameter)) return false;
  task.parameters.push_back(std::move(parameter));
  return true;
}

// Whether nothing was wrong with them.
bool decode_parameter_list(Loading& loading, const Node& node, Task& task) {
  if (!node.is_list()) {
    report_wrong_kind(loading, node, "a list", "params");
    return false;
  }
  task.parameters.reserve(node.items.size());
  bool sound = true;
  NamesSeen seen;
  for (const Node& item : node.items) sound &= decode_parameter(loading, item, task, seen);
  return sound;
}

void tolerate_all(const Node& node, FrameScope& scope) {
  if (node.is_scalar()) scope.tolerate(node.text);
  for (const Node& key : node.keys) tolerate_all(key, scope);
  for (const Node& item : node.items) tolerate_all(item, scope);
}

// In a task with errors, whatever stands outside its steps may be a parameter.
void tolerate_parameters(const Node& task, FrameScope& scope) {
  for (size_t i = 0; i < task.keys.size(); ++i) {
    if (task.keys[i].text != "steps") tolerate_all(task.items[i], scope);
  }
}

}  // namespace

void decode_parameters(Loading& loading, const Declarations& declarations) {
  for (size_t i = 0; i < declarations.tasks.size(); ++i) {
    const Declared& declared = declarations.tasks[i];
    Task& task = loading.scenario.tasks[i];
    const size_t before = loading.errors();
    const Fields fields(loading, *declared.value, "a task", kTaskKeys, steps_hint(task.name));
    bool sound = loading.errors() == before;
    if (const Node* node = fields.get("params")) {
      sound &= decode_parameter_list(loading, *node, task);
    }
    loading.symbols.find(task.name)->sound = sound;
    if (loading.options.lint && find_kernel(task.name) >= 0) {
      warn(loading, *declared.key, "task '" + task.name + "' hides the kernel of that name");
    }
  }
}

void decode_tasks(Loading& loading, const Declarations& declarations) {
  for (size_t i = 0; i < declarations.tasks.size(); ++i) {
    const Declared& declared = declarations.tasks[i];
    if (!declared.value->is_map()) continue;
    Task& task = loading.scenario.tasks[i];
    FrameScope scope(FrameKind::kTask);
    for (const Parameter& parameter : task.parameters) scope.add_parameter(parameter);
    if (!loading.symbols.find(task.name)->sound) tolerate_parameters(*declared.value, scope);
    const Node* steps = declared.value->find("steps");
    if (!steps && has_misspelt_key(*declared.value, "steps", kTaskKeys)) continue;
    if (!steps) {
      report(loading, *declared.key, "task '" + task.name + "' needs 'steps'");
      continue;
    }
    task.frame = read_frame(loading, scope, *steps, "steps");
  }
}

}  // namespace runner
