#include "scenario/fields.h"

#include <algorithm>

#include "base/text.h"

namespace runner {
namespace {

// What a key of other languages is called here, if that is one of `names`; or "".
std::string key_for_habit(std::string_view word, std::span<const std::string> names) {
  static constexpr std::pair<std::string_view, std::string_view> kHabits[] = {
      {"except", "catch"},     {"rescue", "catch"},   {"elif", "else"},
      {"depends_on", "after"}, {"requires", "after"}, {"replicas", "count"},
      {"instances", "count"},  {"stdout", "output"},  {"affinity", "cpus"},
  };
  for (const auto& [habit, name] : kHabits) {
    if (habit == word && std::find(names.begin(), names.end(), name) != names.end())
      return std::string(name);
  }
  return "";
}

}  // namespace

Fields::Fields(Loading& loading, const Node& node, std::string_view what,
               std::span<const std::string_view> names, std::string_view list_hint)
    : node_(node), names_(names) {
  if (!node.is_map()) {
    report_wrong_kind(loading, node, "a map", what).hint = node.is_list() ? list_hint : "";
    return;
  }
  for (const Node& key : node.keys) {
    if (std::find(names.begin(), names.end(), key.text) != names.end()) continue;
    report_unknown_key(loading, key, what, names);
  }
}

const Node& Fields::key(std::string_view name) const {
  const auto found = std::find_if(node_.keys.begin(), node_.keys.end(),
                                  [&](const Node& key) { return key.text == name; });
  CHECK(found != node_.keys.end());
  return *found;
}

bool Fields::is_misspelt(std::string_view name) const {
  return has_misspelt_key(node_, name, names_);
}

std::string nearest_key(std::string_view word, std::span<const std::string> names) {
  const std::string meant = key_for_habit(word, names);
  return meant.empty() ? nearest(word, names) : meant;
}

std::string steps_hint(std::string_view name) {
  return "write " + std::string(name) + ": {steps: [...]}";
}

bool has_misspelt_key(const Node& node, std::string_view name,
                      std::span<const std::string_view> names) {
  const std::vector<std::string> candidates(names.begin(), names.end());
  return std::any_of(node.keys.begin(), node.keys.end(), [&](const Node& key) {
    const bool is_known = std::find(names.begin(), names.end(), key.text) != names.end();
    return !is_known && nearest_key(key.text, candidates) == name;
  });
}

void report_unknown_key(Loading& loading, const Node& key, std::string_view what,
                        std::span<const std::string_view> names) {
  const std::vector<std::string> candidates(names.begin(), names.end());
  const std::string meant = key_for_habit(key.text, candidates);
  report(loading, key, "unknown key " + in_single_quotes(key.text) + " in " + std::string(what))
      .hint = meant.empty() ? suggestion_or_list(loading, key.text, "its keys are", candidates)
                            : did_you_mean_hint(meant);
}

}  // namespace runner
