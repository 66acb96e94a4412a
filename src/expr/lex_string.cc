// Text literals: '…', "…", '''…''', """…""" with escapes, and the raw forms r'…'.
#include <algorithm>

#include "expr/lexer.h"
#include "expr/unicode.h"

namespace runner::expr {
namespace {

constexpr uint32_t kNoCodePoint = UINT32_MAX;

uint32_t digit_value(char c) {
  if (c >= '0' && c <= '9') return static_cast<uint32_t>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<uint32_t>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<uint32_t>(c - 'A' + 10);
  return 99;
}

// `count` digits at `at`, as one number.
uint32_t digits(std::string_view text, size_t at, size_t count, uint32_t base) {
  uint32_t value = 0;
  for (size_t i = 0; i < count; ++i) {
    const uint32_t digit = at + i < text.size() ? digit_value(text[at + i]) : 99;
    if (digit >= base) return kNoCodePoint;
    value = value * base + digit;
  }
  return value;
}

class StringLexer {
 public:
  StringLexer(std::string_view text, size_t begin) : text_(text), at_(begin) {
    token_.kind = TokenKind::kString;
    token_.begin = begin;
  }

  Token run() {
    const bool raw = text_[at_] == 'r' || text_[at_] == 'R';
    if (raw) ++at_;
    quote_ = text_.substr(at_, 1);
    const std::string three(3, quote_[0]);
    if (text_.substr(at_).starts_with(three)) quote_ = text_.substr(at_, 3);
    at_ += quote_.size();
    while (token_.kind == TokenKind::kString) {
      if (at_ >= text_.size()) return unclosed();
      if (text_.substr(at_).starts_with(quote_)) {
        at_ += quote_.size();
        break;
      }
      const char c = text_[at_];
      if (quote_.size() == 1 && (c == '\n' || c == '\r')) return unclosed();
      if (c == '\\' && !raw) {
        escape();
      } else {
        token_.text += c;
        ++at_;
      }
    }
    if (token_.kind == TokenKind::kString) token_.end = at_;
    return std::move(token_);
  }

 private:
  Token fail(size_t begin, size_t end, std::string what, std::string hint) {
    token_.kind = TokenKind::kError;
    token_.begin = begin;
    token_.end = end;
    token_.text = std::move(what);
    token_.hint = std::move(hint);
    return token_;
  }

  Token unclosed() {
    std::string hint = "it ends with " + std::string(quote_);
    if (at_ < text_.size()) {
      hint = "a string over several lines stands between three quotes on each side";
    }
    return fail(token_.begin, at_, "this string is not closed", std::move(hint));
  }

  void escape() {
    static constexpr std::string_view kLetters = "abfnrtv\\?\"'`";
    static constexpr std::string_view kMeanings = "\a\b\f\n\r\t\v\\?\"'`";
    const char letter = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
    const size_t simple = letter == '\0' ? std::string_view::npos : kLetters.find(letter);
    if (simple != std::string_view::npos) {
      token_.text += kMeanings[simple];
      at_ += 2;
    } else if (letter == 'x' || letter == 'X') {
      code_point(2, 2, 16);
    } else if (letter == 'u') {
      code_point(2, 4, 16);
    } else if (letter == 'U') {
      code_point(2, 8, 16);
    } else if (letter >= '0' && letter <= '3') {
      code_point(1, 3, 8);
    } else {
      bad_escape(2);
    }
  }

  void code_point(size_t skip, size_t count, uint32_t base) {
    const uint32_t value = digits(text_, at_ + skip, count, base);
    if (!is_code_point(value)) {
      bad_escape(skip + count);
      return;
    }
    append_utf8(token_.text, value);
    at_ += skip + count;
  }

  void bad_escape(size_t length) {
    size_t end = std::min(at_ + length, text_.size());
    while (end < text_.size() && (static_cast<unsigned char>(text_[end]) & 0xC0) == 0x80) ++end;
    fail(at_, end, "'" + std::string(text_.substr(at_, end - at_)) + "' is not an escape",
         "a raw string keeps backslashes: r'…'; otherwise write \\\\ for one");
  }

  std::string_view text_;
  size_t at_;
  std::string_view quote_;
  Token token_;
};

}  // namespace

Token lex_string(std::string_view text, size_t begin) {
  return StringLexer(text, begin).run();
}

}  // namespace runner::expr
