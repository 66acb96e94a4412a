#include "report/exploration_json.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/check.h"
#include "expr/text_form.h"
#include "report/coverage.h"

namespace runner {
namespace {

using Json = nlohmann::ordered_json;
using world::AccessPlace;
using world::Coverage;
using world::Exploration;
using world::ExplorationFailure;
using world::ExplorationOutcome;
using world::LockOrder;
using world::Race;

Json to_json_value(const Value& value);

Json json_list(const Value& value) {
  Json list = Json::array();
  for (const Value& item : value.as_list()) list.push_back(to_json_value(item));
  return list;
}

// An object; where two keys, as 1 and "1", would become one, a list of pairs.
Json json_map(const Value& value) {
  const auto& entries = value.as_map().entries();
  Json map = Json::object();
  for (const auto& [key, item] : entries) map[to_text(key)] = to_json_value(item);
  if (map.size() == entries.size()) return map;
  Json pairs = Json::array();
  for (const auto& [key, item] : entries) {
    pairs.push_back(Json::array({to_json_value(key), to_json_value(item)}));
  }
  return pairs;
}

Json to_json_value(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kNull:
      return nullptr;
    case ValueKind::kBool:
      return value.as_bool();
    case ValueKind::kInt:
      return value.as_int();
    case ValueKind::kDouble:
      return value.as_double();
    case ValueKind::kString:
      return value.as_string();
    case ValueKind::kList:
      return json_list(value);
    case ValueKind::kMap:
      return json_map(value);
    case ValueKind::kHandle:
    case ValueKind::kDeadline:
    case ValueKind::kObject:
    case ValueKind::kProcess:
    case ValueKind::kError:
      return to_text(value);
  }
  UNREACHABLE();
}

std::string_view coverage_name(Coverage coverage) {
  switch (coverage) {
    case Coverage::kComplete:
      return "complete";
    case Coverage::kPreemptions:
      return "preemptions";
    case Coverage::kDepth:
      return "depth";
    case Coverage::kRandom:
      return "random";
  }
  UNREACHABLE();
}

std::string_view question_name(world::Question question) {
  switch (question) {
    case world::Question::kLoops:
      return "loops";
    case world::Question::kStuck:
      return "stuck";
    case world::Question::kRaces:
      return "races";
    case world::Question::kLockOrders:
      return "lock_orders";
    case world::Question::kOutput:
      return "output";
  }
  UNREACHABLE();
}

std::string_view what_happens(ScheduleStep::Kind kind) {
  switch (kind) {
    case ScheduleStep::Kind::kPerform:
      return "perform";
    case ScheduleStep::Kind::kGiveUp:
      return "give_up";
    case ScheduleStep::Kind::kSignal:
      return "signal";
    case ScheduleStep::Kind::kKill:
      return "kill";
    case ScheduleStep::Kind::kTick:
      return "tick";
  }
  UNREACHABLE();
}

std::string_view part_name(ScheduleStep::Part part) {
  return part == ScheduleStep::Part::kBegin ? "begin" : "rest";
}

Json json_step(const ScheduleStep& step) {
  Json json = {{"process", step.name}, {"operation", step.operation}, {"line", step.at.line}};
  if (step.kind != ScheduleStep::Kind::kPerform) json["what"] = what_happens(step.kind);
  if (step.part != ScheduleStep::Part::kWhole) json["part"] = part_name(step.part);
  if (!step.result.empty()) json["result"] = step.result;
  return json;
}

Json json_schedule(const Schedule& schedule) {
  Json list = Json::array();
  for (const ScheduleStep& step : schedule.steps)
    if (!step.quiet) list.push_back(json_step(step));
  return list;
}

// The last listed step that is not after this one.
int64_t listed_index(const Schedule& schedule, int64_t step) {
  const auto end = schedule.steps.begin() + step + 1;
  return std::count_if(schedule.steps.begin(), end,
                       [](const ScheduleStep& one) { return !one.quiet; }) -
         1;
}

Json json_stuck(const Deadlock& deadlock) {
  Json list = Json::array();
  for (const Stuck& stuck : deadlock.processes) {
    list.push_back({{"process", stuck.name},
                    {"doing", stuck.doing},
                    {"holds", stuck.holds},
                    {"line", stuck.at.line},
                    {"in_cycle", stuck.in_cycle}});
  }
  return list;
}

std::string kind_key(world::FailureKind kind) {
  std::string name(failure_kind_name(kind));
  for (char& c : name) {
    if (c == ' ') c = '_';
  }
  return name;
}

Json json_failure(const ExplorationFailure& failure) {
  Json json = {{"kind", kind_key(failure.kind)},
               {"class", failure.partial ? "partial" : failure.category},
               {"category", failure.category},
               {"steps", failure.schedule.length()},
               {"shortest", failure.shortest},
               {"expected", failure.expected},
               {"needs_timing", failure.needs_timing},
               {"message", failure.message},
               {"line", failure.at.line},
               {"schedule", json_schedule(failure.schedule)}};
  if (failure.point_of_no_return >= 0)
    json["point_of_no_return"] = listed_index(failure.schedule, failure.point_of_no_return);
  if (!failure.difference.empty()) json["difference"] = failure.difference;
  if (failure.deadlock) json["processes"] = json_stuck(*failure.deadlock);
  return json;
}

Json json_outcome(const ExplorationOutcome& outcome) {
  Json values = Json::object();
  for (const auto& [name, value] : outcome.values) values[name] = to_json_value(value);
  return {{"values", values},
          {"steps", outcome.schedule.length()},
          {"allowed", outcome.allowed},
          {"needs_timing", outcome.needs_timing},
          {"schedule", json_schedule(outcome.schedule)}};
}

Json json_place(const AccessPlace& place) {
  return {{"process", place.process}, {"operation", place.operation}, {"line", place.at.line}};
}

Json json_race(const Race& race) {
  return {{"object", race.object},
          {"first", json_place(race.first)},
          {"second", json_place(race.second)},
          {"certain", race.certain}};
}

Json json_order(const LockOrder& order) {
  Json cycle = Json::array();
  for (const LockOrder::Link& link : order.cycle) {
    Json json = {{"held", link.held}, {"requested", link.requested}};
    json.update(json_place(link.place));
    cycle.push_back(std::move(json));
  }
  return {{"cycle", cycle}, {"deadlock_reachable", order.deadlock_reachable}};
}

template <typename Item, typename ToJson>
Json json_each(const std::vector<Item>& items, const ToJson& to_json) {
  Json list = Json::array();
  for (const Item& item : items) list.push_back(to_json(item));
  return list;
}

Json json_reductions(const world::ExplorationStatistics& statistics) {
  return {{"stubborn_states", statistics.stubborn_states},
          {"left_out", statistics.stubborn_left_out},
          {"symmetric_groups", statistics.symmetric_groups}};
}

}  // namespace

