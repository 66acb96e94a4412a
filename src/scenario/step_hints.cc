#include "scenario/step_hints.h"

#include "base/text.h"
#include "text/quoting.h"

namespace runner {
namespace {

constexpr std::string_view kBlanks = " \t\n";

std::string_view without_blanks(std::string_view text) {
  const size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

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

}  // namespace

std::string step_written(std::string_view text, bool flow) {
  const size_t end = text.find_first_of(" \t\n(:");
  const VerbSpec* spec = find_verb(text.substr(0, end));
  if (!spec) return "";
  const std::string lead = std::string(spec->name) + ": ";
  if (spec->form == Form::kFlag) return lead + "true";
  std::string_view rest = end == std::string_view::npos ? "" : without_blanks(text.substr(end));
  if (rest.starts_with(':')) rest = without_blanks(rest.substr(1));
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

std::string loop_written(const VerbSpec& spec, const JoinedLoop& loop) {
  return std::string(spec.name) + ": " + std::string(loop.variable) +
         " and in: " + std::string(loop.source);
}

std::string assignment_hint(const Source& source, const VerbSpec& spec, const Node& value,
                            std::string_view place) {
  return "write " + std::string(spec.name) + ": {" + std::string(place) + ": " +
         inline_form(source, value) + "}";
}

std::string lacking_hint(const Source& source, const VerbSpec& spec, const Node& value,
                         Modifier modifier) {
  if (spec.verb != Verb::kLock || modifier != Modifier::kDo) return "";
  const std::string name = inline_form(source, value);
  return "or acquire: " + name + ", and release: " + name + " later";
}

}  // namespace runner
