#include "report/exploration_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "report/coverage.h"
#include "report/failure_text.h"
#include "report/finding_text.h"
#include "report/outcome_table.h"
#include "report/quantity.h"
#include "report/schedule_text.h"
#include "text/display.h"

namespace runner {
namespace {

using world::Exploration;
using world::ExplorationFailure;
using world::ExplorationStatistics;

constexpr size_t kShownFailures = 3;  // with their schedules
constexpr size_t kListedFailures = 20;

std::string per_second(uint64_t count, double seconds) {
  // Of a moment nothing is to be said but noise.
  if (seconds < 0.05) return "";
  const auto rate = static_cast<uint64_t>(std::llround(static_cast<double>(count) / seconds));
  return with_separators(rate) + "/s";
}

std::string cost_line(const Exploration& exploration) {
  const ExplorationStatistics& statistics = exploration.statistics;
  const bool random = exploration.coverage == world::Coverage::kRandom;
  const uint64_t count = random ? statistics.transitions : statistics.states;
  const std::string rate = per_second(count, statistics.seconds);
  std::string text = random ? counted(statistics.schedules, "schedule") + ", "
                            : counted(statistics.states, "state") + ", ";
  text += fmt::format("{}, depth {}, {}, {:.3f} s",
                      random ? counted(statistics.transitions, "step")
                             : counted(statistics.transitions, "transition"),
                      statistics.depth, bytes_text(statistics.bytes), statistics.seconds);
  if (!rate.empty()) text += fmt::format(" ({} {})", random ? "steps" : "states", rate);
  return text + "\n";
}

std::string savings(const Exploration& exploration) {
  const ExplorationStatistics& statistics = exploration.statistics;
  std::string text;
  // Of few states the tables alone are most.
  constexpr uint64_t kManyStates = 10'000;
  if (exploration.coverage != world::Coverage::kRandom && statistics.states > kManyStates) {
    text +=
        fmt::format("memory: {:.1f} bytes a state\n",
                    static_cast<double>(statistics.bytes) / static_cast<double>(statistics.states));
  }
  if (statistics.stubborn_states == 0) {
    text += "partial order: no state was spared\n";
  } else {
    text += fmt::format("partial order: in {} not all that could go on were tried; {} left out\n",
                        counted(statistics.stubborn_states, "state"),
                        counted(statistics.stubborn_left_out, "transition"));
  }
  if (statistics.symmetric_groups == 0) {
    text += "symmetry: no processes stand for one another\n";
  } else {
    text += fmt::format("symmetry: {} of processes that stand for one another\n",
                        counted(static_cast<uint64_t>(statistics.symmetric_groups), "group"));
  }
  return text;
}

// The unexpected ones first, else in their order.
std::vector<const ExplorationFailure*> in_order_of_interest(const Exploration& exploration) {
  std::vector<const ExplorationFailure*> failures;
  for (const ExplorationFailure& failure : exploration.failures) failures.push_back(&failure);
  std::stable_partition(failures.begin(), failures.end(),
                        [](const ExplorationFailure* failure) { return !failure->expected; });
  return failures;
}

class Report {
 public:
  Report(const Exploration& exploration, const Scenario& scenario, const ExplorationStyle& style)
      : exploration_(exploration), scenario_(scenario), style_(style) {}

  std::string text() {
    text_ = fmt::format("{}: {}\n", displayed(style_.file), verdict_sentence(exploration_));
    add_failures();
    add_outcomes();
    add_chosen_outcome();
    paragraph(race_text(exploration_, style_.file));
    paragraph(lock_order_text(exploration_, style_.file));
    paragraph(unanswered_text(exploration_));
    paragraph(cost_line(exploration_) + (style_.statistics ? savings(exploration_) : ""));
    return std::move(text_);
  }

 private:
  void paragraph(const std::string& text) {
    if (!text.empty()) text_ += "\n" + text;
  }

  void add_failures() {
    const FailureStyle style{style_.file, style_.source, style_.width};
    size_t shown = 0;
    std::string rest;
    for (const ExplorationFailure* failure : in_order_of_interest(exploration_)) {
      if (shown < kShownFailures) {
        paragraph(failure_text(*failure, style));
      } else if (shown < kListedFailures) {
        rest += failure_line(*failure) + "\n";
      }
      ++shown;
    }
    if (rest.empty()) return;  // then there are too few to be left out
    std::string text = "also, with schedules that --json has:\n" + rest;
    if (shown > kListedFailures) {
      text += fmt::format("and {} more\n", with_separators(shown - kListedFailures));
    }
    if (exploration_.failures_left_out > 0) {
      text += fmt::format("of the same kinds {} more were found, and left out\n",
                          with_separators(exploration_.failures_left_out));
    }
    paragraph(text);
  }

  void add_outcomes() { paragraph(outcome_table(exploration_, scenario_)); }

  void add_chosen_outcome() {
    if (!style_.outcome) return;
    const world::ExplorationOutcome& outcome = exploration_.outcomes[*style_.outcome];
    paragraph(fmt::format("{} comes about like this:\n{}", values_text(outcome),
                          schedule_text(outcome.schedule, -1, "", style_.width)));
  }

  const Exploration& exploration_;
  const Scenario& scenario_;
  const ExplorationStyle& style_;
  std::string text_;
};

}  // namespace

std::string exploration_text(const Exploration& exploration, const Scenario& scenario,
                             const ExplorationStyle& style) {
  return Report(exploration, scenario, style).text();
}

std::string progress_text(const world::SearchProgress& progress) {
  return fmt::format("{}, depth {}, {} to expand, {}, {:.0f} s", counted(progress.states, "state"),
                     progress.depth, with_separators(progress.frontier), bytes_text(progress.bytes),
                     progress.seconds);
}

}  // namespace runner
