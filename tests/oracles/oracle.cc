#include "oracle.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "scenario/load.h"
#include "text/file.h"
#include "text/tree.h"

namespace runner {
namespace {

namespace fs = std::filesystem;

const fs::path kFolder = fs::path(RUNNER_SOURCE_DIR) / "tests" / "oracles";

std::optional<int64_t> number(const Node& map, std::string_view key) {
  const Node* node = map.find(key);
  if (node == nullptr || node->text == "null") return std::nullopt;
  return std::stoll(node->text);
}

std::string text_of(const Node& node) {
  if (node.is_scalar()) return node.text;
  std::string text;
  for (const Node& item : node.items) text += (text.empty() ? "" : ", ") + text_of(item);
  return "[" + text + "]";
}

}  // namespace

std::vector<std::string> oracle_names() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(kFolder))
    if (entry.path().extension() == ".yaml") names.push_back(entry.path().stem());
  std::sort(names.begin(), names.end());
  return names;
}

Oracle read_oracle(const std::string& name) {
  Diagnostics diagnostics;
  const std::optional<Source> source =
      read_source((kFolder / (name + ".yaml")).string(), diagnostics);
  EXPECT_TRUE(source.has_value());
  const Node root = read_tree(*source, diagnostics);
  std::optional<Scenario> scenario = load_scenario(*source, {}, diagnostics);
  EXPECT_TRUE(scenario.has_value()) << render(*source, diagnostics);
  Oracle oracle;
  oracle.name = name;
  const Node* told = root.find("x-oracle");
  EXPECT_NE(told, nullptr);
  oracle.verdict = told->find("verdict")->text;
  oracle.states = *number(*told, "states");
  oracle.transitions = *number(*told, "transitions");
  oracle.deadlock_states = *number(*told, "deadlock_states");
  oracle.shortest_deadlock = number(*told, "shortest_deadlock");
  oracle.shortest_violation = number(*told, "shortest_violation");
  oracle.states_por = *number(*told, "states_por");
  oracle.states_por_symmetry = *number(*told, "states_por_symmetry");
  for (const Node& outcome : told->find("outcomes")->items)
    oracle.outcomes.push_back(text_of(outcome));
  std::sort(oracle.outcomes.begin(), oracle.outcomes.end());
  if (const Node* other = told->find("other_steps")) {
    oracle.other_steps = other->find("why")->text;
    oracle.states = *number(*other, "states");
    oracle.transitions = *number(*other, "transitions");
    oracle.shortest_deadlock = number(*other, "shortest_deadlock");
  }
  oracle.program = compile(*std::move(scenario));
  return oracle;
}

}  // namespace runner
