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
      return std::string(Histogram::kEnded);
    case kUnmet:
      return std::string(Histogram::kFailed);
    case kDeadlocked:
      return Histogram::deadlock_text(result.deadlock->category);
    case kTimeLimit:
      return "(time limit)";
    default:
      return "(stopped)";
  }
}

std::string_view how_often(int64_t count, int64_t runs) {
  if (count == 0) return "never observed";
  return count == runs ? "always observed" : "sometimes observed";
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
    Row& row = rows_[end_text(result)];
    ++row.count;
    row.comparable = result.deadlock.has_value() || plain_status(result) == kAllHeld;
    return;
  }
  Row& row = rows_[outcome_text(scenario_, result.observed)];
  if (row.count++ > 0) return;
  row.comparable = true;
  row.judged = scenario_.expect.outcomes.has_value();
  row.allowed = false;
  for (size_t i = 0; i < seen_.size(); ++i) {
    if (!is_outcome(scenario_, result.observed, (*scenario_.expect.outcomes)[i])) continue;
    seen_[i] = true;
    row.allowed = true;
  }
}

std::string Histogram::deadlock_text(const std::string& category) {
  return fmt::format("(deadlock: {})", category);
}

void Histogram::compare_with(PossibleEnds possible) {
  possible_ = std::move(possible);
}

bool Histogram::has_impossible() const {
  if (!possible_ || !possible_->complete) return false;
  return std::any_of(rows_.begin(), rows_.end(), [&](const auto& row) {
    return row.second.comparable && !possible_->has(row.first);
  });
}

// The most frequent first; what was not seen last.
std::vector<Histogram::Entry> Histogram::entries() const {
  std::vector<Entry> entries(rows_.begin(), rows_.end());
  std::stable_sort(entries.begin(), entries.end(),
                   [](const Entry& a, const Entry& b) { return a.second.count > b.second.count; });
  add_unseen(entries);
  return entries;
}

void Histogram::add_unseen(std::vector<Entry>& entries) const {
  const auto is_listed = [&](const std::string& text) {
    return std::any_of(entries.begin(), entries.end(),
                       [&](const Entry& entry) { return entry.first == text; });
  };
  for (size_t i = 0; i < seen_.size(); ++i) {
    if (seen_[i]) continue;
    entries.push_back(
        {outcome_text(scenario_, (*scenario_.expect.outcomes)[i]), {0, true, true, false}});
  }
  if (!possible_) return;
  for (const auto& [text, steps] : possible_->steps) {
    if (!is_listed(text)) entries.push_back({text, {}});
  }
}

std::string Histogram::possibility(const Entry& entry) const {
  if (!possible_) return "";
  const auto found = possible_->steps.find(entry.first);
  if (found == possible_->steps.end()) {
    if (!entry.second.comparable) return "";
    if (possible_->has(entry.first)) return ", possible";
    return possible_->complete ? ", not possible" : ", not found by exploring";
  }
  if (!found->second) return ", possible";
  return fmt::format(", possible in {} step{}", *found->second, *found->second == 1 ? "" : "s");
}

std::string Histogram::comparison() const {
  if (!possible_) return "";
  if (!possible_->complete && possible_->steps.empty())
    return "exploring was ended before it came to any end: what is possible is not known\n";
  size_t observed = 0;
  for (const auto& [text, steps] : possible_->steps) observed += rows_.contains(text) ? 1 : 0;
  std::string text = fmt::format("{} of {} possible outcomes {} observed", observed,
                                 possible_->steps.size(), observed == 1 ? "was" : "were");
  if (!possible_->complete) text += "; not everything was explored, so there may be others";
  text += "\n";
  if (has_impossible()) {
    text +=
        "what was observed is not possible: either it rests on now(), elapsed() or random(), which "
        "are fixed\nwhile exploring, or runner has a fault\n";
  }
  return text;
}

std::string Histogram::text() const {
  const std::vector<Entry> entries = this->entries();
  size_t width = 0;
  for (const Entry& entry : entries) width = std::max(width, count_code_points(entry.first));
  std::string text = fmt::format("{}: {} run{}, {} outcome{}\n", scenario_.name, runs_,
                                 runs_ == 1 ? "" : "s", rows_.size(), rows_.size() == 1 ? "" : "s");
  for (const Entry& entry : entries) {
    const auto& [outcome, row] = entry;
    const size_t padding = width - count_code_points(outcome);
    text += fmt::format("{:>8}  {}{}  {}", row.count, outcome, std::string(padding, ' '),
                        how_often(row.count, runs_));
    if (row.judged) text += row.allowed ? ", allowed" : ", not allowed";
    text += possibility(entry) + "\n";
  }
  return text + comparison();
}

}  // namespace runner
