#include "scenario/expressions.h"

#include <algorithm>
#include <cmath>

#include "base/limits.h"
#include "base/text.h"
#include "expr/parse.h"
#include "scenario/attributes.h"
#include "text/places.h"
#include "text/quoting.h"
#include "text/scalar.h"

namespace runner {
namespace {

// Where the bytes of a scalar's text stand. Most scalars are written as their text is, in ASCII on
// one line: then a column is a sum, and looking it up in the source would be most of the parsing.
class Places {
 public:
  Places(const Source& source, const Node& node) : source_(source), node_(node) {
    if (node.block) return;
    const int32_t quote = node.quoted ? 1 : 0;
    const std::string_view all = source.text();
    const Position written = node.written_at();
    const size_t start = source.offset(written) + static_cast<size_t>(quote);
    const bool is_verbatim = start <= all.size() &&
                             all.substr(start, node.text.size()) == node.text &&
                             std::all_of(node.text.begin(), node.text.end(),
                                         [](char c) { return c >= ' ' && c <= '~'; });
    if (is_verbatim) first_ = {written.line, written.column + quote};
  }

  Position operator()(size_t offset) const {
    if (!first_ && !all_) all_.emplace(source_, node_);
    if (!first_) return all_->at(offset);
    return {first_.line, first_.column + static_cast<int32_t>(offset)};
  }

