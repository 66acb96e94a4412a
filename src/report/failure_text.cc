#include "report/failure_text.h"

#include <fmt/format.h>

#include <vector>

#include "base/text.h"
#include "report/coverage.h"
#include "report/quantity.h"
#include "report/schedule_text.h"
#include "text/diagnostic.h"
#include "text/display.h"

namespace runner {
namespace {

using world::ExplorationFailure;
using world::FailureKind;

constexpr std::string_view kNoReturn = "from here on it can no longer come to an end";

std::string length_of(const ExplorationFailure& failure) {
  const int64_t steps = failure.schedule.length();
  if (steps == 0) return "at once";
  std::string text = "after " + counted(static_cast<uint64_t>(steps), "step");
  // Without a search of everything nothing is said about its length but that it is what was found.
  text += failure.shortest ? ", no schedule is shorter" : ", not proved to be the shortest";
  return text;
}

// A deadlock is told by those who are stuck; everything else by a message.
std::string message_of(const ExplorationFailure& failure, const FailureStyle& style) {
  if (failure.kind == FailureKind::kDeadlock || failure.message.empty()) return "";
  if (failure.at && style.source != nullptr) {
    Diagnostic diagnostic;
    diagnostic.at = failure.at;
    diagnostic.message = failure.message;
    return render(*style.source, diagnostic);
  }
  return fmt::format("{}: {}\n", displayed(style.file), displayed(failure.message));
}

// As the columns are headed, which are the scenario's names; a process may show itself with
// another.
std::string name_of(const Stuck& stuck, const Schedule& schedule) {
  for (const ScheduleStep& step : schedule.steps) {
    const bool is_its = step.kind != ScheduleStep::Kind::kTick && step.process == stuck.process;
    if (is_its) return displayed(step.name);
  }
  return displayed(stuck.name);
}

std::string stuck_line(const Stuck& stuck, const Schedule& schedule) {
  std::string line = fmt::format("  {} {}", name_of(stuck, schedule), displayed(stuck.doing));
  if (!stuck.holds.empty()) line += fmt::format(", holding {}", enumerate(stuck.holds));
  if (stuck.at) line += fmt::format(" (line {})", stuck.at.line);
  return line + "\n";
}

std::string stuck_text(const Deadlock& deadlock, const Schedule& schedule) {
  std::string text = "at the end\n";
  std::vector<std::string> cycle;
  for (const Stuck& stuck : deadlock.processes) {
    text += stuck_line(stuck, schedule);
    if (stuck.in_cycle) cycle.push_back(name_of(stuck, schedule));
  }
  if (cycle.size() > 1) text += fmt::format("  {} wait in a circle\n", enumerate(cycle));
  return text;
}

}  // namespace

std::string failure_line(const ExplorationFailure& failure) {
  std::string line = fmt::format("{} {}", failure_title(failure), length_of(failure));
  if (failure.expected) line += ", as expected";
  if (failure.needs_timing) line += "; depends on timing";
  return line;
}

std::string failure_text(const ExplorationFailure& failure, const FailureStyle& style) {
  std::string text = failure_line(failure) + "\n";
  if (failure.needs_timing) {
    text +=
        "  It needs a delay that the sleeps and timeouts make unlikely: --time virtual does "
        "not show it.\n";
  }
  text += message_of(failure, style);
  text += schedule_text(failure.schedule, failure.point_of_no_return, kNoReturn, style.width);
  if (!failure.difference.empty()) text += failure.difference + "\n";
  if (failure.deadlock) text += stuck_text(*failure.deadlock, failure.schedule);
  return text;
}

}  // namespace runner
