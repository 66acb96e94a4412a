#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <span>

#include "base/check.h"
#include "base/text.h"
#include "machine/step_words.h"
#include "scenario/signals.h"
#include "schedule/schedule_file.h"
#include "schedule/words.h"
#include "text/scalar.h"
#include "text/tree_hints.h"

namespace runner {
namespace {

constexpr ScheduleStep::Kind kKinds[] = {ScheduleStep::Kind::kPerform, ScheduleStep::Kind::kGiveUp,
                                         ScheduleStep::Kind::kSignal, ScheduleStep::Kind::kKill,
                                         ScheduleStep::Kind::kTick};
constexpr Schedule::Ending kEndings[] = {Schedule::Ending::kEnd, Schedule::Ending::kDeadlock,
                                         Schedule::Ending::kFailure, Schedule::Ending::kUnfinished};
constexpr const char* kLeaveOut = "leave it out";
constexpr std::string_view kOfAnotherVersion =
    "the schedule may belong to another version of the scenario";

std::vector<std::string> operation_names() {
  std::vector<std::string> names;
  for (int op = 0; op <= static_cast<int>(Op::kEnd); ++op) {
    names.emplace_back(op_name(static_cast<Op>(op)));
  }
  return names;
}

template <typename Number>
std::optional<Number> number_of(std::string_view text) {
  Number number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// "12:5".
std::optional<Position> position_of(std::string_view text) {
  const size_t colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto line = number_of<int32_t>(text.substr(0, colon));
  const auto column = number_of<int32_t>(text.substr(colon + 1));
  if (!line || !column || *line < 1 || *column < 1) return std::nullopt;
  return Position{*line, *column};
}

class ScheduleReader {
 public:
  ScheduleReader(const Scenario& scenario, Diagnostics& diagnostics)
      : scenario_(scenario), diagnostics_(diagnostics), operations_(operation_names()) {
    for (size_t i = 0; i < scenario.processes.size(); ++i) {
      const auto process = static_cast<int32_t>(i);
      names_.push_back(written_name(scenario, process));
      numbers_.emplace(names_.back(), process);
    }
  }

  Schedule read(const Node& root) {
    Schedule schedule;
    static const std::vector<std::string> kKeys = {"schedule", "scenario", "hash", "places",
                                                   "seed",     "ends",     "steps"};
    if (!is_map(root, "a schedule", kKeys)) {
      return schedule;
    }
    if (!read_version(root)) return schedule;
    if (const Node* name = required(root, "scenario")) schedule.scenario = text(*name);
    if (schedule.scenario != scenario_.name && !schedule.scenario.empty()) {
      report(*root.find("scenario"),
             fmt::format("this is a schedule of the scenario '{}', not of '{}'", schedule.scenario,
                         scenario_.name));
      return schedule;  // its steps name what this scenario does not have
    }
    if (const Node* hash = required(root, "hash")) schedule.hash = text(*hash);
    if (const Node* places = root.find("places")) schedule.places = text(*places);
    if (const Node* seed = root.find("seed")) schedule.seed = this->seed(*seed);
    if (const Node* ends = required(root, "ends")) schedule.ending = ending(*ends);
    const Node* steps = required(root, "steps");
    if (steps == nullptr) return schedule;
    if (!steps->is_list()) {
      report(*steps, "'steps' needs a list");
      return schedule;
    }
    for (const Node& node : steps->items) schedule.steps.push_back(step(node));
    return schedule;
  }

 private:
  Diagnostic& report(const Node& node, std::string message) {
    Diagnostic& diagnostic = diagnostics_.error(node.at, std::move(message));
    const size_t length = node.is_scalar() ? count_code_points(node.text) : 1;
    diagnostic.length = static_cast<int32_t>(std::max<size_t>(length, 1));
    return diagnostic;
  }

  static std::string hint(std::string_view word, std::span<const std::string> candidates) {
    const std::string near = nearest(word, candidates);
    return near.empty() ? "" : "did you mean '" + near + "'?";
  }

  bool is_map(const Node& node, std::string_view what, const std::vector<std::string>& keys) {
    if (!node.is_map()) {
      report(node, fmt::format("{} is a map", what));
      return false;
    }
    for (const Node& key : node.keys) {
      if (std::find(keys.begin(), keys.end(), key.text) != keys.end()) continue;
      report(key, fmt::format("unknown key '{}' in {}", key.text, what)).hint =
          hint(key.text, keys);
    }
    return true;
  }

  const Node* required(const Node& map, std::string_view key) {
    const Node* node = map.find(key);
    if (node == nullptr) report(map, fmt::format("'{}' is missing", key));
    return node;
  }

  // Reports what is not one, or empty; then it is "".
  std::string text(const Node& node) {
    if (!node.is_scalar() || node.missing) {
      report(node, "a text belongs here");
      return "";
    }
    if (node.text.empty()) report(node, "a text belongs here, and this one is empty");
    return node.text;
  }

  bool read_version(const Node& root) {
    const Node* node = required(root, "schedule");
    if (node == nullptr) return false;
    const Scalar scalar = node->is_scalar() ? scalar_of(*node) : Scalar{};
    if (scalar.kind == ScalarKind::kInt && scalar.integer == kScheduleVersion) return true;
    report(*node, fmt::format("this runner reads schedules of version {}", kScheduleVersion));
    return false;
  }

  Schedule::Ending ending(const Node& node) {
    const std::string word = text(node);
    std::vector<std::string> known;
    for (const Schedule::Ending ending : kEndings) {
      known.emplace_back(words::ending_text(ending));
      if (word == known.back()) return ending;
    }
    if (!word.empty())
      report(node, "'ends' is one of " + enumerate(known)).hint = hint(word, known);
    return Schedule::Ending::kEnd;
  }

  int32_t process(const Node& node) {
    const std::string name = text(node);
    if (name.empty()) return -1;
    const auto found = numbers_.find(name);
    if (found != numbers_.end()) return found->second;
    std::string meant = members_of_array(name);
    if (meant.empty()) meant = hint(name, names_);
    report(node, fmt::format("the scenario has no process '{}'", name)).hint =
        meant.empty() ? std::string(kOfAnotherVersion) : meant;
    return -1;
  }

  // "there are p[0] to p[3]", where the name is p's, or p's under another index.
  std::string members_of_array(std::string_view name) const {
    const std::string prefix = std::string(name.substr(0, name.rfind('['))) + "[";
    std::vector<std::string> members;
    for (const std::string& known : names_) {
      const bool is_member = known.starts_with(prefix) && known.rfind('[') == prefix.size() - 1;
      if (is_member) members.push_back(known);
    }
    if (members.empty()) return "";
    if (members.size() == 1) return "there is only " + members.front();
    return fmt::format("there are {} to {}", members.front(), members.back());
  }

  Op operation(const Node& node) {
    const std::string name = text(node);
    const auto found = std::find(operations_.begin(), operations_.end(), name);
    if (found != operations_.end()) return static_cast<Op>(found - operations_.begin());
    if (!name.empty()) {
      report(node, fmt::format("there is no operation '{}'", name)).hint = hint(name, operations_);
    }
    return Op::kYield;
  }

  bool flag(const Node& node) {
    const Scalar scalar = node.is_scalar() ? scalar_of(node) : Scalar{};
    if (scalar.kind != ScalarKind::kBool) report(node, "true or false belongs here");
    return scalar.boolean;
  }

  // What happened in the step: the one key that says so.
  const Node* kind(const Node& map, ScheduleStep& step) {
    const Node* found = nullptr;
    for (const ScheduleStep::Kind kind : kKinds) {
      const Node* node = map.find(words::key_of(kind));
      if (node == nullptr) continue;
      if (found != nullptr)
        report(*node, "a step is one thing: there is another key that says what");
      found = node;
      step.kind = kind;
    }
    if (found == nullptr) {
      report(map, "a step needs one of perform, give_up, interrupt, kill_before and tick");
    }
    return found;
  }

  ScheduleStep step(const Node& node) {
    ScheduleStep step;
    static const std::vector<std::string> kKeys = {
        "process", "perform", "give_up", "interrupt", "kill_before", "tick",   "part",
        "signal",  "pick",    "woken",   "operation", "at",          "result", "quiet"};
    if (!is_map(node, "a step", kKeys)) return step;
    const Node* what = kind(node, step);
    if (what == nullptr) return step;
    if (step.kind == ScheduleStep::Kind::kTick) {
      if (!flag(*what)) report(*what, "'tick' is true, or the step is left out");
      refuse_details(node);
      return step;
    }
    const bool is_anywhere =
        step.kind == ScheduleStep::Kind::kKill && what->is_scalar() && what->text == words::kNext;
    if (!is_anywhere) {
      step.op = operation(*what);
      if (const Node* words = required(node, "operation")) step.operation = text(*words);
    } else if (const Node* words = node.find("operation")) {
      report(*words, "'operation' where it may be any").hint = kLeaveOut;
    }
    if (const Node* name = required(node, "process")) step.process = process(*name);
    if (step.process >= 0) step.name = names_[static_cast<size_t>(step.process)];
    read_details(node, step);
    return step;
  }

  // Of what time does there is nothing to be told.
  void refuse_details(const Node& map) {
    for (const Node& key : map.keys) {
      const bool is_detail = key.text != words::kTick && !is_kind(key.text);
      if (is_detail) report(key, fmt::format("'{}' where time passes", key.text)).hint = kLeaveOut;
    }
  }

  static bool is_kind(std::string_view key) {
    return std::any_of(std::begin(kKinds), std::end(kKinds),
                       [&](ScheduleStep::Kind kind) { return words::key_of(kind) == key; });
  }

  void read_details(const Node& map, ScheduleStep& step) {
    if (const Node* node = map.find("part")) read_part(*node, step);
    if (const Node* node = map.find("at")) {
      const std::string place = text(*node);
      const std::optional<Position> at = position_of(place);
      if (!at && !place.empty()) report(*node, "a place is a line and a column: \"12:5\"");
      step.at = at.value_or(Position{});
    }
    if (const Node* node = map.find("pick")) read_pick(*node, step);
    if (const Node* node = map.find("woken")) read_woken(*node, step);
    if (const Node* node = map.find("result")) read_result(*node, step);
    if (const Node* node = map.find("quiet")) step.quiet = flag(*node);
    const Node* signal =
        step.kind == ScheduleStep::Kind::kSignal ? required(map, "signal") : map.find("signal");
    if (signal == nullptr) return;
    read_signal(*signal, step);
    if (step.kind == ScheduleStep::Kind::kSignal) return;
    report(*signal, "'signal' where none acts").hint =
        step.op == Op::kSend ? "leave it out: 'operation' says which one is sent"
                             : "leave it out: only an 'interrupt' is by one";
  }

  void read_part(const Node& node, ScheduleStep& step) {
    const std::string word = text(node);
    for (const auto part : {ScheduleStep::Part::kBegin, ScheduleStep::Part::kRest})
      if (word == words::part_text(part)) step.part = part;
    if (step.part == ScheduleStep::Part::kWhole) {
      if (!word.empty()) report(node, "'part' is begin or rest");
    } else if (!step.is_performed()) {
      report(node, "'part' where nothing is performed").hint = kLeaveOut;
    }
  }

  int64_t whole_number(const Node& node) {
    const Scalar scalar = node.is_scalar() ? scalar_of(node) : Scalar{};
    if (scalar.kind == ScalarKind::kInt && scalar.integer >= 0) return scalar.integer;
    report(node, "a whole number from 0 belongs here");
    return 0;
  }

  // Seeds use all 64 bits, more than the integers of a scenario.
  uint64_t seed(const Node& node) {
    const auto number = number_of<uint64_t>(node.is_scalar() ? node.text : "");
    if (!number) report(node, "a whole number from 0, of 64 bits at most, belongs here");
    return number.value_or(0);
  }

  void read_pick(const Node& node, ScheduleStep& step) {
    step.pick = whole_number(node);
    if (step.kind == ScheduleStep::Kind::kPerform && step.op == Op::kChoose) return;
    report(node, "'pick' where nothing is chosen").hint =
        step.op == Op::kNotify ? "leave it out: 'woken' says whom a notify wakes"
                               : "leave it out: only choose goes one of several ways";
  }

  void read_result(const Node& node, ScheduleStep& step) {
    // An empty one is that of an operation of which there is nothing to learn.
    const bool is_nothing = node.is_scalar() && !node.missing && node.text.empty();
    if (!is_nothing) step.result = text(node);
    if (!step.is_performed()) {
      report(node, "'result' where nothing is performed").hint = kLeaveOut;
      return;
    }
    if (step.part != ScheduleStep::Part::kBegin) return;
    report(node, "what has only begun has no result").hint =
        "leave it out, or write it where the rest is performed";
  }

  void read_woken(const Node& node, ScheduleStep& step) {
    if (!node.is_list()) {
      report(node, "'woken' needs a list of processes");
      return;
    }
    for (const Node& item : node.items) step.woken.push_back(process(item));
    std::sort(step.woken.begin(), step.woken.end());
    const auto twice = std::adjacent_find(step.woken.begin(), step.woken.end());
    if (twice != step.woken.end() && *twice >= 0)
      report(node, fmt::format("'woken' has {} twice", names_[static_cast<size_t>(*twice)]));
  }

  void read_signal(const Node& node, ScheduleStep& step) {
    const std::string name = text(node);
    step.signal = signal_number(name);
    if (step.signal != 0 || name.empty()) return;
    const std::string near = nearest_signal(name);
    report(node, fmt::format("there is no signal '{}'", name)).hint =
        near.empty() ? "" : "did you mean '" + near + "'?";
  }

  const Scenario& scenario_;
  Diagnostics& diagnostics_;
  std::vector<std::string> operations_;  // by Op
  std::vector<std::string> names_;       // of the processes, by number
  std::map<std::string, int32_t, std::less<>> numbers_;
};

}  // namespace

std::optional<Schedule> read_schedule(const Source& source, const Scenario& scenario,
                                      Diagnostics& diagnostics) {
  TreeHints hints;
  hints.beginning = "explore --save and run --record write schedules";
  const Node root = read_tree(source, diagnostics, hints);
  if (!root.at) return std::nullopt;
  Schedule schedule = ScheduleReader(scenario, diagnostics).read(root);
  if (diagnostics.has_errors()) return std::nullopt;
  return schedule;
}

}  // namespace runner