 private:
  const Source& source_;
  const Node& node_;
  Position first_;
  mutable std::optional<ScalarPlaces> all_;  // once somebody asks
};

// The places must outlive what is parsed with them.
PositionOf positions_of(const Places& places) {
  return [&places](size_t offset) { return places(offset); };
}

Ast literal(const Loading& loading, const Node& node, Value value) {
  Ast ast;
  ast.at = node.at;
  ast.length = underlined_length(loading, node);
  ast.value = std::move(value);
  return ast;
}

// The value of an unquoted scalar that is no string; nothing when it is one.
std::optional<Value> plain_value(Loading& loading, const Node& node) {
  Scalar scalar = scalar_of(node);
  switch (scalar.kind) {
    case ScalarKind::kNull:
      return Value::null();
    case ScalarKind::kBool:
      return Value::boolean(scalar.boolean);
    case ScalarKind::kInt:
      return Value::integer(scalar.integer);
    case ScalarKind::kDouble:
      return Value::real(scalar.real);
    case ScalarKind::kString:
      return std::nullopt;
    case ScalarKind::kInvalid:
      report(loading, node, std::move(scalar.problem));
      return Value();
  }
  UNREACHABLE();
}

Ast parse_scalar(Loading& loading, const Node& node) {
  if (!node.quoted) {
    if (std::optional<Value> value = plain_value(loading, node)) {
      return literal(loading, node, std::move(*value));
    }
  }
  if (node.text.find("${") == std::string::npos)
    return literal(loading, node, Value::string(node.text));
  const Places places(loading.source, node);
  return parse_template(node.text, positions_of(places), loading.diagnostics);
}

bool is_literal(const Ast& ast) {
  return ast.kind == AstKind::kLiteral;
}

Ast parse_tree(Loading& loading, const Node& node);

Ast parse_list(Loading& loading, const Node& node) {
  Ast ast;
  ast.kind = AstKind::kList;
  ast.at = node.at;
  ast.children.reserve(node.items.size());
  bool all_literal = true;
  for (const Node& item : node.items) {
    ast.children.push_back(parse_tree(loading, item));
    all_literal &= is_literal(ast.children.back());
  }
  if (!all_literal) return ast;
  std::vector<Value> items;
  items.reserve(ast.children.size());
  for (Ast& child : ast.children) items.push_back(std::move(child.value));
  return literal(loading, node, Value::list(std::move(items)));
}

Ast parse_key(Loading& loading, const Node& key) {
  Ast ast = parse_scalar(loading, key);
  if (is_literal(ast) && (ast.value.is_null() || ast.value.is_double())) {
    report(loading, key, "a key is a string, an int or a bool, not " + std::string(described(key)))
        .hint = "in quotes it is a string: " + quoted(key.text);
    ast.value = Value::string(key.text);
  }
  return ast;
}

Ast parse_map(Loading& loading, const Node& node) {
  Ast ast;
  ast.kind = AstKind::kMap;
  ast.at = node.at;
  ast.children.reserve(2 * node.items.size());
  bool all_literal = true;
  for (size_t i = 0; i < node.items.size(); ++i) {
    ast.children.push_back(parse_key(loading, node.keys[i]));
    all_literal &= is_literal(ast.children.back());
    ast.children.push_back(parse_tree(loading, node.items[i]));
    all_literal &= is_literal(ast.children.back());
  }
  if (!all_literal) return ast;
  Value map = Value::map({});
  MapBody& entries = map.mutable_map();
  for (size_t i = 0; i < ast.children.size(); i += 2) {
    entries.set(ast.children[i].value, std::move(ast.children[i + 1].value));
  }
  return literal(loading, node, std::move(map));
}

Ast parse_tree(Loading& loading, const Node& node) {
  if (node.is_list()) return parse_list(loading, node);
  if (node.is_map()) return parse_map(loading, node);
  return parse_scalar(loading, node);
}

// What parse() reads, unless it reported something.
template <typename Parse>
Expression expression_at(Loading& loading, const Node& node, Parse parse) {
  Expression expression;
  const size_t before = loading.errors();
  expression.ast = parse();
  if (loading.errors() == before) expression.at = node.at;
  return expression;
}

std::string_view trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\n\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\n\r") - first + 1);
}

void report_template(Loading& loading, const Node& node, std::string_view what) {
  const std::string_view text = trimmed(node.text);
  Diagnostic& diagnostic =
      report(loading, node, std::string(what) + " is an expression already, without ${…}");
  if (text.ends_with('}') && text.find("${", 1) == std::string_view::npos) {
    diagnostic.hint = "write it bare: " + std::string(text.substr(2, text.size() - 3));
  } else {
    diagnostic.hint = "write it bare";
  }
}

// A name alone needs no parsing.
Ast name_at(const Node& node) {
  Ast ast;
  ast.kind = AstKind::kName;
  ast.at = node.written_at();
  ast.length = static_cast<int32_t>(node.text.size());
  ast.name = node.text;
  return ast;
}

Ast parse_bare_scalar(Loading& loading, const Node& node, std::string_view what) {
  if (node.missing || (!node.quoted && scalar_of(node).kind == ScalarKind::kNull)) {
    report_wrong_kind(loading, node, "an expression", what);
    return {};
  }
  if (!node.quoted) {
    if (std::optional<Value> value = plain_value(loading, node)) {
      return literal(loading, node, std::move(*value));
    }
  }
  if (trimmed(node.text).starts_with("${")) {
    report_template(loading, node, what);
    return {};
  }
  if (!node.quoted && name_problem(node.text).empty()) return name_at(node);
  const Places places(loading.source, node);
  const size_t end = node.text.find_last_not_of(" \t\r\n") + 1;
  return parse_expression(std::string_view(node.text).substr(0, end), positions_of(places),
                          loading.diagnostics);
}

// `${x} s`: where the blank begins; 0 for everything else.
size_t blank_before_unit(const Ast& ast, std::string_view text) {
  if (ast.kind != AstKind::kTemplate || !is_literal(ast.children.back())) return 0;
  const std::string& end = ast.children.back().value.as_string();
  const size_t unit = end.find_first_not_of(" \t");
  const bool has_blank = unit != std::string::npos && unit > 0 && text.ends_with(end);
  const bool is_unit = has_blank && parse_duration("1" + end.substr(unit)).has_value();
  return is_unit ? text.size() - end.size() : 0;
}

void report_collection(Loading& loading, const Node& node, std::string_view what) {
  const std::string lead(what.substr(what.rfind(' ') + 1));
  report_wrong_kind(loading, node, "an expression", what).hint =
      "in quotes it is one: " + lead + ": " + quoted_form(loading.source, node);
}

}  // namespace

