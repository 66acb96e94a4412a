#include "report/coverage.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/check.h"
#include "base/text.h"
#include "report/quantity.h"
#include "verdict/judge.h"

namespace runner {
namespace {

using world::Coverage;
using world::Exploration;
using world::ExplorationFailure;
using world::FailureKind;

// What the search itself has left open.
std::string_view but_for(const Exploration& exploration) {
  if (!exploration.answers(world::Question::kLoops))
    return ", but endless loops were not looked for";
  if (!exploration.answers(world::Question::kStuck))
    return ", but who is stuck beside an endless loop was not looked for";
  return "";
}

bool is_unexpected(const ExplorationFailure& failure) {
  return !failure.expected;
}

bool has_unexpected(const Exploration& exploration) {
  return std::any_of(exploration.failures.begin(), exploration.failures.end(), is_unexpected);
}

// Each title once, in the order of the failures.
std::string titles_of_unexpected(const Exploration& exploration) {
  std::vector<std::string> titles;
  for (const ExplorationFailure& failure : exploration.failures) {
    const std::string title = failure_title(failure);
    if (failure.expected || std::find(titles.begin(), titles.end(), title) != titles.end())
      continue;
    titles.push_back(title);
  }
  return enumerate(titles);
}

std::string why_it_ended(const Exploration& exploration) {
  return exploration.ended_by.empty() ? "" : fmt::format(" ({})", exploration.ended_by);
}

std::string preemptions(const Exploration& exploration) {
  return counted(static_cast<uint64_t>(exploration.preemptions), "preemption");
}

// Fingerprints in place of states can take two states for one.
std::string doubt(const Exploration& exploration) {
  const double probability = exploration.statistics.collision_probability;
  return probability > 0 ? fmt::format(
                               ", but for a probability of {:.1e} that two states were taken for "
                               "one",
                               probability)
                         : "";
}

std::string without_failure(const Exploration& exploration) {
  const bool any_expected = !exploration.failures.empty();
  const std::string_view nothing = any_expected ? "nothing unexpected" : "no failure";
  const std::string_view open = but_for(exploration);
  switch (exploration.coverage) {
    case Coverage::kComplete:
      if (!open.empty())
        return fmt::format("{} in any interleaving{}{}", nothing, open, doubt(exploration));
      return "proved: every interleaving was explored" + doubt(exploration);
    case Coverage::kPreemptions: {
      const std::string bound = preemptions(exploration);
      if (!open.empty())
        return fmt::format("{} up to {}{}{}", nothing, bound, open, doubt(exploration));
      return "proved up to " + bound + doubt(exploration);
    }
    case Coverage::kDepth:
      return fmt::format("{} within {}{}", nothing, counted(exploration.statistics.depth, "step"),
                         why_it_ended(exploration));
    case Coverage::kRandom:
      return fmt::format("{} in {}{}", nothing,
                         counted(exploration.statistics.schedules, "random schedule"),
                         why_it_ended(exploration));
  }
  UNREACHABLE();
}

std::string explored_part(const Exploration& exploration) {
  switch (exploration.coverage) {
    case Coverage::kComplete:
      return fmt::format("every interleaving was explored{}{}", but_for(exploration),
                         doubt(exploration));
    case Coverage::kPreemptions:
      return fmt::format("explored up to {}{}{}", preemptions(exploration), but_for(exploration),
                         doubt(exploration));
    case Coverage::kDepth:
      return fmt::format("explored up to {}{}", counted(exploration.statistics.depth, "step"),
                         why_it_ended(exploration));
    case Coverage::kRandom:
      return counted(exploration.statistics.schedules, "random schedule") +
             (exploration.statistics.schedules == 1 ? " was tried" : " were tried") +
             why_it_ended(exploration);
  }
  UNREACHABLE();
}

}  // namespace

std::string_view verdict_name(ExplorationVerdict verdict) {
  switch (verdict) {
    case ExplorationVerdict::kProved:
      return "proved";
    case ExplorationVerdict::kFailed:
      return "failed";
    case ExplorationVerdict::kBounded:
      return "bounded";
  }
  UNREACHABLE();
}

ExplorationVerdict verdict_of(const Exploration& exploration) {
  if (has_unexpected(exploration)) return ExplorationVerdict::kFailed;
  const bool proved = exploration.coverage == Coverage::kComplete && but_for(exploration).empty();
  return proved ? ExplorationVerdict::kProved : ExplorationVerdict::kBounded;
}

std::string verdict_sentence(const Exploration& exploration) {
  if (!has_unexpected(exploration)) return without_failure(exploration);
  return fmt::format("failed: {}; {}", titles_of_unexpected(exploration),
                     explored_part(exploration));
}

int exploration_status(const Exploration& exploration) {
  const auto& failures = exploration.failures;
  const bool deadlock = std::any_of(failures.begin(), failures.end(), [](const auto& failure) {
    return is_unexpected(failure) && failure.kind == FailureKind::kDeadlock;
  });
  if (deadlock) return kDeadlocked;
  return has_unexpected(exploration) ? kUnmet : kAllHeld;
}

std::string_view failure_kind_name(FailureKind kind) {
  switch (kind) {
    case FailureKind::kDeadlock:
      return "deadlock";
    case FailureKind::kAssertion:
      return "assertion";
    case FailureKind::kError:
      return "error";
    case FailureKind::kMisuse:
      return "misuse";
    case FailureKind::kAlways:
      return "always";
    case FailureKind::kFinally:
      return "finally";
    case FailureKind::kExit:
      return "exit";
    case FailureKind::kOutcome:
      return "outcome";
    case FailureKind::kOutput:
      return "output";
    case FailureKind::kNoEnd:
      return "no end";
  }
  UNREACHABLE();
}

std::string failure_title(const ExplorationFailure& failure) {
  const std::string_view kind = failure_kind_name(failure.kind);
  if (failure.kind != FailureKind::kDeadlock) return std::string(kind);
  return fmt::format("{}{} ({})", failure.partial ? "partial " : "", kind, failure.category);
}

}  // namespace runner
