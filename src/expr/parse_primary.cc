// What stands between the operators: literals, names, calls and macros.
#include <algorithm>
#include <iterator>

#include "expr/parser.h"

namespace runner::expr {
namespace {

bool is_reserved(std::string_view name) {
  static constexpr std::string_view kReserved[] = {
      "as",  "break", "const",   "continue",  "else",   "for", "function", "if",    "import",
      "let", "loop",  "package", "namespace", "return", "var", "void",     "while",
  };
  return std::find(std::begin(kReserved), std::end(kReserved), name) != std::end(kReserved);
}

std::optional<Macro> macro_of(std::string_view name) {
  for (const Macro macro :
       {Macro::kAll, Macro::kExists, Macro::kExistsOne, Macro::kFilter, Macro::kMap}) {
    if (name == macro_name(macro)) return macro;
  }
  return std::nullopt;
}

}  // namespace

Ast Parser::primary() {
  if (failed_) return {};
  switch (token_.kind) {
    case TokenKind::kInt:
      if (token_.magnitude > static_cast<uint64_t>(INT64_MAX)) {
        return fail(token_, "the number is outside the range of 64-bit ints");
      }
      return literal(Value::integer(static_cast<int64_t>(token_.magnitude)));
    case TokenKind::kDouble:
      return literal(Value::real(token_.real));
    case TokenKind::kString:
      return literal(Value::string(token_.text));
    case TokenKind::kName:
      return named();
    case TokenKind::kSymbol:
      if (token_.is("(")) return parenthesized();
      if (token_.is("[")) return list();
      if (token_.is("{")) return map();
      if (token_.is(".")) {
        advance();
        if (!failed_ && token_.kind == TokenKind::kName) return named();
      }
      return unexpected("a value");
    case TokenKind::kQuotedName:
      return fail(token_, "backticks are for names behind a dot", "write a string in quotes");
    case TokenKind::kEnd:
    case TokenKind::kError:
      return unexpected("a value");
  }
  UNREACHABLE();
}

Ast Parser::literal(Value value) {
  Ast ast = node(AstKind::kLiteral, token_);
  ast.value = std::move(value);
  height_ = 1;
  advance();
  return ast;
}

Ast Parser::named() {
  if (token_.text == "true") return literal(Value::boolean(true));
  if (token_.text == "false") return literal(Value::boolean(false));
  if (token_.text == "null") return literal(Value::null());
  if (token_.text == "in") return unexpected("a value");
  if (is_reserved(token_.text)) {
    const bool conditional = token_.text == "if" || token_.text == "else";
    return fail(token_, "'" + token_.text + "' is a reserved word of CEL, it cannot be a name",
                conditional ? "write condition ? a : b" : "");
  }
  const Token name = token_;
  advance();
  if (failed_) return {};
  if (token_.is("(")) return call(name, std::nullopt);
  const bool value_follows =
      token_.kind == TokenKind::kName || token_.kind == TokenKind::kInt || token_.is("!");
  if (name.text == "not" && value_follows && !token_.is_name("in")) {
    return fail(name, "expected a value, found 'not'", "write ! for \"not\"");
  }
  if (token_.is("{")) {
    return fail(name, "messages (" + name.text + "{…}) are left out",
                "a map is written {\"key\": value}");
  }
  Ast ast = node(AstKind::kName, name);
  ast.name = name.text;
  height_ = 1;
  return ast;
}

Ast Parser::parenthesized() {
  advance();
  Ast ast = expression();
  if (!failed_ && token_.is(",")) {
    return fail(token_, "expected ')', found ','", "a list is written [a, b]");
  }
  expect(")");
  return ast;
}

Ast Parser::list() {
  const Token bracket = token_;
  Ast ast = node(AstKind::kList, bracket);
  advance();
  ast.children = arguments("]", true);
  grow(height_, bracket);
  return ast;
}

// `${{ vars.x }}`, as some templates have it.
Ast Parser::refuse_second_brace(const Ast& inner) {
  const bool is_named = inner.kind == AstKind::kName || inner.kind == AstKind::kSelect;
  return fail(token_, "expected ':', found '}'",
              is_named ? "the value of a name stands in single braces: ${" + inner.name + "}" : "");
}

Ast Parser::map() {
  const Token brace = token_;
  const bool is_outermost = brace.begin >= 2 && text_.substr(brace.begin - 2).starts_with("${{");
  Ast ast = node(AstKind::kMap, brace);
  int height = 0;
  advance();
  while (!failed_ && !token_.is("}")) {
    if (ast.children.empty() && accept(",")) break;
    ast.children.push_back(expression());
    height = std::max(height, height_);
    if (is_outermost && token_.is("}")) return refuse_second_brace(ast.children[0]);
    if (!expect(":")) break;
    ast.children.push_back(expression());
    height = std::max(height, height_);
    if (failed_ || token_.is("}")) break;
    if (!accept(",")) unexpected("',' or '}'");
  }
  expect("}");
  grow(height, brace);
  return ast;
}

// NOLINTNEXTLINE(performance-unnecessary-value-param): the parser's own token, which moves on
Ast Parser::call(Token name, std::optional<Ast> receiver) {
  Ast ast = node(AstKind::kCall, name);
  ast.name = name.text;
  ast.receiver = receiver.has_value();
  int height = receiver ? height_ : 0;
  advance();
  CompactVector<Ast> given = arguments(")", false);
  height = std::max(height, height_);
  if (receiver) ast.children.push_back(std::move(*receiver));
  std::move(given.begin(), given.end(), std::back_inserter(ast.children));
  grow(height, name);
  if (failed_) return {};
  if (!ast.receiver) return name.text == "has" ? has(std::move(ast)) : std::move(ast);
  const std::optional<Macro> known = macro_of(name.text);
  return known ? macro(std::move(ast), *known) : std::move(ast);
}

Ast Parser::macro(Ast call, Macro macro) {
  const size_t count = call.children.size() - 1;
  if (count != 2 && !(count == 3 && macro == Macro::kMap)) {
    const bool is_map = macro == Macro::kMap;
    const std::string example = "write xs." + call.name + (is_map ? "(x, x + 1)" : "(x, x > 0)");
    return fail_at(call, call.name + "() takes a variable and an expression of it", example);
  }
  Ast& variable = call.children[1];
  if (variable.kind != AstKind::kName) {
    return fail_at(variable, "the first argument of " + call.name + "() must be a plain name",
                   "write xs." + call.name + "(x, …) and use x in the expression");
  }
  call.kind = AstKind::kMacro;
  call.macro = macro;
  call.name = variable.name;
  call.variable_at = variable.at;
  call.children.erase(call.children.begin() + 1);
  return call;
}

Ast Parser::has(Ast call) {
  if (call.children.size() != 1 || call.children[0].kind != AstKind::kSelect) {
    return fail_at(call, "has() takes one selection", "write has(m.key), or key in m");
  }
  call.kind = AstKind::kHas;
  return call;
}

}  // namespace runner::expr
