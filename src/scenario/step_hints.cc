#include "scenario/step_hints.h"

#include "base/text.h"
#include "scenario/reference_hints.h"
#include "text/extent.h"
#include "text/quoting.h"
#include "text/written.h"

namespace runner {
namespace {

constexpr std::string_view kBlanks = " \t\n";

// `x = 1`, `x: 1` or `x 1` as a map.
std::string assignments_of(std::string_view text) {
  const size_t end = text.find_first_of(" \t=:");
  const std::string_view name = text.substr(0, end);
  std::string_view value = end == std::string_view::npos ? "" : without_blanks(text.substr(end));
  const bool is_computed = value.starts_with('=');
  if (is_computed || value.starts_with(':')) value = without_blanks(value.substr(1));
  if (!is_identifier(name)) return "{name: value}";
  if (value.empty()) return "{" + std::string(name) + ": value}";
  const bool is_formula = is_computed && value[0] != '[' && value[0] != '{' &&
                          value.find_first_of(" [(+-*/") != std::string_view::npos &&
                          value.find_first_of("\"'$") == std::string_view::npos;
  return "{" + std::string(name) + ": " +
         (is_formula ? runner::quoted("${" + std::string(value) + "}")
                     : written::plain_or_quoted(value, true)) +
         "}";
}

// What a verb may stand with that is often written without anything.
std::string_view example_of(Verb verb) {
  if (verb == Verb::kReturn) return "null";
  if (verb == Verb::kExit) return "0";
  return verb == Verb::kSleep || verb == Verb::kWork ? "10ms" : "";
}

bool is_number(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const size_t point = std::min(text.find('.'), text.size());
  const auto is_digits = [](std::string_view part) {
    return part.find_first_not_of("0123456789") == std::string_view::npos;
  };
  return !text.empty() && is_digits(text.substr(0, point)) &&
         is_digits(text.substr(std::min(point + 1, text.size())));
}

// "x = {x}" of Python's f"x = {x}" as "x = ${x}"; "": where more is in the braces than expressions.
std::string marked(std::string_view text) {
  std::string marked;
  bool is_inside = false;
  for (const char c : text) {
    if (c == '{' ? is_inside : is_inside && (c == ':' || c == '!' || c == '=')) return "";
    if (c == '{') marked += '$';
    if (c == '{' || c == '}') is_inside = c == '{';
    marked += c;
  }
  return marked;
}

// Python's words for values, as they are written here.
std::string_view constant_of(std::string_view text) {
  if (text == "None" || text == "null") return "null";
  if (text == "True" || text == "true") return "true";
  return text == "False" || text == "false" ? "false" : "";
}

// A formula of names, numbers and operators, as text that is computed; "": it may be something
// else.
std::string computed(std::string_view text, bool flow) {
  constexpr std::string_view kElse = "\"'`$,{}#:;@\\\n";
  const bool is_formula = !text.empty() && text.find_first_of(kElse) == std::string_view::npos &&
                          !text.starts_with("not ") && !text.starts_with("--");
  if (!is_formula) return "";
  const std::string marked = "${" + std::string(text) + "}";
  return flow || text.find(' ') != std::string_view::npos ? runner::quoted(marked) : marked;
}

// What stands in the parentheses of `print(x)`, as the verb has it: Python's expressions are text
// here unless they are marked. "": that is not known.
std::string argument_of_call(const VerbSpec& spec, std::string_view text, bool flow) {
  const std::string_view argument = without_blanks(text.substr(1, text.size() - 2));
  if (spec.form == Form::kAssignments) return assignments_of(argument);
  const bool is_several = argument.find(',') != std::string_view::npos;
  const bool takes_names = spec.form == Form::kReferences && argument.find('=') == argument.npos;
  if (is_several && takes_names && !is_number(argument.substr(argument.rfind(' ') + 1)))
    return "[" + std::string(argument) + "]";
  const bool is_value =
      spec.form == Form::kValue || spec.form == Form::kDuration || spec.form == Form::kNumber;
  if (!is_value) return is_several ? "" : std::string(argument);
  if (is_number(argument)) return std::string(argument);
  if (const std::string_view constant = constant_of(argument); !constant.empty())
    return std::string(constant);
  const auto is_quoted = [](std::string_view part) {
    return !part.empty() && (part[0] == '"' || part[0] == '\'') &&
           written::quoted_end(part, 0) == part.size();
  };
  if (is_quoted(argument)) return std::string(argument);
  if (argument.starts_with('f') && is_quoted(argument.substr(1))) return marked(argument.substr(1));
  return computed(argument, flow);
}

// `return x + 1` means the value, `return well done` may mean the text.
std::string returned(std::string_view text, bool flow) {
  if (const std::string_view constant = constant_of(text); !constant.empty())
    return std::string(constant);
  const bool is_text = text.find(' ') != std::string_view::npos &&
                       text.find_first_of("+-*/%<>=[(.") == std::string_view::npos;
  return is_text || is_number(text) ? "" : computed(text, flow);
}

// yield for the whole step `pass`.
const VerbSpec* flag_for_habit(std::string_view word) {
  const VerbSpec* meant = find_verb(verb_for_habit(word));
  return meant && meant->form == Form::kFlag ? meant : nullptr;
}

}  // namespace

std::string_view without_blanks(std::string_view text) {
  const size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::string step_written(std::string_view text, bool flow) {
  const size_t end = text.find_first_of(" \t\n(:");
  const VerbSpec* spec = find_verb(text.substr(0, end));
  if (!spec) spec = flag_for_habit(text);
  if (!spec) return "";
  const std::string lead = std::string(spec->name) + ": ";
  if (spec->form == Form::kFlag) return lead + "true";
  std::string_view rest = end == std::string_view::npos ? "" : without_blanks(text.substr(end));
  if (rest.starts_with(':')) rest = without_blanks(rest.substr(1));
  std::string argument;
  if (rest.starts_with('(') && rest.ends_with(')')) {
    const bool is_empty = without_blanks(rest.substr(1, rest.size() - 2)).empty();
    argument = argument_of_call(*spec, rest, flow);
    if (argument.empty() && !is_empty) return "";
    if (!is_empty) return lead + argument;
    rest = "";
  } else if (spec->verb == Verb::kReturn) {
    argument = returned(rest, flow);
    if (!argument.empty()) return lead + argument;
  }
  if (rest.empty()) rest = example_of(spec->verb);
  if (rest.empty()) return "";
  if (spec->form == Form::kAssignments && rest[0] != '{') return lead + assignments_of(rest);
  const std::optional<JoinedLoop> loop =
      spec->form == Form::kVariable ? joined_loop(rest) : std::nullopt;
  if (loop) return flow ? "" : loop_written(*spec, *loop);
  return lead + written::plain_or_quoted(rest, flow);
}

std::optional<JoinedLoop> joined_loop(std::string_view text) {
  constexpr std::string_view kIn = " in ";
  const size_t in = text.find(kIn);
  if (in == std::string_view::npos) return std::nullopt;
  const JoinedLoop loop{without_blanks(text.substr(0, in)),
                        without_blanks(text.substr(in + kIn.size()))};
  if (!is_identifier(loop.variable) || loop.source.empty()) return std::nullopt;
  return loop;
}

std::optional<JoinedMessage> joined_message(std::string_view text) {
  for (const std::string_view opening : {", \"", ", '"}) {
    const size_t comma = text.rfind(opening);
    if (comma == std::string_view::npos || comma == 0) continue;
    const JoinedMessage joined{without_blanks(text.substr(0, comma)), text.substr(comma + 2)};
    const bool is_whole = written::quoted_end(joined.message, 0) == joined.message.size();
    if (is_whole && written::is_closed(joined.condition)) return joined;
  }
  return std::nullopt;
}

std::string loop_written(const VerbSpec& spec, const JoinedLoop& loop) {
  return std::string(spec.name) + ": " + std::string(loop.variable) +
         " and in: " + std::string(loop.source);
}

std::string assignment_hint(const Source& source, const VerbSpec& spec, const Node& value,
                            std::string_view place) {
  return "write " + std::string(spec.name) + ": {" + std::string(place) + ": " +
         inline_form(source, value) + "}";
}

bool is_further_condition(std::string_view key) {
  return key == "elif" || key == "elseif" || key == "else if";
}

std::string lacking_hint(const Source& source, const VerbSpec& spec, const Node& value,
                         Modifier modifier) {
  if (spec.verb != Verb::kLock || modifier != Modifier::kDo) return "";
  const std::string_view object = object_of(value.text);
  const std::string name = object.empty() ? inline_form(source, value) : std::string(object);
  return "or acquire: " + name + ", and release: " + name + " later";
}

}  // namespace runner
