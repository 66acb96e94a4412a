#include "scenario/constants.h"

#include "base/limits.h"
#include "expr/evaluate.h"
#include "expr/text_form.h"

namespace runner {
namespace {

// Constants are computed before there is any run to ask about.
class NoSurroundings : public Surroundings {
 public:
  std::string now() override { return ""; }
  double elapsed() override { return 0; }
};

bool belongs_to_a_run(std::string_view function) {
  return function == "now" || function == "elapsed" || function == "random" ||
         function == "randint" || function == "live";
}

// Takes the node over as null, of which nothing is known.
Type take_over(Ast& node) {
  node.kind = AstKind::kLiteral;
  node.value = Value();
  node.children.clear();
  return Type::kAny;
}

}  // namespace

std::optional<Type> ConstantNames::bind(Ast& node, const std::vector<std::string>&,
                                        Diagnostics& diagnostics) {
  if (node.kind == AstKind::kName) return bind_name(node, diagnostics);
  if (node.kind == AstKind::kCall && !node.receiver && belongs_to_a_run(node.name)) {
    report_at(loading_, node.at, node.name,
              "'" + node.name + "' has no value before the run begins")
        .hint = "use it in a step";
    return take_over(node);
  }
  return std::nullopt;
}

std::optional<Type> ConstantNames::bind_name(Ast& node, Diagnostics&) {
  if (node.name == "index") {
    if (!has_index_) {
      report_at(loading_, node.at, node.name, "there is no 'index' here").hint =
          "only what belongs to one replica or one member of an array has an index";
      return take_over(node);
    }
    uses_index_ = true;
    node.kind = AstKind::kLocal;
    node.slot = 0;
    return Type::kInt;
  }
  if (loading_.symbols.is_tolerated(node.name)) return take_over(node);
  Symbol* symbol = loading_.symbols.find(node.name);
  if (!symbol && !is_reserved(node.name)) return std::nullopt;
  if (symbol) symbol->used = true;
  if (symbol && symbol->kind == SymbolKind::kVar) {
    if (!symbol->sound) return take_over(node);
    const auto number = static_cast<size_t>(symbol->number);
    if (number < loading_.scenario.vars.size()) {
      node.kind = AstKind::kLiteral;
      node.value = loading_.scenario.vars[number].second;
      return type_of(node.value);
    }
    report_at(loading_, node.at, node.name, "'" + node.name + "' is used before it is defined")
        .notes.push_back({symbol->at, "defined here"});
    return take_over(node);
  }
  const std::string what = symbol ? described(*symbol) : "only known in steps";
  report_at(loading_, node.at, node.name,
            "'" + node.name + "' is " + what + ": nothing is known of it before the run begins")
      .hint = "only vars can be used here";
  return take_over(node);
}

std::string ConstantNames::macro_variable_clash(const std::string& name) const {
  if (is_reserved(name)) return "'" + name + "' is reserved";
  if (loading_.symbols.find(name)) return "'" + name + "' is declared in this scenario";
  return "";
}

std::vector<std::string> ConstantNames::visible() const {
  if (loading_.errors() > limits::kDiagnostics) return {};
  std::vector<std::string> names = loading_.symbols.names(SymbolKind::kVar);
  if (has_index_) names.push_back("index");
  return names;
}

Constant Constant::value(Loading& loading, const Node& node, bool has_index) {
  return expression(loading, parse_value(loading, node), has_index);
}

Constant Constant::expression(Loading& loading, Expression expression, bool has_index) {
  Constant constant;
  constant.expression_ = std::move(expression);
  Expression& own = constant.expression_;
  constant.broken_ = is_broken(own);
  if (constant.broken_ || own.ast.kind == AstKind::kLiteral) return constant;
  const size_t before = loading.errors();
  ConstantNames names(loading, has_index);
  own.type = check(own.ast, names, loading.diagnostics);
  constant.broken_ = loading.errors() != before;
  constant.uses_index_ = names.uses_index();
  return constant;
}

std::optional<Value> Constant::at(Loading& loading, int64_t index) {
  if (broken_) return std::nullopt;
  if (expression_.ast.kind == AstKind::kLiteral) return expression_.ast.value;
  if (!compiled_) code_ = Code::compile(expression_.ast, 1);
  compiled_ = true;
  const Value slots[] = {Value::integer(index)};
  Random random;
  NoSurroundings surroundings;
  const bool is_told = loading.steps == 0;
  Value value = evaluate_within(loading.steps, code_, slots, random, surroundings);
  if (!value.is_error()) return value;
  broken_ = true;
  if (!is_told) report_failure(loading, value.as_error());
  return std::nullopt;
}

void Constant::report_failure(Loading& loading, const ErrorBody& error) const {
  const Position at = error.line > 0 ? Position{error.line, error.column} : expression_.at;
  if (loading.steps > 0) {
    loading.diagnostics.error(at, error.message);
    return;
  }
  loading.diagnostics
      .error(at, "what is computed before the run takes more than the limit of " +
                     std::to_string(limits::kEvaluationSteps) + " steps")
      .hint = "the limit is for all vars and everything else outside steps together";
}

Value compute(const Ast& ast, std::span<const Value> slots, int32_t first_input, uint64_t& steps) {
  Random random;
  NoSurroundings surroundings;
  return evaluate_within(steps, Code::compile(ast, first_input), slots.data(), random,
                         surroundings);
}

std::optional<Value> constant_value(Loading& loading, const Node& node) {
  return Constant::value(loading, node, false).at(loading, 0);
}

std::optional<std::string> constant_text(Loading& loading, const Node& node,
                                         std::string_view what) {
  const std::optional<Value> value = constant_value(loading, node);
  if (!value) return std::nullopt;
  if (value->is_string()) return value->as_string();
  report_wrong_value(loading, node, what, "a string", *value);
  return std::nullopt;
}

std::optional<bool> constant_bool(Loading& loading, const Node& node, std::string_view what) {
  const std::optional<Value> value = constant_value(loading, node);
  return value ? bool_of(loading, node, *value, what) : std::nullopt;
}

std::optional<int64_t> constant_int(Loading& loading, const Node& node, std::string_view what,
                                    int64_t least, int64_t most) {
  const std::optional<Value> value = constant_value(loading, node);
  return value ? int_of(loading, node, *value, what, least, most) : std::nullopt;
}

std::optional<double> constant_duration(Loading& loading, const Node& node, std::string_view what,
                                        DurationRange range) {
  const std::optional<Value> value = constant_value(loading, node);
  return value ? duration_of(loading, node, *value, what, range) : std::nullopt;
}

// Text is taken for what is named by it in conditions only.
std::string var_hint(const Loading& loading, const Node& node) {
  const Symbol* symbol = node.is_scalar() ? loading.symbols.find(node.text) : nullptr;
  const bool is_var = symbol && symbol->kind == SymbolKind::kVar;
  return is_var ? name_hint(loading, FrameScope(FrameKind::kExpectation), node) : "";
}

std::optional<int64_t> int_of(Loading& loading, const Node& node, const Value& value,
                              std::string_view what, int64_t least, int64_t most) {
  if (!value.is_int()) {
    report_wrong_value(loading, node, what, "an int", value).hint =
        int_hint(node, var_hint(loading, node));
    return std::nullopt;
  }
  const int64_t number = value.as_int();
  if (number >= least && number <= most) return number;
  const bool low = number < least;
  std::string range = low ? "at least " + std::to_string(least) : "at most " + std::to_string(most);
  report(loading, node,
         std::string(what) + " must be " + range + ", not " + std::to_string(number));
  return std::nullopt;
}

std::optional<bool> bool_of(Loading& loading, const Node& node, const Value& value,
                            std::string_view what) {
  if (value.is_bool()) return value.as_bool();
  report_wrong_value(loading, node, what, "true or false", value).hint = bool_hint(node);
  return std::nullopt;
}

std::optional<double> duration_of(Loading& loading, const Node& node, const Value& value,
                                  std::string_view what, DurationRange range) {
  const std::optional<double> seconds = seconds_of(value);
  if (!seconds) {
    report_wrong_value(loading, node, what, "a duration", value).hint =
        duration_hint(node, var_hint(loading, node));
    return std::nullopt;
  }
  std::string problem = duration_problem(*seconds, what, range);
  if (problem.empty()) return seconds;
  report(loading, node, std::move(problem));
  return std::nullopt;
}

Diagnostic& report_wrong_value(Loading& loading, const Node& node, std::string_view what,
                               std::string_view needed, const Value& value) {
  std::string shown(described(value));
  if (value.is_string()) shown += " " + in_single_quotes(value.as_string());
  return report(loading, node,
                std::string(what) + " needs " + std::string(needed) + ", not " + shown);
}

std::string_view described(const Value& value) {
  return described(type_of(value));
}

std::string_view described(Type type) {
  switch (type) {
    case Type::kAny:
      return "a value";
    case Type::kNull:
      return "null";
    case Type::kBool:
      return "a bool";
    case Type::kInt:
      return "an int";
    case Type::kDouble:
      return "a double";
    case Type::kNumber:
      return "a number";
    case Type::kString:
      return "a string";
    case Type::kList:
      return "a list";
    case Type::kMap:
      return "a map";
    case Type::kProcess:
      return "a process";
    case Type::kHandle:
      return "a handle";
  }
  UNREACHABLE();
}

}  // namespace runner
