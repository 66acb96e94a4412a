#include <algorithm>
#include <array>
#include <cstring>

#include "base/regex.h"
#include "base/text.h"
#include "expr/format.h"
#include "expr/functions.h"
#include "expr/number_text.h"
#include "expr/text_form.h"

namespace runner::expr {
namespace {

// Two strings, or the error that they are not.
Value two_strings(Call& call, std::string_view function) {
  for (const Value& argument : call.arguments) {
    if (!argument.is_string()) return wrong_kind(function, types::kString, argument);
  }
  return Value();
}

}  // namespace

namespace functions_of_text {

Value size(Call& call) {
  const Value& value = call.arguments[0];
  if (value.is_list()) return Value::integer(static_cast<int64_t>(value.list_size()));
  if (value.is_map()) return Value::integer(static_cast<int64_t>(value.as_map().size()));
  if (!value.is_string()) {
    return wrong_kind("size", types::kString | types::kList | types::kMap, value);
  }
  return Value::integer(static_cast<int64_t>(count_code_points(value.as_string())));
}

Value contains(Call& call) {
  Value problem = two_strings(call, "contains");
  if (problem.is_error()) return problem;
  const std::string& text = call.arguments[0].as_string();
  const std::string& part = call.arguments[1].as_string();
  // Unlike find(), in the time of a single pass, whatever the texts are.
  return Value::boolean(memmem(text.data(), text.size(), part.data(), part.size()) != nullptr);
}

Value starts_with(Call& call) {
  Value problem = two_strings(call, "startsWith");
  if (problem.is_error()) return problem;
  return Value::boolean(call.arguments[0].as_string().starts_with(call.arguments[1].as_string()));
}

Value ends_with(Call& call) {
  Value problem = two_strings(call, "endsWith");
  if (problem.is_error()) return problem;
  return Value::boolean(call.arguments[0].as_string().ends_with(call.arguments[1].as_string()));
}

Value matches(Call& call) {
  Value problem = two_strings(call, "matches");
  if (problem.is_error()) return problem;
  Regex::Problem wrong;
  const std::optional<Regex> regex = Regex::compile(call.arguments[1].as_string(), wrong);
  if (!regex) return make_error(ErrorKind::kType, "matches(): " + wrong.message);
  if (!call.budget.spend(regex->size())) return too_many_steps();
  return matches_pattern(*regex, call.arguments[0], call.budget);
}

Value join(Call& call) {
  const Value& list = call.arguments[0];
  const Value& separator = call.arguments[1];
  if (!list.is_list()) return wrong_kind("join", types::kList, list);
  if (!separator.is_string()) return wrong_kind("join", types::kString, separator);
  std::string text;
  bool first = true;
  for (const Value& item : list.as_list()) {
    if (!first) text += separator.as_string();
    first = false;
    if (!append_text(text, item, limits::kStringBytes)) return too_long_a_string();
  }
  return call.budget.spend(text.size() / 16) ? Value::string(std::move(text)) : too_many_steps();
}

Value format(Call& call) {
  const Value& text = call.arguments[0];
  if (!text.is_string()) return wrong_kind("format", types::kString, text);
  Value result = format_values(text.as_string(), call.arguments.subspan(1));
  const bool paid = !result.is_string() || call.budget.spend(result.as_string().size() / 16);
  return paid ? result : too_many_steps();
}

Value to_string(Call& call) {
  const Value& value = call.arguments[0];
  if (value.is_string()) return value;
  if (value.is_bool()) return Value::string(value.as_bool() ? "true" : "false");
  if (value.is_int()) return Value::string(std::to_string(value.as_int()));
  if (value.is_double()) return Value::string(cel_double_text(value.as_double()));
  return wrong_kind("string", types::kBool | types::kNumber | types::kString, value);
}

Value to_bool(Call& call) {
  const Value& value = call.arguments[0];
  if (value.is_bool()) return value;
  if (!value.is_string()) return wrong_kind("bool", types::kBool | types::kString, value);
  static constexpr std::array<std::string_view, 5> kTrue = {"1", "t", "true", "TRUE", "True"};
  static constexpr std::array<std::string_view, 5> kFalse = {"0", "f", "false", "FALSE", "False"};
  const auto is_one_of = [&value](const auto& texts) {
    return std::find(texts.begin(), texts.end(), value.as_string()) != texts.end();
  };
  if (is_one_of(kTrue)) return Value::boolean(true);
  if (is_one_of(kFalse)) return Value::boolean(false);
  return make_error(ErrorKind::kType, "bool() reads true and false, not " + to_repr(value));
}

}  // namespace functions_of_text

Value matches_pattern(const Regex& regex, const Value& text, Budget& budget) {
  if (!text.is_string()) return wrong_kind("matches", types::kString, text);
  const uint64_t work = text.as_string().size() * (1 + regex.size() / 16) / 8;
  return budget.spend(work) ? Value::boolean(regex.search(text.as_string())) : too_many_steps();
}

}  // namespace runner::expr
