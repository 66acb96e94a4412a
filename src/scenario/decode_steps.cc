#include "scenario/decode_steps.h"

#include <algorithm>

#include "base/text.h"
#include "scenario/expressions.h"
#include "scenario/fields.h"
#include "scenario/references.h"
#include "scenario/step_hints.h"
#include "text/scalar.h"

namespace runner {
namespace {

std::string quoted_names(std::span<const std::string> names) {
  std::vector<std::string> quoted;
  for (const std::string& name : names) quoted.push_back("'" + name + "'");
  return enumerate(quoted);
}

std::string_view assignments_needed(const VerbSpec& spec) {
  return spec.verb == Verb::kPut ? "a map from queues to values" : "a map from names to values";
}

std::string to_write(const std::string& text) {
  return text.empty() ? "" : "write " + text;
}

std::string takes_text(const VerbSpec& spec) {
  const std::vector<std::string> names = modifier_names(spec);
  const std::string lead = "the verb '" + std::string(spec.name) + "' takes ";
  return names.empty() ? lead + "no modifiers" : lead + enumerate(names);
}

}  // namespace

Steps StepDecoder::decode(const Node& node, std::string_view what) {
  Steps steps;
  if (!node.is_list()) {
    Diagnostic& diagnostic = report_wrong_kind(loading_, node, "a list of steps", what);
    if (node.is_map()) diagnostic.hint = "each step starts with '- '";
    if (node.missing) diagnostic.hint = "[] stands for no steps";
    const std::string step = step_written(node.text, true);
    if (!step.empty()) diagnostic.hint = to_write(std::string(what) + ": [" + step + "]");
    tolerate(node);
    return steps;
  }
  steps.reserve(node.items.size());
  for (const Node& item : node.items) decode_step(item, steps);
  return steps;
}

void StepDecoder::decode_step(const Node& node, Steps& steps) {
  if (!node.is_map()) {
    Diagnostic& diagnostic = report_wrong_kind(loading_, node, "a map with a verb", "a step");
    diagnostic.hint = to_write(step_written(node.text, false));
    return tolerate(node);
  }
  const std::optional<size_t> verb = find_verb_key(node);
  if (!verb) return tolerate(node);
  const Source source{node, *find_verb(node.keys[*verb].text), node.keys[*verb], node.items[*verb]};
  if (report_other_form(source)) return tolerate(node);
  check_modifiers(source);
  Step& step = steps.emplace_back();
  step.verb = source.spec.verb;
  step.at = source.key.at;
  decode_own_value(source, step);
  decode_modifiers(source, step);
}

// The only key that is a verb. Reports when there is none or more than one.
std::optional<size_t> StepDecoder::find_verb_key(const Node& node) {
  std::optional<size_t> verb;
  for (size_t i = 0; i < node.keys.size(); ++i) {
    if (!find_verb(node.keys[i].text)) continue;
    if (verb) {
      report(loading_, node.keys[i],
             "a step has one verb; this one has '" + node.keys[*verb].text + "' and '" +
                 node.keys[i].text + "'")
          .hint = "start the next step with '- '";
      return std::nullopt;
    }
    verb = i;
  }
  if (!verb) report_no_verb(node);
  return verb;
}

void StepDecoder::report_no_verb(const Node& node) {
  const auto is_unknown = [](const Node& key) { return !find_modifier(key.text); };
  const auto unknown = std::find_if(node.keys.begin(), node.keys.end(), is_unknown);
  if (unknown != node.keys.end()) {
    Diagnostic& diagnostic =
        report(loading_, *unknown, "unknown verb " + in_single_quotes(unknown->text));
    const Node& value = node.items[static_cast<size_t>(unknown - node.keys.begin())];
    const std::string_view meant = verb_for_habit(unknown->text);
    if (is_further_condition(unknown->text)) {
      diagnostic.hint = kFurtherCondition;
    } else if (unknown->text.find(' ') != std::string::npos) {
      diagnostic.hint = to_write(step_written(unknown->text + ": " + value.text, false));
    } else if (!meant.empty()) {
      diagnostic.hint = did_you_mean_hint(meant);
    }
    if (diagnostic.hint.empty())
      diagnostic.hint = suggestion(loading_, unknown->text, verb_names());
    return;
  }
  if (node.keys.empty()) {
    report(loading_, node, "a step needs a verb");
    return;
  }
  report(loading_, node.keys[0], "this step has no verb: '" + node.keys[0].text + "' is a modifier")
      .hint = suggestion(loading_, node.keys[0].text, verb_names());
}

// Forms that other languages have. One error says it: what follows from them is no news.
bool StepDecoder::report_other_form(const Source& source) {
  const VerbSpec& spec = source.spec;
  const Node& value = source.value;
  const std::string verb(spec.name);
  const std::optional<JoinedLoop> loop =
      spec.form == Form::kVariable && value.is_scalar() ? joined_loop(value.text) : std::nullopt;
  if (loop) {
    frame_.tolerate(loop->variable);
    report(loading_, value, verb + " needs a name alone, not " + in_single_quotes(value.text))
        .hint = to_write(loop_written(spec, *loop));
    return true;
  }
  const std::optional<JoinedMessage> joined =
      spec.takes.has(Modifier::kMessage) && value.is_scalar() && !value.quoted
          ? joined_message(value.text)
          : std::nullopt;
  if (joined) {
    report(loading_, value, verb + " needs a condition alone, not " + in_single_quotes(value.text))
        .hint = "write " + verb + ": " + std::string(joined->condition) +
                ", with message: " + std::string(joined->message);
    return true;
  }
  const Node* to = spec.form == Form::kAssignments ? source.find(Modifier::kTo) : nullptr;
  if (to && to->is_scalar() && !to->missing && !value.is_map()) {
    report_wrong_kind(loading_, value, assignments_needed(spec), verb).hint =
        assignment_hint(loading_.source, spec, value, to->text);
    return true;
  }
  const bool gives_one = spec.takes.has(Modifier::kInto) &&
                         (spec.form == Form::kReferences || spec.form == Form::kPlaces);
  const bool is_pair = value.is_map() && value.keys.size() == 1 && value.items[0].is_scalar() &&
                       !value.items[0].missing;
  if (!gives_one || !is_pair) return false;
  report_wrong_kind(loading_, value, "a name", verb).hint =
      "write " + verb + ": " + value.keys[0].text + ", with into: " + value.items[0].text;
  return true;
}

void StepDecoder::check_modifiers(const Source& source) {
  const VerbSpec& spec = source.spec;
  std::vector<std::string> meant;  // by the unknown ones
  for (const Node& key : source.node.keys) {
    if (&key == &source.key) continue;
    const std::optional<Modifier> modifier = find_modifier(key.text);
    if (modifier && spec.takes.has(*modifier)) continue;
    const std::string verb = "'" + std::string(spec.name) + "'";
    std::string message = modifier
                              ? "the verb " + verb + " takes no '" + key.text + "'"
                              : "unknown modifier " + in_single_quotes(key.text) + " of " + verb;
    Diagnostic& diagnostic = report(loading_, key, std::move(message));
    if (!modifier) meant.push_back(nearest_key(key.text, modifier_names(spec)));
    const bool is_near = !modifier && !meant.back().empty();
    diagnostic.hint = is_near ? "did you mean '" + meant.back() + "'?\n" : "";
    diagnostic.hint += takes_text(spec);
    if (!modifier && is_further_condition(key.text)) diagnostic.hint = kFurtherCondition;
  }
  std::vector<std::string> missing;
  for (size_t i = 0; i < kModifierCount; ++i) {
    const auto modifier = static_cast<Modifier>(i);
    const std::string_view name = modifier_name(modifier);
    if (!spec.needs.has(modifier) || source.find(modifier)) continue;
    if (std::find(meant.begin(), meant.end(), name) == meant.end()) missing.emplace_back(name);
  }
  if (missing.empty()) return;
  Diagnostic& diagnostic =
      report(loading_, source.key,
             "the verb '" + std::string(spec.name) + "' needs " + quoted_names(missing));
  if (missing.size() > 1) return;
  diagnostic.hint = lacking_hint(loading_.source, spec, source.value, *find_modifier(missing[0]));
}

void StepDecoder::decode_own_value(const Source& source, Step& step) {
  const Node& value = source.value;
  const std::string_view verb = source.spec.name;
  switch (source.spec.form) {
    case Form::kValue:
      step.value = parse_value(loading_, value);
      return;
    case Form::kCondition:
      step.value = parse_bare(loading_, value, verb);
      return;
    case Form::kSource:
      step.value = parse_source(loading_, value, verb);
      return;
    case Form::kNumber:
      step.value = decode_number(value, verb, 0);
      return;
    case Form::kDuration: {
      const bool is_period = source.spec.verb == Verb::kEvery;
      step.value =
          parse_duration_value(loading_, frame_, value, verb,
                               is_period ? DurationRange::kAboveZero : DurationRange::kFromZero);
      return;
    }
    case Form::kAssignments:
      return decode_assignments(source, step);
    case Form::kReferences:
      return decode_references(source, step);
    case Form::kPlaces:
      return decode_places(source, step);
    case Form::kCallee:
      return decode_arguments(source, step);
    case Form::kVariable:
      return decode_variable(source, step);
    case Form::kSteps:
      return decode_try(source, step);
    case Form::kFlag:
      return decode_flag(source);
  }
  UNREACHABLE();
}

void StepDecoder::decode_references(const Source& source, Step& step) {
  const std::string_view verb = source.spec.name;
  if (!source.value.is_list()) {
    step.targets.push_back(parse_reference(loading_, source.value, verb));
    return;
  }
  if (source.value.items.empty()) {
    report(loading_, source.value, std::string(verb) + " needs at least one name");
  }
  step.targets.reserve(source.value.items.size());
  for (const Node& item : source.value.items) {
    step.targets.push_back(parse_reference(loading_, item, verb));
  }
}

void StepDecoder::decode_assignments(const Source& source, Step& step) {
  const Node& map = source.value;
  if (!map.is_map() || map.keys.empty()) {
    report_wrong_kind(loading_, map, assignments_needed(source.spec), source.spec.name);
    return tolerate(map);
  }
  step.assignments.reserve(map.keys.size());
  for (size_t i = 0; i < map.keys.size(); ++i) {
    const Node& key = map.keys[i];
    Assignment& assignment = step.assignments.emplace_back();
    assignment.value = parse_value(loading_, map.items[i]);
    const bool has_path = key.text.find_first_of("[.$") != std::string::npos;
    if (source.spec.verb == Verb::kLet && !has_path) {
      assignment.place.local = true;
      assignment.place.at = key.at;
      assignment.place.text = key.text;
      assignment.place.slot = decode_local(key);
    } else {
      assignment.place = parse_place(loading_, key, source.spec.name);
    }
  }
}

void StepDecoder::decode_places(const Source& source, Step& step) {
  const auto decode_one = [&](const Node& node) {
    Assignment& assignment = step.assignments.emplace_back();
    assignment.place = parse_place(loading_, node, source.spec.name);
  };
  if (!source.value.is_list()) return decode_one(source.value);
  if (source.value.items.empty()) {
    report(loading_, source.value, std::string(source.spec.name) + " needs at least one name");
  }
  for (const Node& item : source.value.items) decode_one(item);
}

void StepDecoder::decode_variable(const Source& source, Step& step) {
  step.variable = decode_local(source.value);
  if (step.variable >= 0 && source.spec.verb == Verb::kFor) {
    frame_.local(step.variable).may_be_unread = true;
  }
}

void StepDecoder::decode_flag(const Source& source) {
  decode_bool(source.value, source.spec.name);
  const Scalar scalar = scalar_of(source.value);
  if (scalar.kind == ScalarKind::kBool && !scalar.boolean) {
    report(loading_, source.value,
           std::string(source.spec.name) + " is written '" + std::string(source.spec.name) +
               ": true'");
  }
  const bool leaves_loop = source.spec.verb == Verb::kBreak || source.spec.verb == Verb::kContinue;
  if (leaves_loop && loops_ == 0) {
    report(loading_, source.key, "'" + std::string(source.spec.name) + "' outside a loop");
  }
}

void StepDecoder::decode_try(const Source& source, Step& step) {
  step.body = decode(source.value, "try");
}

int32_t StepDecoder::decode_local(const Node& node) {
  if (report_local_clash(loading_, node)) return -1;
  const int32_t slot = frame_.slot(node.text, node.at);
  const Parameter* parameter = frame_.local(slot).parameter;
  if (parameter && parameter->is_reference()) {
    report(loading_, node,
           "'" + node.text + "' is a parameter that stands for " +
               (parameter->process ? "a process" : described(*parameter->kind)))
        .hint = "choose another name for the local";
    return -1;
  }
  return slot;
}

bool StepDecoder::decode_bool(const Node& node, std::string_view what) {
  const Scalar scalar = scalar_of(node);
  if (node.is_scalar() && scalar.kind == ScalarKind::kBool) return scalar.boolean;
  report_wrong_kind(loading_, node, "true or false", what).hint = bool_hint(node);
  return false;
}

Expression StepDecoder::decode_number(const Node& node, std::string_view what, int64_t least) {
  Expression expression = parse_value(loading_, node);
  if (is_broken(expression) || expression.ast.kind != AstKind::kLiteral) return expression;
  const Value& value = expression.ast.value;
  if (value.is_int() && value.as_int() >= least) return expression;
  if (value.is_int()) {
    report(loading_, node,
           std::string(what) + " must be at least " + std::to_string(least) + ", not " +
               std::to_string(value.as_int()));
  } else {
    const bool is_endless = what == verb_name(Verb::kRepeat) && node.text == "forever";
    report_wrong_kind(loading_, node, "an int", what).hint =
        is_endless ? "write while: true" : int_hint(node, name_hint(loading_, frame_, node));
  }
  return {};
}

int StepDecoder::decode_word(const Node& node, std::string_view what,
                             std::span<const std::string_view> words) {
  if (node.is_scalar()) {
    for (size_t i = 0; i < words.size(); ++i) {
      if (node.text == words[i]) return static_cast<int>(i);
    }
  }
  const std::vector<std::string> names(words.begin(), words.end());
  const bool is_word = node.is_scalar() && !node.missing;
  const std::string shown = is_word ? in_single_quotes(node.text) : std::string(described(node));
  report(loading_, node, std::string(what) + " is " + enumerate_or(names) + ", not " + shown).hint =
      is_word ? suggestion(loading_, node.text, names) : "";
  return -1;
}

void StepDecoder::tolerate(const Node& node) {
  if (node.is_scalar() && is_identifier(node.text)) frame_.tolerate(node.text);
  for (const Node& key : node.keys) tolerate(key);
  for (const Node& item : node.items) tolerate(item);
}

}  // namespace runner
