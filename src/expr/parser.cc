#include "expr/parser.h"

#include <algorithm>
#include <array>

#include "base/limits.h"
#include "base/text.h"

namespace runner::expr {
namespace {

struct Infix {
  std::string_view symbol;
  int precedence;
  AstKind kind;
  Operator op;
};

constexpr std::array<Infix, 14> kInfixes = {{
    {"||", 1, AstKind::kOr, Operator::kNot},
    {"&&", 2, AstKind::kAnd, Operator::kNot},
    {"<", 3, AstKind::kBinary, Operator::kLess},
    {"<=", 3, AstKind::kBinary, Operator::kLessEqual},
    {">", 3, AstKind::kBinary, Operator::kGreater},
    {">=", 3, AstKind::kBinary, Operator::kGreaterEqual},
    {"==", 3, AstKind::kBinary, Operator::kEqual},
    {"!=", 3, AstKind::kBinary, Operator::kNotEqual},
    {"in", 3, AstKind::kBinary, Operator::kIn},
    {"+", 4, AstKind::kBinary, Operator::kAdd},
    {"-", 4, AstKind::kBinary, Operator::kSubtract},
    {"*", 5, AstKind::kBinary, Operator::kMultiply},
    {"/", 5, AstKind::kBinary, Operator::kDivide},
    {"%", 5, AstKind::kBinary, Operator::kRemainder},
}};

const Infix* infix_of(const Token& token) {
  const bool may_be = token.kind == TokenKind::kSymbol || token.is_name("in");
  if (!may_be) return nullptr;
  for (const Infix& infix : kInfixes) {
    if (infix.symbol == token.text) return &infix;
  }
  return nullptr;
}

// What people write from other languages, and what CEL has for it.
std::string habit_hint(const Token& token) {
  static constexpr std::pair<std::string_view, std::string_view> kHabits[] = {
      {"and", "write && for \"and\""},
      {"or", "write || for \"or\""},
      {"not", "write !(x in xs) for \"x not in xs\""},
      {"is", "write == to compare, != for \"is not\""},
      {"if", "write condition ? a : b"},
      {"else", "write condition ? a : b"},
      {"for", "write xs.map(x, …) or xs.filter(x, …)"},
      {"lambda", "write xs.map(x, …)"},
  };
  if (token.kind != TokenKind::kName) return "";
  for (const auto& [word, hint] : kHabits) {
    if (token.text == word) return std::string(hint);
  }
  return "";
}

// Of `0..3`, whose rest is read as the number .3.
bool is_second_point(const Token& token, std::string_view text) {
  return token.is(".") || (token.kind == TokenKind::kDouble && text[token.begin] == '.');
}

}  // namespace

Parser::Parser(std::string_view text, size_t begin, const PositionOf& position,
               Diagnostics& diagnostics)
    : text_(text), position_(position), diagnostics_(diagnostics), lexer_(text, begin) {}

std::optional<Ast> Parser::parse(std::string_view closer) {
  closer_ = closer;
  advance();
  Ast ast = expression();
  if (failed_) return std::nullopt;
  const bool complete = closer.empty() ? token_.kind == TokenKind::kEnd : token_.is(closer);
  if (!complete) unexpected("an operator");
  if (failed_) return std::nullopt;
  return ast;
}

void Parser::advance() {
  token_ = lexer_.next();
  if (token_.kind == TokenKind::kError) fail(token_, token_.text, token_.hint);
}

bool Parser::accept(std::string_view symbol) {
  if (failed_ || !token_.is(symbol)) return false;
  advance();
  return true;
}

bool Parser::expect(std::string_view symbol) {
  if (failed_) return false;
  if (accept(symbol)) return true;
  unexpected("'" + std::string(symbol) + "'");
  return false;
}

Ast Parser::fail(const Token& token, std::string what, std::string hint) {
  if (!failed_) {
    failed_ = true;
    const size_t end = std::min(token.end, text_.size());
    const size_t size = end > token.begin ? end - token.begin : 0;
    Diagnostic& diagnostic = diagnostics_.error(position_(token.begin), std::move(what));
    diagnostic.length =
        std::max(1, static_cast<int32_t>(count_code_points(text_.substr(token.begin, size))));
    diagnostic.hint = std::move(hint);
  }
  return {};
}

Ast Parser::fail_at(const Ast& at, std::string what, std::string hint) {
  if (!failed_) {
    failed_ = true;
    Diagnostic& diagnostic = diagnostics_.error(at.at, std::move(what));
    diagnostic.length = at.length;
    diagnostic.hint = std::move(hint);
  }
  return {};
}

Ast Parser::unexpected(const std::string& expected) {
  if (failed_) return {};
  if (token_.kind == TokenKind::kEnd) {
    if (!closer_.empty()) {
      failed_ = ended_early_ = true;
      return {};
    }
    return fail(token_, "expected " + expected + ", found the end");
  }
  const std::string_view found = text_.substr(token_.begin, token_.end - token_.begin);
  constexpr size_t kShown = 40;
  if (found.size() > kShown) return fail(token_, "expected " + expected, habit_hint(token_));
  return fail(token_, "expected " + expected + ", found '" + std::string(found) + "'",
              habit_hint(token_));
}

Ast Parser::node(AstKind kind, const Token& token) const {
  Ast ast;
  ast.kind = kind;
  ast.at = position_(token.begin);
  ast.length = std::max(
      1,
      static_cast<int32_t>(count_code_points(text_.substr(token.begin, token.end - token.begin))));
  return ast;
}

void Parser::grow(int inner, const Token& token) {
  height_ = inner + 1;
  if (height_ <= limits::kExpressionHeight) return;
  fail(token, "more than " + std::to_string(limits::kExpressionHeight) +
                  " operators stand over one another");
}

Ast Parser::expression() {
  if (++depth_ > limits::kExpressionNesting) {
    return fail(token_, "the expression is nested more than " +
                            std::to_string(limits::kExpressionNesting) + " levels deep");
  }
  Ast condition = binary(1);
  if (!failed_ && token_.is("?")) {
    Ast ast = node(AstKind::kConditional, token_);
    const Token mark = token_;
    int height = height_;
    advance();
    ast.children.push_back(std::move(condition));
    ast.children.push_back(binary(1));
    height = std::max(height, height_);
    if (expect(":")) ast.children.push_back(expression());
    grow(std::max(height, height_), mark);
    condition = std::move(ast);
  }
  --depth_;
  return failed_ ? Ast() : std::move(condition);
}

Ast Parser::binary(int least) {
  size_t operand = token_.begin;
  Ast left = unary();
  while (!failed_) {
    const Infix* infix = infix_of(token_);
    if (infix == nullptr || infix->precedence < least) break;
    Ast ast = node(infix->kind, token_);
    ast.op = infix->op;
    const Token op = token_;
    const int height = height_;
    advance();
    if (op.is("*") && token_.is("*") && token_.begin == op.end) {
      return refuse_power(op, text_.substr(operand, op.begin - operand));
    }
    operand = token_.begin;
    ast.children.push_back(std::move(left));
    ast.children.push_back(binary(infix->precedence + 1));
    grow(std::max(height, height_), op);
    left = std::move(ast);
  }
  return left;
}

Ast Parser::refuse_power(const Token& op, std::string_view operand) {
  Token whole = op;
  whole.end = token_.end;
  constexpr size_t kShown = 40;
  operand = operand.substr(0, operand.find_last_not_of(" \t\n\r") + 1);
  const std::string base(operand.size() > kShown ? "x" : operand);
  return fail(whole, "there is no '**'", "a square is " + base + " * " + base);
}

Ast Parser::unary() {
  std::vector<Prefix> prefixes;
  while (!failed_ && (token_.is("!") || token_.is("-"))) {
    prefixes.push_back({token_.is("!") ? Operator::kNot : Operator::kNegate, token_});
    advance();
  }
  const bool is_number = token_.kind == TokenKind::kInt || token_.kind == TokenKind::kDouble;
  Ast ast;
  if (is_number && !prefixes.empty() && prefixes.back().op == Operator::kNegate) {
    ast = negative_number(prefixes.back().token);
    prefixes.pop_back();
  } else {
    ast = member();
  }
  for (; !prefixes.empty() && !failed_; prefixes.pop_back()) {
    Ast outer = node(AstKind::kUnary, prefixes.back().token);
    outer.op = prefixes.back().op;
    outer.children.push_back(std::move(ast));
    ast = std::move(outer);
    grow(height_, prefixes.back().token);
  }
  return ast;
}

Ast Parser::negative_number(const Token& minus) {
  Token whole = minus;
  whole.end = token_.end;
  Ast ast = node(AstKind::kLiteral, whole);
  ast.value = token_.kind == TokenKind::kInt
                  ? Value::integer(static_cast<int64_t>(0 - token_.magnitude))
                  : Value::real(-token_.real);
  height_ = 1;
  advance();
  return ast;
}

Ast Parser::member() {
  Ast ast = primary();
  while (!failed_) {
    if (token_.is(".")) {
      ast = select(std::move(ast));
    } else if (token_.is("[")) {
      ast = index(std::move(ast));
    } else if (token_.is("(")) {
      return fail(token_, "only a function's name can be called");
    } else {
      break;
    }
  }
  return ast;
}

Ast Parser::select(Ast object) {
  const int height = height_;
  advance();
  if (failed_) return {};
  if (token_.kind != TokenKind::kName && token_.kind != TokenKind::kQuotedName) {
    const bool number = object.kind == AstKind::kLiteral && object.value.is_int();
    if (number && is_second_point(token_, text_)) {
      return fail(token_, "expected a digit after the point",
                  "a range is written range(a, b), which ends before b");
    }
    if (number) return fail(token_, "expected a digit after the point", "write 1.0 for 1.");
    return unexpected("a name after '.'");
  }
  const Token name = token_;
  if (name.kind == TokenKind::kName && !is_selectable(name.text)) {
    return fail(name, "'" + name.text + "' cannot be selected", "write m[\"" + name.text + "\"]");
  }
  advance();
  if (!failed_ && token_.is("(") && name.kind == TokenKind::kName) {
    return call(name, std::move(object));
  }
  Ast ast = node(AstKind::kSelect, name);
  ast.name = name.text;
  ast.children.push_back(std::move(object));
  grow(height, name);
  return ast;
}

Ast Parser::index(Ast object) {
  const int height = height_;
  const Token bracket = token_;
  Ast ast = node(AstKind::kIndex, bracket);
  advance();
  ast.children.push_back(std::move(object));
  ast.children.push_back(expression());
  expect("]");
  grow(std::max(height, height_), bracket);
  return ast;
}

CompactVector<Ast> Parser::arguments(std::string_view closer, bool trailing_comma) {
  CompactVector<Ast> items;
  int height = 0;
  while (!failed_ && !token_.is(closer)) {
    if (trailing_comma && items.empty() && accept(",")) break;
    items.push_back(expression());
    height = std::max(height, height_);
    if (failed_ || token_.is(closer)) break;
    if (!accept(",")) {
      unexpected("',' or '" + std::string(closer) + "'");
    } else if (!trailing_comma && token_.is(closer)) {
      unexpected("an argument");
    }
  }
  expect(closer);
  height_ = height;
  return items;
}

}  // namespace runner::expr
