// Calls: which functions there are, and what they take.
#include <algorithm>

#include "base/regex.h"
#include "base/text.h"
#include "expr/checker.h"
#include "expr/format.h"

namespace runner::expr {
namespace {

bool is_left_out(std::string_view name) {
  static constexpr std::string_view kLeftOut[] = {
      "uint",        "bytes",        "timestamp",  "duration",      "type",
      "getFullYear", "getMonth",     "getDate",    "getDayOfMonth", "getDayOfWeek",
      "getHours",    "getDayOfYear", "getMinutes", "getSeconds",    "getMilliseconds",
  };
  return std::find(std::begin(kLeftOut), std::end(kLeftOut), name) != std::end(kLeftOut);
}

// What people call from other languages.
std::string habit_hint(std::string_view name) {
  static constexpr std::pair<std::string_view, std::string_view> kHabits[] = {
      {"not", "write !(…)"},
      {"and", "write a && b"},
      {"or", "write a || b"},
      {"len", "write size(x)"},
      {"length", "write size(x)"},
      {"str", "write string(x)"},
      {"float", "write double(x)"},
      {"any", "write xs.exists(x, …)"},
      {"all", "write xs.all(x, …)"},
      {"exists", "write xs.exists(x, …)"},
      {"exists_one", "write xs.exists_one(x, …)"},
      {"filter", "write xs.filter(x, …)"},
      {"map", "write xs.map(x, …)"},
      {"abs", "write x < 0 ? -x : x"},
      {"round", "write floor(x + 0.5)"},
      {"pow", "a square is x * x"},
      {"getpid", "write self.pid"},
  };
  for (const auto& [habit, hint] : kHabits) {
    if (habit == name) return std::string(hint);
  }
  return "";
}

// What is asked of Python's objects by a method and here by an attribute, or by the name alone.
std::string attribute_hint(const Ast& call) {
  static constexpr std::pair<std::string_view, std::string_view> kHabits[] = {
      {"is_alive", ".alive"},       {"qsize", ".size"}, {"empty", ".size == 0"},
      {"locked", ".owner != null"}, {"is_set", ""},     {"get_value", ""},
  };
  if (!call.receiver || call.children.size() != 1) return "";
  for (const auto& [habit, attribute] : kHabits) {
    if (habit != call.name) continue;
    std::string text = ast_text(call.children[0]) + std::string(attribute);
    if (attribute.find(' ') != attribute.npos) text = "(" + text + ")";  // fits behind !
    return "write " + text + (habit == "empty" ? " for a queue" : "");
  }
  return "";
}

std::string counted(size_t count) {
  return std::to_string(count) + (count == 1 ? " argument" : " arguments");
}

}  // namespace

TypeSet Checker::call(Ast& ast) {
  if (!ast.receiver) {
    if (const TypeSet taken = offer(ast)) return taken;
  }
  const int32_t number = find_function(ast.name);
  if (number >= 0) return call_of(functions()[static_cast<size_t>(number)], ast);
  if (const std::string hint = attribute_hint(ast); !hint.empty()) {
    error(ast, "unknown function '" + ast.name + "'", hint);
    return types::kAny;
  }
  for (Ast& argument : ast.children) visit(argument);
  unknown_function(ast);
  return types::kAny;
}

void Checker::unknown_function(const Ast& ast) {
  if (is_left_out(ast.name)) {
    error(ast, ast.name + "() is left out: values are null, bool, int, double, string, list, map");
    return;
  }
  std::string hint = habit_hint(ast.name);
  if (hint.empty()) {
    std::vector<std::string> known = {"all", "exists", "exists_one", "filter", "map", "has"};
    for (const Function& function : functions()) known.emplace_back(function.name);
    const std::string found = nearest(ast.name, known);
    if (!found.empty()) hint = "did you mean '" + found + "'?";
  }
  error(ast, "unknown function '" + ast.name + "'", hint);
}

TypeSet Checker::call_of(const Function& function, Ast& ast) {
  std::vector<TypeSet> given;
  for (Ast& argument : ast.children) given.push_back(visit(argument));
  const std::string write = "write " + std::string(function.usage);
  if (ast.receiver ? !function.as_method : !function.as_function) {
    error(ast, ast.name + (ast.receiver ? "() is not a method" : "() is a method of strings"),
          write);
  } else if (given.size() < function.least || given.size() > function.most) {
    const size_t hidden = ast.receiver ? 1 : 0;
    const size_t least = function.least - hidden;
    const bool too_few = given.size() < function.least;
    const size_t expected = too_few ? least : function.most - hidden;
    const char* bound = function.least == function.most ? "" : too_few ? "at least " : "at most ";
    error(ast,
          ast.name + "() takes " + bound + counted(expected) + ", not " +
              std::to_string(given.size() - hidden),
          write);
  } else {
    arguments(function, ast, given);
    literal_arguments(function, ast);
  }
  const bool picks_one = function.name == "min" || function.name == "max";
  if (!picks_one || given.size() < 2) return function.result;
  TypeSet result = 0;
  for (const TypeSet type : given) result = static_cast<TypeSet>(result | type);
  return result;
}

void Checker::arguments(const Function& function, const Ast& ast,
                        const std::vector<TypeSet>& given) {
  for (size_t i = 0; i < given.size() && i < std::size(function.parameters); ++i) {
    if ((given[i] & function.parameters[i]) != 0) continue;
    std::string hint;
    if (function.name == "contains" && given[i] == types::kList) hint = "write x in list";
    if (function.name == "string") hint = "write a text with ${…} in it, or join(list, \", \")";
    error(ast.children[i],
          std::string(function.name) + "() needs " + describe(function.parameters[i]) + ", not " +
              names_of(given[i]),
          hint);
  }
}

// Patterns and formats that are written out are read now.
void Checker::literal_arguments(const Function& function, const Ast& ast) {
  const size_t which = function.name == "matches" ? 1 : 0;
  if (function.name != "matches" && function.name != "format") return;
  const Ast& argument = ast.children[which];
  if (argument.kind != AstKind::kLiteral || !argument.value.is_string()) return;
  const std::string& text = argument.value.as_string();
  std::string problem;
  if (function.name == "matches") {
    Regex::Problem wrong;
    if (!Regex::compile(text, wrong)) problem = "bad pattern: " + wrong.message;
  } else {
    problem = format_problem(text, ast.children.size() - 1);
  }
  if (!problem.empty()) error(argument, problem);
}

}  // namespace runner::expr
