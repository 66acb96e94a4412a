// CEL's grammar, by precedence climbing.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "expr/lexer.h"
#include "expr/parse.h"

namespace runner::expr {

class Parser {
 public:
  Parser(std::string_view text, size_t begin, const PositionOf& position, Diagnostics& diagnostics);

  // One whole expression that ends before the symbol `closer`, or at the end of the text when it is
  // "". Nothing when there was an error, which is reported except when the text ended too early
  // and a closer was expected: see ended_early().
  std::optional<Ast> parse(std::string_view closer);

  // The text ended inside the expression, and nothing was reported about that.
  bool ended_early() const { return ended_early_; }
  // The same, since what was left is a comment.
  bool ended_in_comment() const { return ended_early_ && lexer_.ends_in_comment(); }
  // Where the closer ends.
  size_t offset() const { return token_.end; }

 private:
  struct Prefix {
    Operator op;
    Token token;
  };

  Ast expression();
  Ast binary(int least);
  Ast unary();
  // `operand ** …`, whose first star is `op`.
  Ast refuse_power(const Token& op, std::string_view operand);
  Ast negative_number(const Token& minus);
  Ast member();
  Ast primary();
  Ast named();
  Ast parenthesized();
  Ast list();
  Ast map();
  Ast refuse_second_brace(const Ast& inner);
  Ast literal(Value value);
  Ast select(Ast object);
  Ast index(Ast object);
  Ast call(Token name, std::optional<Ast> receiver);
  Ast macro(Ast call, Macro macro);
  Ast has(Ast call);
  CompactVector<Ast> arguments(std::string_view closer, bool trailing_comma);

  Ast node(AstKind kind, const Token& token) const;
  // `outer` now stands over what was parsed before, whose height was `inner`.
  void grow(int inner, const Token& token);
  void advance();
  bool accept(std::string_view symbol);
  bool expect(std::string_view symbol);
  Ast fail(const Token& token, std::string what, std::string hint = "");
  Ast fail_at(const Ast& at, std::string what, std::string hint);
  // "expected …, found …" at the current token.
  Ast unexpected(const std::string& expected);

  std::string_view text_;
  const PositionOf& position_;
  Diagnostics& diagnostics_;
  Lexer lexer_;
  Token token_;
  std::string_view closer_;
  int depth_ = 0;
  int height_ = 0;  // of the tree that was parsed last
  bool failed_ = false;
  bool ended_early_ = false;
};

}  // namespace runner::expr
