#include "report/finding_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"
#include "report/quantity.h"
#include "text/display.h"

namespace runner {
namespace {

using world::AccessPlace;
using world::Exploration;
using world::LockOrder;
using world::Question;
using world::Race;

constexpr size_t kShownFindings = 20;

std::string place_text(const AccessPlace& place, const std::string& file) {
  std::string text = fmt::format("{}: {}", displayed(place.process), displayed(place.operation));
  if (place.at) text += fmt::format(" ({}:{}:{})", displayed(file), place.at.line, place.at.column);
  return text;
}

std::string race_lines(const Race& race, const std::string& file) {
  return fmt::format("{} of {}: no lock is held by both\n  {}\n  {}\n",
                     race.certain ? "data race" : "perhaps a data race", displayed(race.object),
                     place_text(race.first, file), place_text(race.second, file));
}

std::string order_lines(const LockOrder& order, const std::string& file) {
  std::string names;
  for (const LockOrder::Link& link : order.cycle) names += displayed(link.held) + ", then ";
  if (!order.cycle.empty()) names += displayed(order.cycle.front().held);
  std::string text =
      fmt::format("locks taken in a circle: {}; {}\n", names,
                  order.deadlock_reachable ? "a deadlock is reachable"
                                           : "no deadlock is reachable in this scenario");
  for (const LockOrder::Link& link : order.cycle) {
    text += fmt::format("  {} holds {} and asks for {}{}\n", displayed(link.place.process),
                        displayed(link.held), displayed(link.requested),
                        link.place.at ? fmt::format(" ({}:{}:{})", displayed(file),
                                                    link.place.at.line, link.place.at.column)
                                      : "");
  }
  return text;
}

std::string_view words_of(Question question) {
  switch (question) {
    case Question::kLoops:
      return "endless loops";
    case Question::kStuck:
      return "who is stuck beside an endless loop";
    case Question::kRaces:
      return "data races";
    case Question::kLockOrders:
      return "locks taken in a circle";
    case Question::kOutput:
      return "what is printed (--judge-output)";
  }
  UNREACHABLE();
}

template <typename Finding, typename Lines>
std::string all(const std::vector<Finding>& findings, const Lines& lines) {
  std::string text;
  const size_t shown = std::min(findings.size(), kShownFindings);
  for (size_t i = 0; i < shown; ++i) text += lines(findings[i]);
  if (shown < findings.size()) {
    text +=
        fmt::format("and {} more, which --json lists\n", with_separators(findings.size() - shown));
  }
  return text;
}

}  // namespace

std::string race_text(const Exploration& exploration, const std::string& file) {
  return all(exploration.races, [&](const Race& race) { return race_lines(race, file); });
}

std::string lock_order_text(const Exploration& exploration, const std::string& file) {
  return all(exploration.lock_orders,
             [&](const LockOrder& order) { return order_lines(order, file); });
}

std::string unanswered_text(const Exploration& exploration) {
  if (exploration.unanswered.empty()) return "";
  std::string text;
  for (const Question question : exploration.unanswered) {
    text += text.empty() ? "not looked for: " : ", ";
    text += words_of(question);
  }
  return text + "\n";
}

}  // namespace runner
