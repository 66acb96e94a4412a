#include "scenario/fields.h"

#include <algorithm>

#include "base/text.h"

namespace runner {

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

std::string steps_hint(std::string_view name) {
  return "write " + std::string(name) + ": {steps: [...]}";
}

bool has_misspelt_key(const Node& node, std::string_view name,
                      std::span<const std::string_view> names) {
  const std::vector<std::string> candidates(names.begin(), names.end());
  return std::any_of(node.keys.begin(), node.keys.end(), [&](const Node& key) {
    const bool is_known = std::find(names.begin(), names.end(), key.text) != names.end();
    return !is_known && nearest(key.text, candidates) == name;
  });
}

void report_unknown_key(Loading& loading, const Node& key, std::string_view what,
                        std::span<const std::string_view> names) {
  const std::vector<std::string> candidates(names.begin(), names.end());
  report(loading, key, "unknown key " + in_single_quotes(key.text) + " in " + std::string(what))
      .hint = suggestion_or_list(loading, key.text, "its keys are", candidates);
}

}  // namespace runner
