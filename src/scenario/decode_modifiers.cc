// The modifiers of steps.
#include "scenario/callees.h"
#include "scenario/decode_steps.h"
#include "scenario/expressions.h"
#include "scenario/references.h"
#include "text/scalar.h"

namespace runner {
namespace {

constexpr std::string_view kPrintTargets[] = {"stderr"};
constexpr std::string_view kClocks[] = {"cpu", "wall"};
constexpr std::string_view kOnErrorWords[] = {"keep"};

}  // namespace

void StepDecoder::decode_modifiers(const Source& source, Step& step) {
  for (size_t i = 0; i < source.node.keys.size(); ++i) {
    const std::optional<Modifier> modifier = find_modifier(source.node.keys[i].text);
    if (!modifier || !source.spec.takes.has(*modifier)) continue;
    decode_modifier(source, *modifier, source.node.items[i], step);
  }
  if (step.timeout || source.find(Modifier::kTimeout)) return;
  for (const Modifier modifier : {Modifier::kOk, Modifier::kOnTimeout}) {
    if (!source.spec.takes.has(modifier) || !source.find(modifier)) continue;
    report(loading_, source.key, "'" + std::string(modifier_name(modifier)) + "' without 'timeout'")
        .hint = "without a timeout the step is always in time";
  }
}

void StepDecoder::decode_modifier(const Source& source, Modifier modifier, const Node& node,
                                  Step& step) {
  const std::string_view name = modifier_name(modifier);
  const bool is_print = source.spec.verb == Verb::kPrint;
  switch (modifier) {
    case Modifier::kTo:
      if (!is_print) return decode_send_targets(node, step);
      step.to_stderr = decode_word(node, name, kPrintTargets) == 0;
      return;
    case Modifier::kInto:
      step.into = decode_local(node);
      return;
    case Modifier::kOk:
      step.ok = decode_local(node);
      if (step.ok >= 0) frame_.local(step.ok).may_be_unread = true;
      return;
    case Modifier::kTimeout:
      step.timeout = parse_duration_value(loading_, frame_, node, name, DurationRange::kAny);
      return;
    case Modifier::kOnTimeout:
      step.on_timeout = decode(node, name);
      return;
    case Modifier::kCatch: {
      step.variable = frame_.fresh_slot("error", node.at);
      step.otherwise = decode(node, name);
      step.has_otherwise = true;
      return;
    }
    case Modifier::kArgs:
      return;  // with the callee
    case Modifier::kIn:
    case Modifier::kOver:
      step.value = parse_source(loading_, node, name);
      return;
    case Modifier::kDo:
      step.body = decode_loop(source, node);
      return;
    case Modifier::kThen:
      step.body = decode(node, name);
      return;
    case Modifier::kElse:
      step.otherwise = decode(node, name);
      step.has_otherwise = true;
      return;
    case Modifier::kMessage:
      step.message = parse_value(loading_, node);
      return;
    case Modifier::kCount:
      step.count = decode_number(node, name, 1);
      return;
    case Modifier::kUntil:
      step.until = parse_bare(loading_, node, name);
      return;
    case Modifier::kIndex:
      step.index = decode_number(node, name, INT64_MIN);
      return;
    case Modifier::kPool:
      step.pool = parse_reference(loading_, node, name);
      return;
    case Modifier::kChunk:
      step.chunk = decode_number(node, name, 1);
      return;
    case Modifier::kUnordered:
      step.unordered = decode_bool(node, name);
      return;
    case Modifier::kStar:
      step.star = decode_bool(node, name);
      return;
    case Modifier::kOnError:
      step.keep_errors = decode_word(node, name, kOnErrorWords) == 0;
      return;
    case Modifier::kBy:
      step.wall_clock = decode_word(node, name, kClocks) == 1;
      return;
  }
  UNREACHABLE();
}

Steps StepDecoder::decode_loop(const Source& source, const Node& node) {
  const bool is_loop = source.spec.verb != Verb::kLock;
  loops_ += is_loop ? 1 : 0;
  Steps body = decode(node, "do");
  loops_ -= is_loop ? 1 : 0;
  return body;
}

void StepDecoder::decode_send_targets(const Node& node, Step& step) {
  if (!node.is_list()) {
    step.targets.push_back(parse_reference(loading_, node, "to"));
    return;
  }
  if (node.items.empty()) report(loading_, node, "to needs at least one name");
  for (const Node& item : node.items) {
    step.targets.push_back(parse_reference(loading_, item, "to"));
  }
}

void StepDecoder::decode_arguments(const Source& source, Step& step) {
  const Node* args = source.find(Modifier::kArgs);
  const std::optional<Callee> callee = parse_callee(loading_, source.value, source.spec.name);
  if (!callee) {
    if (args) tolerate(*args);
    return;
  }
  step.callee = *callee;
  if (source.spec.verb == Verb::kMap) return check_mapped(source, step);
  const auto given = match_arguments(loading_, *callee, source.value, args);
  if (!given) return;
  const Signature signature = signature_of(loading_, *callee);
  step.arguments.resize(given->size());
  for (size_t i = 0; i < given->size(); ++i) {
    const Node* node = (*given)[i];
    if (!node) continue;
    Argument& argument = step.arguments[i];
    const Parameter& parameter = signature.parameters[i];
    if (parameter.is_reference()) {
      argument.kind = Argument::Kind::kReference;
      argument.reference = parse_reference(loading_, *node, "'" + parameter.name + "'");
    } else {
      argument.kind = Argument::Kind::kValue;
      argument.value = parse_value(loading_, *node);
    }
  }
}

// map passes each item as the only argument, or with star as the list of arguments.
void StepDecoder::check_mapped(const Source& source, const Step& step) {
  const Signature signature = signature_of(loading_, *step.callee);
  if (!signature.known) return;
  const auto parameters = signature.parameters.first(signature.required);
  for (const Parameter& parameter : parameters) {
    if (!parameter.is_reference()) continue;
    report(loading_, source.value,
           described(*step.callee) + " has an object parameter, '" + parameter.name +
               "': it can be called and submitted, not mapped");
    return;
  }
  const Node* star = source.find(Modifier::kStar);
  const bool is_star =
      star && scalar_of(*star).kind == ScalarKind::kBool && scalar_of(*star).boolean;
  if (is_star || signature.required == 1) return;
  report(loading_, source.value,
         "map calls " + described(*step.callee) + " with one argument, but it takes " +
             std::to_string(signature.required))
      .hint = signature.required == 0 ? "" : "with 'star: true' each item is a list of arguments";
}

}  // namespace runner
