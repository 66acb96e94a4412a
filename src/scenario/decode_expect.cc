#include <unordered_set>

#include "base/limits.h"
#include "scenario/constant_reference.h"
#include "scenario/decode.h"
#include "scenario/expressions.h"
#include "scenario/fields.h"
#include "scenario/scope.h"
#include "text/quoting.h"
#include "text/scalar.h"

namespace runner {
namespace {

constexpr std::string_view kExpectKeys[] = {"output",   "stderr", "exit",
                                            "finally",  "always", "outcomes",
                                            "deadlock", "status", "diagnostics"};
constexpr std::string_view kExploreKeys[] = {"time", "kills"};

constexpr int64_t kLastSignal = 64;
constexpr int64_t kLastCode = 255;

Expression read_expression(Loading& loading, const Node& node, std::string_view what) {
  FrameScope no_frame(FrameKind::kExpectation);
  Expression expression = parse_bare(loading, node, what);
  bind_expression(loading, no_frame, expression);
  return expression;
}

void read_condition(Loading& loading, const Node& node, std::string_view what,
                    std::vector<Expression>& conditions) {
  Expression condition = read_expression(loading, node, what);
  if (condition.at && condition.type != Type::kAny && condition.type != Type::kBool) {
    report_at(loading, condition.at, condition.text,
              std::string(what) + " needs a bool, not " + std::string(described(condition.type)));
  }
  conditions.push_back(std::move(condition));
}

void read_conditions(Loading& loading, const Node& node, std::string_view what,
                     std::vector<Expression>& conditions) {
  if (!node.is_list()) return read_condition(loading, node, what, conditions);
  for (const Node& item : node.items) read_condition(loading, item, what, conditions);
}

void read_exit(Loading& loading, const Node& key, const Node& node) {
  ConstantReference reference =
      ConstantReference::read(loading, key, kProcessTargets, "exit", false);
  const std::optional<Run> run = reference.at(loading, 0);
  const std::optional<Value> code = constant_value(loading, node);
  if (!code || !run) return;
  if (!code->is_null() && !int_of(loading, node, *code, "an exit code", -kLastSignal, kLastCode)) {
    return;
  }
  ExitExpectation exit;
  exit.first = run->first;
  exit.count = run->count;
  exit.code = *code;
  exit.at = key.at;
  exit.text = key.text;
  loading.scenario.expect.exits.push_back(std::move(exit));
}

void read_exits(Loading& loading, const Node& node) {
  if (!node.is_map()) {
    report_wrong_kind(loading, node, "a map from processes to exit codes", "exit");
    return;
  }
  for (size_t i = 0; i < node.keys.size(); ++i) read_exit(loading, node.keys[i], node.items[i]);
}

void read_outcome(Loading& loading, const Node& node,
                  const std::unordered_set<std::string>& observed) {
  if (!node.is_map()) {
    report_wrong_kind(loading, node, "a map from observed names to values", "an outcome");
    return;
  }
  if (node.keys.empty()) {
    report(loading, node, "an outcome needs at least one name").hint =
        "without 'outcomes' every outcome is allowed";
  }
  std::map<std::string, Value> outcome;
  for (size_t i = 0; i < node.keys.size(); ++i) {
    const Node& key = node.keys[i];
    if (!observed.contains(key.text)) {
      const std::vector<std::string> names(observed.begin(), observed.end());
      report(loading, key, in_single_quotes(key.text) + " is not observed").hint =
          names.empty() ? "name it in 'observe'"
                        : suggestion_or_list(loading, key.text, "observed are", names);
      continue;
    }
    const std::optional<Value> value = constant_value(loading, node.items[i]);
    if (value) outcome.emplace(key.text, *value);
  }
  loading.scenario.expect.outcomes->push_back(std::move(outcome));
}

void read_outcomes(Loading& loading, const Node& node) {
  loading.scenario.expect.outcomes.emplace();
  if (!node.is_list()) {
    report_wrong_kind(loading, node, "a list of outcomes", "outcomes");
    return;
  }
  if (node.items.empty()) {
    report(loading, node, "outcomes needs at least one outcome").hint =
        "without it every outcome is allowed";
  }
  std::unordered_set<std::string> observed;
  for (const NamedExpression& one : loading.scenario.observe) observed.insert(one.name);
  for (const Node& item : node.items) read_outcome(loading, item, observed);
}

void read_deadlock(Loading& loading, const Node& node) {
  DeadlockExpectation& deadlock = loading.scenario.expect.deadlock;
  const std::optional<Value> value = constant_value(loading, node);
  if (!value) return;
  if (value->is_bool()) {
    deadlock = value->as_bool() ? DeadlockExpectation::kAlways : DeadlockExpectation::kNever;
  } else if (value->is_string() && value->as_string() == "possible") {
    deadlock = DeadlockExpectation::kPossible;
  } else {
    report_wrong_value(loading, node, "deadlock", "true, false or possible", *value);
  }
}

void read_diagnostics(Loading& loading, const Node& node) {
  Expectation& expect = loading.scenario.expect;
  expect.has_diagnostics = true;
  const auto add = [&](const Node& item) {
    if (item.is_scalar() && !item.text.empty()) {
      expect.diagnostics.push_back(item.text);
    } else if (item.is_scalar() && !item.missing) {
      report(loading, item, "a text of diagnostics is empty").hint =
          "write words of the message that is expected";
    } else {
      report_wrong_kind(loading, item, "text", "diagnostics");
    }
  };
  if (!node.is_list()) return add(node);
  for (const Node& item : node.items) add(item);
}

void add_observed(Loading& loading, const Node& name, const Node& node,
                  std::unordered_set<std::string>& seen) {
  if (!name.is_scalar() || !seen.insert(name.text).second) {
    if (name.is_scalar()) report(loading, name, in_single_quotes(name.text) + " is observed twice");
    if (name.is_scalar()) return;
  }
  NamedExpression observed;
  observed.name = name.text;
  observed.expression = read_expression(loading, node, "observe");
  loading.scenario.observe.push_back(std::move(observed));
}

}  // namespace

void decode_observe(Loading& loading, const Node& node) {
  std::unordered_set<std::string> seen;
  if (!node.is_scalar() && node.items.empty()) {
    report(loading, node, "observe needs at least one expression").hint =
        "leave it out where nothing is to be observed";
  }
  if (node.is_list()) {
    for (const Node& item : node.items) add_observed(loading, item, item, seen);
  } else if (node.is_map()) {
    for (size_t i = 0; i < node.keys.size(); ++i) {
      add_observed(loading, node.keys[i], node.items[i], seen);
    }
  } else {
    report_wrong_kind(loading, node, "a list of expressions, or a map from names", "observe").hint =
        scalar_of(node).kind == ScalarKind::kString
            ? "write [" + inline_form(loading.source, node) + "]"
            : "";
  }
}

void decode_expect(Loading& loading, const Node& node) {
  Expectation& expect = loading.scenario.expect;
  loading.scenario.has_expect = true;
  expect.at = node.at;
  const Fields fields(loading, node, "expect", kExpectKeys);
  if (!fields.is_map()) return;
  if (const Node* output = fields.get("output")) {
    expect.output = decode_output(loading, *output, "output");
  }
  if (const Node* output = fields.get("stderr")) {
    expect.error_output = decode_output(loading, *output, "stderr");
  }
  if (const Node* exits = fields.get("exit")) read_exits(loading, *exits);
  if (const Node* conditions = fields.get("finally")) {
    read_conditions(loading, *conditions, "finally", expect.finally);
  }
  if (const Node* conditions = fields.get("always")) {
    read_conditions(loading, *conditions, "always", expect.always);
  }
  if (const Node* outcomes = fields.get("outcomes")) {
    expect.outcomes_at = outcomes->at;
    read_outcomes(loading, *outcomes);
  }
  if (const Node* deadlock = fields.get("deadlock")) {
    expect.deadlock_at = deadlock->at;
    read_deadlock(loading, *deadlock);
  }
  if (const Node* status = fields.get("status")) {
    expect.status_at = status->at;
    const std::optional<int64_t> code = constant_int(loading, *status, "status", 0, kLastCode);
    // What a run can end with by itself: all held, failed, a deadlock, its time limit.
    constexpr int64_t kPossible[] = {0, 1, 3, 4};
    if (code && std::find(std::begin(kPossible), std::end(kPossible), *code) == std::end(kPossible))
      report(loading, *status, "a run's status is 0, 1, 3 or 4, not " + std::to_string(*code));
    else if (code)
      expect.status = static_cast<int>(*code);
  }
  if (const Node* diagnostics = fields.get("diagnostics")) {
    expect.diagnostics_at = diagnostics->at;
    read_diagnostics(loading, *diagnostics);
  }
}

void decode_explore(Loading& loading, const Node& node) {
  const Fields fields(loading, node, "explore", kExploreKeys);
  if (!fields.is_map()) return;
  ExploreOptions& options = loading.scenario.explore;
  if (const Node* time = fields.get("time")) {
    options.virtual_time = time->is_scalar() && time->text == "virtual";
    const bool is_untimed = time->is_scalar() && time->text == "untimed";
    if (!options.virtual_time && !is_untimed) {
      const std::string shown = time->is_scalar() && !time->missing ? in_single_quotes(time->text)
                                                                    : std::string(described(*time));
      report(loading, *time, "time is 'virtual' or 'untimed', not " + shown);
    }
  }
  if (const Node* kills = fields.get("kills")) {
    options.kills = constant_int(loading, *kills, "kills", 0, limits::kKills).value_or(0);
  }
}

}  // namespace runner
