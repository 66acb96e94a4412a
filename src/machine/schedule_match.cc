#include "machine/schedule_match.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "base/text.h"
#include "machine/step_words.h"

namespace runner {
namespace {

std::string without_pids(std::string_view text) {
  std::string result;
  for (size_t i = 0; i < text.size(); ++i) {
    result += text[i];
    const std::string_view before(result);
    if (!before.ends_with("pid=") && !before.ends_with("parent=")) continue;
    while (i + 1 < text.size() && is_digit(text[i + 1])) ++i;
  }
  return result;
}

// Exploring does not tell replicas apart where it names a dead one: "worker[*]".
std::string without_replicas(std::string_view text) {
  std::string result;
  for (size_t i = 0; i < text.size(); ++i) {
    result += text[i];
    if (text[i] != '[') continue;
    const size_t end = text.find_first_not_of("0123456789*", i + 1);
    if (end == std::string_view::npos || end == i + 1 || text[end] != ']') continue;
    result += '*';
    i = end - 1;
  }
  return result;
}

// Long values are shown cut: after pids of different lengths not at the same place.
bool is_same_without_pids(std::string_view expected, std::string_view words) {
  constexpr std::string_view kCut = "…";
  std::string one = without_pids(expected);
  std::string other = without_pids(words);
  const bool is_cut = one.ends_with(kCut) || other.ends_with(kCut);
  if (!is_cut) return one == other;
  for (std::string* text : {&one, &other})
    if (text->ends_with(kCut)) text->resize(text->size() - kCut.size());
  const size_t bytes = std::min(one.size(), other.size());
  return one.compare(0, bytes, other, 0, bytes) == 0;
}

// Where words come from a real process, long ones have been cut.
bool is_same(std::string_view expected, std::string_view words) {
  if (words.size() >= kWordsBytes) expected = expected.substr(0, words.size());
  if (expected == words || is_same_without_pids(expected, words)) return true;
  const bool of_any =
      expected.find("[*]") != std::string_view::npos || words.find("[*]") != std::string_view::npos;
  return of_any && without_replicas(expected) == without_replicas(words);
}

bool is_number(std::string_view words) {
  return !words.empty() && is_digit(words.front());
}

std::string place_words(Position at) {
  return fmt::format("{}:{}", at.line, at.column);
}

}  // namespace

bool is_same_operation(const ScheduleStep& step, Op op, std::string_view words) {
  if (step.is_anywhere()) return true;
  if (step.op != op) return false;
  return op == Op::kPrint || is_same(step.operation, words);
}

bool tells_places(const Schedule& schedule, const Program& program) {
  return schedule.hash == program_hash(program) && schedule.places == places_hash(program);
}

std::string check_place(const ScheduleStep& step, Position at) {
  if (!step.at || step.at == at) return "";
  const std::string expected = fmt::format("expected {} to {} at {}, but it ", step.name,
                                           step.operation, place_words(step.at));
  return at ? expected + "is at " + place_words(at) : expected + "has no place in the scenario";
}

std::optional<int64_t> wanted_element(const Schedule& schedule, const ScheduleStep& step) {
  if (step.op != Op::kChoose) return std::nullopt;
  if (step.pick || schedule.seed) return step.pick;
  return 0;
}

std::string check_element(const ScheduleStep& step, int64_t elements) {
  if (step.op != Op::kChoose || step.pick.value_or(-1) < elements) return "";
  const std::string found = elements == 0   ? "there is none"
                            : elements == 1 ? "there is only 1"
                                            : fmt::format("there are only {}", elements);
  return fmt::format("expected {} to choose element {}, counted from 0, but {}", step.name,
                     *step.pick, found);
}

bool ends_others(Op op) {
  return op == Op::kTerminate || op == Op::kKill || op == Op::kStopDaemons ||
         op == Op::kPoolClose || op == Op::kPoolTerminate;
}

bool has_parts(Op op) {
  return op == Op::kBarrierWait || op == Op::kConditionWait || ends_others(op);
}

bool is_timed(const Schedule& schedule) {
  return std::any_of(schedule.steps.begin(), schedule.steps.end(), [](const ScheduleStep& step) {
    const bool begins_work = step.op == Op::kWork && step.part == ScheduleStep::Part::kBegin;
    return step.kind == ScheduleStep::Kind::kTick || begins_work;
  });
}

bool is_same_result(const ScheduleStep& step, std::string_view words, bool arrivals_matter) {
  if (step.op == Op::kPoolSubmit || step.op == Op::kPoolTake) return true;
  const bool is_arrival = step.op == Op::kBarrierWait || step.op == Op::kBarrierPass;
  const bool is_unnumbered = !arrivals_matter && (step.result == "0" || words == "0");
  if (is_arrival && is_unnumbered && is_number(step.result) && is_number(words)) return true;
  if (step.op == Op::kRead && step.operation.ends_with(".pid")) return true;
  return is_same(step.result, words);
}

std::string check_part_begun(const ScheduleStep& step, bool has_begun) {
  const bool may_begin = has_parts(step.op) || step.op == Op::kWork;
  if (step.part == ScheduleStep::Part::kBegin && !may_begin) return check_part_done(step, false);
  if (has_begun == (step.part == ScheduleStep::Part::kRest)) return "";
  return has_begun ? fmt::format("expected {} to begin {}, but it is in the middle of it",
                                 step.name, step.operation)
                   : fmt::format("expected {} to go on with {}, but it has not begun", step.name,
                                 step.operation);
}

std::string check_part_done(const ScheduleStep& step, bool goes_on) {
  if (goes_on == (step.part == ScheduleStep::Part::kBegin)) return "";
  return goes_on ? fmt::format("expected all of {}, but there is more to it", step.operation)
                 : fmt::format("expected {} only to begin {}, but that is all of it", step.name,
                               step.operation);
}

std::string check_failure(const Schedule& schedule) {
  const bool is_shown =
      std::any_of(schedule.steps.begin(), schedule.steps.end(), [](const ScheduleStep& step) {
        return step.kind == ScheduleStep::Kind::kPerform && step.op == Op::kReport;
      });
  return is_shown ? "" : "expected a failure, but nobody has failed";
}

std::string other_operation(const ScheduleStep& step, Op op, std::string_view words,
                            std::string_view met) {
  std::string expected = step.operation;
  std::string found(words);
  // Then the words are not what differs.
  if (expected == found) {
    expected = fmt::format("perform {} (\"{}\")", op_name(step.op), step.operation);
    found = fmt::format("perform {} (\"{}\")", op_name(op), words);
  }
  return fmt::format("expected {} to {}, but it {} {}", step.name, expected, met, found);
}

std::string not_waiting(const Scenario& scenario, const ScheduleStep& step, int32_t process) {
  return fmt::format("expected {} to wake {}, who does not wait", step.name,
                     process < 0 ? "nobody" : written_name(scenario, process));
}

std::string others_woken(const Scenario& scenario, const ScheduleStep& step,
                         const std::vector<int32_t>& woken) {
  const auto names = [&](const std::vector<int32_t>& processes) {
    std::vector<std::string> names;
    for (const int32_t process : processes) names.push_back(written_name(scenario, process));
    return names.empty() ? std::string("nobody") : enumerate(names);
  };
  const std::string subject = step.kind == ScheduleStep::Kind::kPerform && step.op == Op::kNotify
                                  ? step.name
                                  : "the end of those who die";
  return fmt::format("expected {} to wake {}, but it wakes {}", subject, names(step.woken),
                     names(woken));
}

std::string other_result(const ScheduleStep& step, std::string_view words) {
  const auto shown = [](std::string_view result) { return result.empty() ? "nothing" : result; };
  return fmt::format("expected {} to {} -> {}, got {}", step.name, step.operation,
                     shown(step.result), shown(words));
}

}  // namespace runner
