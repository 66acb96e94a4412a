#include "report/outcome_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/text.h"
#include "expr/text_form.h"
#include "machine/outcome.h"
#include "report/exploration_text.h"
#include "report/quantity.h"

namespace runner {
namespace {

using world::Exploration;
using world::ExplorationOutcome;

constexpr size_t kShownOutcomes = 50;

struct OutcomeRow {
  std::string values;
  std::string remarks;
};

bool may_end_otherwise(const Exploration& exploration) {
  using world::FailureKind;
  return std::any_of(exploration.failures.begin(), exploration.failures.end(),
                     [](const world::ExplorationFailure& failure) {
                       return failure.kind == FailureKind::kDeadlock ||
                              failure.kind == FailureKind::kNoEnd;
                     });
}

std::string_view how_often(const Exploration& exploration) {
  if (exploration.outcomes.size() > 1 || may_end_otherwise(exploration)) return "sometimes";
  // One was seen, but others may be in the part that was not explored, or it goes round for ever.
  const bool is_only =
      exploration.outcomes_complete && exploration.answers(world::Question::kLoops);
  return is_only ? "always" : "possible";
}

std::vector<Value> values_of(const ExplorationOutcome& outcome) {
  std::vector<Value> values;
  for (const auto& entry : outcome.values) values.push_back(entry.second);
  return values;
}

std::vector<OutcomeRow> rows_of(const Exploration& exploration, const Scenario& scenario) {
  std::vector<OutcomeRow> rows;
  for (const ExplorationOutcome& outcome : exploration.outcomes) {
    std::string remarks(how_often(exploration));
    remarks +=
        fmt::format(", {}", counted(static_cast<uint64_t>(outcome.schedule.length()), "step"));
    if (scenario.expect.outcomes) remarks += outcome.allowed ? ", allowed" : ", not allowed";
    if (outcome.needs_timing) remarks += ", depends on timing";
    rows.push_back({values_text(outcome), remarks});
  }
  if (!scenario.expect.outcomes) return rows;
  for (const AllowedOutcome& allowed : *scenario.expect.outcomes) {
    const bool is_possible = std::any_of(
        exploration.outcomes.begin(), exploration.outcomes.end(),
        [&](const auto& outcome) { return is_outcome(scenario, values_of(outcome), allowed); });
    if (is_possible) continue;
    const std::string_view never = exploration.outcomes_complete ? "never" : "not found";
    rows.push_back({outcome_text(scenario, allowed), fmt::format("{}, allowed", never)});
  }
  return rows;
}

std::string head(const Exploration& exploration) {
  const size_t count = exploration.outcomes.size();
  if (count == 0 && !exploration.outcomes_complete) return "outcomes: none found\n";
  if (count == 0) return "outcomes: none, as nothing comes to an end\n";
  if (!exploration.outcomes_complete) {
    return fmt::format("outcomes: {} found, there may be others\n", with_separators(count));
  }
  return fmt::format("outcomes: {}\n",
                     count == 1 ? "this one" : "these " + with_separators(count) + ", no others");
}

}  // namespace

std::string values_text(const ExplorationOutcome& outcome) {
  std::string text;
  for (const auto& [name, value] : outcome.values) {
    text += fmt::format("{}{}={}", text.empty() ? "" : " ", name, to_repr(value));
  }
  return text;
}

std::string outcome_table(const Exploration& exploration, const Scenario& scenario) {
  if (scenario.observe.empty()) return "";
  std::vector<OutcomeRow> rows = rows_of(exploration, scenario);
  const size_t left = rows.size() > kShownOutcomes ? rows.size() - kShownOutcomes : 0;
  rows.resize(rows.size() - left);
  size_t width = 0;
  for (const OutcomeRow& row : rows) width = std::max(width, count_code_points(row.values));
  std::string text = head(exploration);
  for (const OutcomeRow& row : rows) {
    const size_t padding = width - count_code_points(row.values);
    text += fmt::format("  {}{}  {}\n", row.values, std::string(padding, ' '), row.remarks);
  }
  if (left > 0) text += fmt::format("  and {} more, which --json lists\n", with_separators(left));
  return text;
}

}  // namespace runner
