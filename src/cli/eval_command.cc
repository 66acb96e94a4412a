// `eval`: one expression, outside any scenario.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <ctime>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/setting.h"
#include "expr/check.h"
#include "expr/code.h"
#include "expr/parse.h"
#include "expr/text_form.h"
#include "verdict/judge.h"

namespace runner {
namespace {

// The names that --set gives.
class SetNames : public Names {
 public:
  explicit SetNames(std::vector<std::pair<std::string, Value>> values)
      : values_(std::move(values)) {}

  std::optional<Type> bind(Ast& node, const std::vector<std::string>& macro_variables,
                           Diagnostics& diagnostics) override {
    static_cast<void>(macro_variables);
    const bool is_call = node.kind == AstKind::kCall;
    if (!is_call && node.kind != AstKind::kName) return std::nullopt;
    if (is_of_a_run(node.name, is_call)) {
      diagnostics.error(node.at, node.name + (is_call ? "()" : "") + " has no meaning here").hint =
          "it is a process's: only in a scenario is there one";
      return take_over(node, Value());
    }
    if (is_call) return std::nullopt;
    for (const auto& [name, value] : values_) {
      if (name == node.name) return take_over(node, value);
    }
    return std::nullopt;
  }

  std::string macro_variable_clash(const std::string& name) const override {
    static_cast<void>(name);
    return "";
  }

  std::vector<std::string> visible() const override {
    std::vector<std::string> names;
    for (const auto& [name, value] : values_) names.push_back(name);
    return names;
  }

 private:
  // What scenarios know of the process that computes an expression.
  bool is_of_a_run(const std::string& name, bool is_call) const {
    if (is_call) return name == "live";
    const bool is_set = std::any_of(values_.begin(), values_.end(),
                                    [&](const auto& value) { return value.first == name; });
    return !is_set && (name == "self" || name == "main" || name == "index");
  }

  static Type take_over(Ast& node, const Value& value) {
    node.kind = AstKind::kLiteral;
    node.value = value;
    node.children.clear();
    return type_of(value);
  }

  std::vector<std::pair<std::string, Value>> values_;
};

class WallClock : public Surroundings {
 public:
  std::string now() override {
    const std::time_t time = std::time(nullptr);
    std::tm local{};
    localtime_r(&time, &local);
    char text[sizeof "2025-11-08 12:34:56"];
    return {text, std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &local)};
  }
  double elapsed() override {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

std::string place(int32_t line, int32_t column) {
  if (line > 1) return fmt::format("line {}, column {}: ", line, column);
  return column > 0 ? fmt::format("column {}: ", column) : "";
}

// One line, whatever the diagnostic has to say.
std::string in_one_line(const Diagnostic& diagnostic) {
  std::string text = place(diagnostic.at.line, diagnostic.at.column) + diagnostic.message;
  std::string separator = "; ";
  for (const std::string_view line : split_lines(diagnostic.hint)) {
    text += separator + std::string(line);
    separator = " ";
  }
  return text;
}

Result<Value> evaluate(const std::string& text, const Options& options) {
  std::vector<std::pair<std::string, Value>> values;
  for (const auto& [name, written] : options.overrides) {
    std::string problem;
    std::optional<Value> value = parse_setting(written, problem);
    if (!value) return Error{"evaluate", text, 0, "--set " + name + ": " + problem};
    values.emplace_back(name, std::move(*value));
  }
  if (const std::string problem = encoding_problem(text); !problem.empty())
    return Error{"evaluate", text, 0, problem + "; write it in UTF-8"};
  const Source source("expression", text);
  Diagnostics diagnostics;
  Ast ast = parse_expression(
      text, [&](size_t offset) { return source.position(offset); }, diagnostics);
  SetNames names(std::move(values));
  if (!diagnostics.has_errors()) check(ast, names, diagnostics);
  if (diagnostics.has_errors()) {
    return Error{"evaluate", text, 0, in_one_line(diagnostics.sorted().front())};
  }
  const Code code = Code::compile(ast, 0);
  Random random{options.seed.value_or(0)};
  WallClock clock;
  return code.evaluate(nullptr, random, clock);
}

}  // namespace

int eval_command(const Options& options, Console& console) {
  const Result<Value> result = evaluate(options.operands.front(), options);
  if (!result.ok()) {
    console.complain(fmt::format("error: {}\n", result.error().reason));
    return kInvalid;
  }
  const Value& value = result.value();
  if (value.is_error()) {
    const ErrorBody& error = value.as_error();
    console.complain(fmt::format("error: {}{}\n", place(error.line, error.column), error.message));
    return kInvalid;
  }
  if (const auto key = options.json ? key_twice_in_json(value) : std::nullopt) {
    console.complain(fmt::format(
        "error: in JSON an object would have the key \"{}\" twice; leave --json out\n", *key));
    return kInvalid;
  }
  console.print((options.json ? to_json(value) : to_text(value)) + "\n");
  return kAllHeld;
}

}  // namespace runner
