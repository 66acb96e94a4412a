// CEL's words: names, numbers, texts and symbols, one at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace runner::expr {

enum class TokenKind : uint8_t {
  kEnd,
  kName,        // `text`
  kQuotedName,  // `text`, written in backticks: only behind a dot
  kInt,         // `magnitude`, at most 2^63
  kDouble,      // `real`
  kString,      // `text`, escapes resolved
  kSymbol,      // `text`: "(", "&&", …
  kError,       // `text` says what is wrong, `hint` what to do
};

struct Token {
  TokenKind kind = TokenKind::kEnd;
  size_t begin = 0;  // bytes of the whole text
  size_t end = 0;
  std::string text;
  std::string hint;
  uint64_t magnitude = 0;
  double real = 0;

  bool is(std::string_view symbol) const { return kind == TokenKind::kSymbol && text == symbol; }
  bool is_name(std::string_view name) const { return kind == TokenKind::kName && text == name; }
};

class Lexer {
 public:
  // Reads from `begin` on; offsets are those of the whole text.
  Lexer(std::string_view text, size_t begin) : text_(text), begin_(begin), at_(begin) {}

  Token next();
  // Where the next token may begin, behind what was read.
  size_t offset() const { return at_; }
  // A comment took the rest of the text.
  bool ends_in_comment() const { return ends_in_comment_; }

 private:
  char peek(size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  void skip_blanks();
  Token finish(Token token);
  Token fail(size_t begin, size_t end, std::string what, std::string hint = "");
  Token name();
  Token quoted_name();
  Token number();
  Token hexadecimal();
  Token real_number();
  Token refuse_suffix(size_t begin);
  Token symbol();

  std::string_view text_;
  size_t begin_;
  size_t at_;
  bool ends_in_comment_ = false;
};

// A text literal that starts at `begin` with its quote (or its r).
Token lex_string(std::string_view text, size_t begin);

}  // namespace runner::expr