std::string exploration_json(const Exploration& exploration, const ExplorationRecord& record) {
  const world::ExplorationStatistics& statistics = exploration.statistics;
  Json json = {{"scenario", record.scenario},
               {"file", record.file},
               {"hash", record.hash},
               {"verdict", verdict_name(verdict_of(exploration))},
               {"sentence", verdict_sentence(exploration)},
               {"complete", exploration.coverage == Coverage::kComplete},
               {"coverage", coverage_name(exploration.coverage)},
               {"ended_by", exploration.ended_by},
               {"states", statistics.states},
               {"transitions", statistics.transitions},
               {"depth", statistics.depth},
               {"bytes", statistics.bytes},
               {"seconds", statistics.seconds}};
  if (exploration.coverage == Coverage::kPreemptions) json["preemptions"] = exploration.preemptions;
  if (exploration.coverage == Coverage::kRandom) {
    json["schedules"] = statistics.schedules;
    json["seed"] = record.seed;
  }
  if (statistics.collision_probability > 0) {
    json["collision_probability"] = statistics.collision_probability;
  }
  json["reductions"] = json_reductions(statistics);
  json["failures_left_out"] = exploration.failures_left_out;
  json["failures"] = json_each(exploration.failures, json_failure);
  json["outcomes"] = json_each(exploration.outcomes, json_outcome);
  json["outcomes_complete"] = exploration.outcomes_complete;
  json["races"] = json_each(exploration.races, json_race);
  json["lock_orders"] = json_each(exploration.lock_orders, json_order);
  json["unanswered"] = json_each(exploration.unanswered, question_name);
  // Text of the scenario is valid UTF-8; what was computed from it need not be.
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace runner