Expression parse_value(Loading& loading, const Node& node) {
  Expression expression = expression_at(loading, node, [&] { return parse_tree(loading, node); });
  if (node.is_scalar() && !is_literal(expression.ast)) expression.text = node.text;
  return expression;
}

Expression parse_bare(Loading& loading, const Node& node, std::string_view what) {
  if (!node.is_scalar()) {
    report_collection(loading, node, what);
    return {};
  }
  Expression expression =
      expression_at(loading, node, [&] { return parse_bare_scalar(loading, node, what); });
  expression.text = trimmed(node.text);
  return expression;
}

Expression parse_source(Loading& loading, const Node& node, std::string_view what) {
  return node.is_list() ? parse_value(loading, node) : parse_bare(loading, node, what);
}

Expression parse_duration_value(Loading& loading, const FrameScope& frame, const Node& node,
                                std::string_view what, DurationRange range) {
  Expression expression = parse_value(loading, node);
  if (const size_t blank = blank_before_unit(expression.ast, node.text); blank > 0) {
    const std::string_view text = node.text;
    report(loading, node, std::string(what) + " needs a duration, with no blank before its unit")
        .hint = "write " + std::string(text.substr(0, blank)) +
                std::string(text.substr(text.find_last_of(" \t") + 1));
    return {};
  }
  if (is_broken(expression) || !is_literal(expression.ast)) return expression;
  const std::optional<double> seconds = seconds_of(expression.ast.value);
  if (!seconds) {
    report_wrong_kind(loading, node, "a duration", what).hint =
        duration_hint(node, name_hint(loading, frame, node));
    return {};
  }
  std::string problem = duration_problem(*seconds, what, range);
  if (!problem.empty()) {
    report(loading, node, std::move(problem));
    return {};
  }
  expression.ast.value = Value::real(*seconds);
  return expression;
}

std::string name_hint(const Loading& loading, const FrameScope& frame, const Node& node) {
  if (!node.is_scalar()) return "";
  const Symbol* symbol = loading.symbols.find(node.text);
  const bool is_var = symbol && symbol->kind == SymbolKind::kVar;
  const bool is_object =
      symbol && symbol->kind == SymbolKind::kObject && is_plain(symbol->object_kind);
  if (!is_var && !is_object && frame.find(node.text) < 0) return "";
  return "write \"${" + node.text + "}\" for the value of " + node.text;
}

std::string duration_hint(const Node& node, const std::string& name_hint) {
  std::string joined = node.text;
  std::erase(joined, ' ');
  if (joined != node.text && parse_duration(joined)) return "write it without a space: " + joined;
  const std::string hint = "a duration is a number of seconds, or 250us, 10ms, 1.5s, 2m";
  return name_hint.empty() ? hint : name_hint;
}

std::optional<double> seconds_of(const Value& value) {
  if (value.is_number()) return value.as_number();
  if (value.is_string()) return parse_duration(value.as_string());
  return std::nullopt;
}

std::string duration_problem(double seconds, std::string_view what, DurationRange range) {
  const std::string lead(what);
  if (std::isnan(seconds)) return lead + " needs a duration, not nan";
  if (seconds > limits::kDurationSeconds) {
    const auto days = static_cast<int64_t>(limits::kDurationSeconds / 86'400);
    return lead + ": the duration is over the limit of " + std::to_string(days) + " days";
  }
  if (range == DurationRange::kFromZero && seconds < 0) return lead + ": the duration is negative";
  if (range == DurationRange::kAboveZero && seconds <= 0) {
    return lead + ": the duration must be above 0";
  }
  return "";
}

}  // namespace runner
