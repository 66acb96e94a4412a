#include "verdict/histogram.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "machine/outcome.h"
#include "verdict/judge.h"

namespace runner {
namespace {

std::string end_text(const RunResult& result) {
  switch (plain_status(result)) {
    case kAllHeld:
      return "(ended)";
    case kUnmet:
      return "(a process failed)";
    case kDeadlocked:
      return fmt::format("(deadlock: {})", result.deadlock->category);
    case kTimeLimit:
      return "(time limit)";
    default:
      return "(stopped)";
  }
}

std::string_view how_often(int64_t count, int64_t runs) {
  if (count == 0) return "never";
  return count == runs ? "always" : "sometimes";
}

}  // namespace

Histogram::Histogram(const Scenario& scenario) : scenario_(scenario) {
  if (scenario.expect.outcomes) seen_.resize(scenario.expect.outcomes->size(), false);
}

void Histogram::add(const RunResult& result) {
  ++runs_;
  const bool has_outcome = !scenario_.observe.empty() && !result.deadlock && !result.timed_out &&
                           result.stopped_by_signal == 0 && !result.system_error;
  if (!has_outcome) {
    ++rows_[end_text(result)].count;
    return;
  }
  Row& row = rows_[outcome_text(scenario_, result.observed)];
  if (row.count++ > 0) return;
  row.judged = scenario_.expect.outcomes.has_value();
  row.allowed = false;
  for (size_t i = 0; i < seen_.size(); ++i) {
    if (!is_outcome(scenario_, result.observed, (*scenario_.expect.outcomes)[i])) continue;
    seen_[i] = true;
    row.allowed = true;
  }
}

std::string Histogram::text() const {
  using Entry = std::pair<std::string, Row>;
  std::vector<Entry> entries(rows_.begin(), rows_.end());
  std::stable_sort(entries.begin(), entries.end(),
                   [](const Entry& a, const Entry& b) { return a.second.count > b.second.count; });
  for (size_t i = 0; i < seen_.size(); ++i) {
    if (seen_[i]) continue;
    entries.push_back({outcome_text(scenario_, (*scenario_.expect.outcomes)[i]), {0, true, true}});
  }
  size_t width = 0;
  for (const Entry& entry : entries) width = std::max(width, count_code_points(entry.first));
  std::string text = fmt::format("{}: {} run{}, {} outcome{}\n", scenario_.name, runs_,
                                 runs_ == 1 ? "" : "s", rows_.size(), rows_.size() == 1 ? "" : "s");
  for (const auto& [outcome, row] : entries) {
    const size_t padding = width - count_code_points(outcome);
    text += fmt::format("{:>8}  {}{}  {}", row.count, outcome, std::string(padding, ' '),
                        how_often(row.count, runs_));
    if (row.judged) text += row.allowed ? ", allowed" : ", not allowed";
    text += "\n";
  }
  return text;
}

}  // namespace runner
