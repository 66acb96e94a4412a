#include "expr/lexer.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include "base/limits.h"
#include "base/text.h"

namespace runner::expr {
namespace {

bool is_hex_digit(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool is_quote(char c) {
  return c == '"' || c == '\'';
}

// The whole character at `at`, however many bytes it has.
std::string_view character(std::string_view text, size_t at) {
  size_t end = at + 1;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
  return text.substr(at, end - at);
}

std::string hint_for(std::string_view wrong) {
  if (wrong == "=") return "write == to compare";
  if (wrong == "&") return "write && for \"and\"";
  if (wrong == "|") return "write || for \"or\"";
  if (wrong == "“" || wrong == "”" || wrong == "‘" || wrong == "’")
    return "write ' or \" for quotes";
  if (wrong == "$") return "inside an expression a name stands by itself, without ${…}";
  return "";
}

}  // namespace

void Lexer::skip_blanks() {
  for (;;) {
    const char c = peek();
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') {
      if (at_ >= text_.size()) return;
      ++at_;
    } else if (c == '/' && peek(1) == '/') {
      at_ = std::min(text_.find('\n', at_), text_.size());
      ends_in_comment_ = at_ == text_.size();
    } else {
      return;
    }
  }
}

Token Lexer::finish(Token token) {
  token.end = at_;
  return token;
}

Token Lexer::fail(size_t begin, size_t end, std::string what, std::string hint) {
  at_ = text_.size();
  Token token;
  token.kind = TokenKind::kError;
  token.begin = begin;
  token.end = end;
  token.text = std::move(what);
  token.hint = std::move(hint);
  return token;
}

Token Lexer::next() {
  skip_blanks();
  if (at_ >= text_.size()) {
    Token end;
    end.begin = end.end = text_.size();
    return end;
  }
  if (at_ - begin_ > limits::kExpressionBytes) {
    return fail(
        at_, at_ + 1,
        "the expression is longer than " + std::to_string(limits::kExpressionBytes) + " bytes");
  }
  const char c = peek();
  const char following = peek(1);
  if (is_quote(c) || ((c == 'r' || c == 'R') && is_quote(following))) {
    Token token = lex_string(text_, at_);
    at_ = token.end;
    return token;
  }
  const bool is_bytes =
      (c == 'b' || c == 'B') &&
      (is_quote(following) || ((following == 'r' || following == 'R') && is_quote(peek(2))));
  if (is_bytes) return fail(at_, at_ + 1, "bytes are left out", "write a string, without the b");
  if (is_letter(c)) return name();
  if (c == '`') return quoted_name();
  if (is_digit(c) || (c == '.' && is_digit(following))) return number();
  return symbol();
}

Token Lexer::name() {
  Token token;
  token.kind = TokenKind::kName;
  token.begin = at_;
  while (is_letter(peek()) || is_digit(peek())) token.text += text_[at_++];
  return finish(std::move(token));
}

Token Lexer::quoted_name() {
  Token token;
  token.kind = TokenKind::kQuotedName;
  token.begin = at_++;
  const std::string_view allowed = "./- ";
  while (is_letter(peek()) || is_digit(peek()) ||
         (at_ < text_.size() && allowed.find(peek()) != std::string_view::npos)) {
    token.text += text_[at_++];
  }
  if (peek() != '`' || token.text.empty()) {
    return fail(token.begin, at_, "a name in backticks has letters, digits and _ . / - and spaces");
  }
  ++at_;
  return finish(std::move(token));
}

Token Lexer::number() {
  if (peek() == '0' && (peek(1) == 'x' || peek(1) == 'X') && is_hex_digit(peek(2))) {
    return hexadecimal();
  }
  size_t end = at_;
  while (end < text_.size() && is_digit(text_[end])) ++end;
  const char behind = end < text_.size() ? text_[end] : '\0';
  const char second = end + 1 < text_.size() ? text_[end + 1] : '\0';
  const char third = end + 2 < text_.size() ? text_[end + 2] : '\0';
  const bool exponent = (behind == 'e' || behind == 'E') &&
                        (is_digit(second) || ((second == '+' || second == '-') && is_digit(third)));
  if (exponent || (behind == '.' && is_digit(second))) return real_number();
  Token token;
  token.kind = TokenKind::kInt;
  token.begin = at_;
  const auto result = std::from_chars(text_.data() + at_, text_.data() + end, token.magnitude);
  at_ = end;
  if (is_letter(peek())) return refuse_suffix(token.begin);
  if (result.ec != std::errc() || token.magnitude > uint64_t{1} << 63) {
    return fail(token.begin, end, "the number is outside the range of 64-bit ints");
  }
  return finish(std::move(token));
}

Token Lexer::hexadecimal() {
  Token token;
  token.kind = TokenKind::kInt;
  token.begin = at_;
  at_ += 2;
  const char* digits = text_.data() + at_;
  while (is_hex_digit(peek())) ++at_;
  const auto result = std::from_chars(digits, text_.data() + at_, token.magnitude, 16);
  if (is_letter(peek())) return refuse_suffix(token.begin);
  if (result.ec != std::errc() || token.magnitude > uint64_t{1} << 63) {
    return fail(token.begin, at_, "the number is outside the range of 64-bit ints");
  }
  return finish(std::move(token));
}

Token Lexer::real_number() {
  Token token;
  token.kind = TokenKind::kDouble;
  token.begin = at_;
  const char* first = text_.data() + at_;
  const auto result = std::from_chars(first, text_.data() + text_.size(), token.real);
  at_ += static_cast<size_t>(result.ptr - first);
  if (is_letter(peek())) return refuse_suffix(token.begin);
  if (result.ec == std::errc::result_out_of_range) {
    token.real = std::strtod(std::string(first, result.ptr).c_str(), nullptr);
    if (std::isinf(token.real)) {
      return fail(token.begin, at_, "the number is outside the range of doubles");
    }
  }
  return finish(std::move(token));
}

Token Lexer::refuse_suffix(size_t begin) {
  const size_t suffix_begin = at_;
  while (is_letter(peek()) || is_digit(peek())) ++at_;
  const std::string suffix(text_.substr(suffix_begin, at_ - suffix_begin));
  const std::string number(text_.substr(begin, suffix_begin - begin));
  if (suffix == "u" || suffix == "U") {
    return fail(begin, at_, "unsigned ints are left out", "write " + number);
  }
  std::string hint;
  if (suffix == "us" || suffix == "ms" || suffix == "s" || suffix == "m") {
    hint = "in an expression a duration is a number of seconds";
  }
  return fail(begin, at_, "'" + number + suffix + "' is not a number", std::move(hint));
}

Token Lexer::symbol() {
  const char first = peek();
  const char second = peek(1);
  const bool is_pair =
      (second == first && (first == '&' || first == '|')) ||
      (second == '=' && (first == '=' || first == '!' || first == '<' || first == '>'));
  static constexpr std::string_view kSingle = "()[]{},.:?!-+*/%<>";
  if (is_pair || kSingle.find(first) != std::string_view::npos) {
    Token token;
    token.kind = TokenKind::kSymbol;
    token.begin = at_;
    token.text = text_.substr(at_, is_pair ? 2 : 1);
    at_ += token.text.size();
    return finish(std::move(token));
  }
  const std::string_view wrong = character(text_, at_);
  return fail(at_, at_ + wrong.size(), "unexpected '" + std::string(wrong) + "'", hint_for(wrong));
}

}  // namespace runner::expr
