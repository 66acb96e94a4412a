#include <algorithm>

#include "base/limits.h"
#include "base/regex_tree.h"
#include "base/text.h"

namespace runner {
namespace {

constexpr int kGroupDepth = 200;  // bounds the recursion here and in the compiler

bool is_octal(char c) {
  return c >= '0' && c <= '7';
}
bool is_word(char c) {
  return is_digit(c) || is_letter(c);
}
int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

struct Flags {
  bool fold_case = false;    // i
  bool multi_line = false;   // m
  bool dot_newline = false;  // s
};

class RegexParser {
 public:
  RegexParser(std::string_view pattern, Regex::Problem& problem)
      : pattern_(pattern), problem_(problem) {}

  std::optional<RegexNode> run() {
    RegexNode node = alternation(0);
    if (!failed_ && at_ < pattern_.size()) fail(at_, "unexpected )");
    if (failed_) return std::nullopt;
    return node;
  }

 private:
  using Kind = RegexNode::Kind;

  bool done() const { return failed_ || at_ >= pattern_.size(); }
  char peek(size_t ahead = 0) const {
    return at_ + ahead < pattern_.size() ? pattern_[at_ + ahead] : '\0';
  }
  bool accept(std::string_view text) {
    if (!pattern_.substr(at_).starts_with(text)) return false;
    at_ += text.size();
    return true;
  }
  RegexNode fail(size_t offset, std::string message) {
    if (!failed_) problem_ = {offset, std::move(message)};
    failed_ = true;
    return {};
  }
  // To the end of the character at which the parser stands.
  std::string since(size_t begin) const {
    size_t end = at_;
    while (end < pattern_.size() && (static_cast<unsigned char>(pattern_[end]) & 0xC0) == 0x80)
      ++end;
    return std::string(pattern_.substr(begin, end - begin));
  }
  uint32_t take_code_point() {
    size_t length = 0;
    const uint32_t code_point = decode_code_point(pattern_.substr(at_), length);
    at_ += length;
    return code_point;
  }

  RegexNode alternation(int depth) {
    RegexNode node;
    node.kind = Kind::kAlternate;
    const Flags outer = flags_;
    do {
      node.children.push_back(concatenation(depth));
    } while (!failed_ && accept("|"));
    flags_ = outer;
    if (node.children.size() == 1) return std::move(node.children[0]);
    return node;
  }

  RegexNode concatenation(int depth) {
    RegexNode node;
    node.kind = Kind::kConcat;
    while (!done() && peek() != '|' && peek() != ')') {
      const size_t begin = at_;
      RegexNode item;
      if (accept("\\Q")) {
        if (!quoted(node, item)) continue;
      } else if (peek() == '*' || peek() == '+' || peek() == '?') {
        return fail(begin, std::string("nothing to repeat with ") + peek());
      } else {
        item = atom(depth);
      }
      if (!failed_) item = repeated(std::move(item), begin);
      node.children.push_back(std::move(item));
    }
    return node;
  }

  // \Q…\E: all but its last character, which a repetition behind it belongs to.
  bool quoted(RegexNode& into, RegexNode& last) {
    bool any = false;
    while (!done() && !accept("\\E")) {
      if (any) into.children.push_back(std::move(last));
      last = literal(take_code_point());
      any = true;
    }
    return any;
  }

  RegexNode repeated(RegexNode item, size_t begin) {
    RegexNode node;
    node.kind = Kind::kRepeat;
    if (!repetition(node)) return item;
    accept("?");
    const size_t again = at_;
    RegexNode second;
    if (repetition(second)) return fail(again, "a repetition cannot be repeated: " + since(begin));
    node.children.push_back(std::move(item));
    return node;
  }

  // `{` begins a repetition only in the forms {n}, {n,} and {n,m}.
  bool repetition(RegexNode& node) {
    if (accept("*")) return true;
    if (accept("+")) {
      node.least = 1;
      return true;
    }
    if (accept("?")) {
      node.most = 1;
      return true;
    }
    const size_t begin = at_;
    if (!accept("{")) return false;
    node.least = count();
    node.most = node.least;
    if (node.least >= 0 && accept(",")) node.most = peek() == '}' ? -1 : count(-2);
    if (node.least < 0 || node.most == -2 || !accept("}")) {
      at_ = begin;
      return false;
    }
    if (std::max(node.least, node.most) > limits::kPatternRepeats) {
      fail(begin, "more than " + std::to_string(limits::kPatternRepeats) +
                      " repetitions: " + since(begin));
    } else if (node.most >= 0 && node.most < node.least) {
      fail(begin, "the most repetitions are fewer than the least: " + since(begin));
    }
    return true;
  }

  int count(int none = -1) {
    if (!is_digit(peek())) return none;
    int value = 0;
    for (; is_digit(peek()); ++at_) {
      value = std::min(value * 10 + (peek() - '0'), limits::kPatternRepeats + 1);
    }
    return value;
  }

  RegexNode atom(int depth) {
    const size_t begin = at_;
    if (accept("(")) return group(begin, depth + 1);
    if (accept("[")) return bracket(begin);
    if (accept(".")) {
      return set(flags_.dot_newline ? CodePointRanges{{0, kLastCodePoint}}
                                    : complement({{'\n', '\n'}}));
    }
    if (accept("^")) {
      return assertion(flags_.multi_line ? Assertion::kLineBegin : Assertion::kTextBegin);
    }
    if (accept("$"))
      return assertion(flags_.multi_line ? Assertion::kLineEnd : Assertion::kTextEnd);
    if (peek() == '\\') return escape();
    return literal(take_code_point());
  }

  RegexNode group(size_t begin, int depth) {
    if (depth > kGroupDepth) return fail(begin, "groups are nested too deeply");
    const Flags outer = flags_;
    if (accept("?")) {
      if (accept("=") || accept("!") || accept("<=") || accept("<!")) {
        return fail(begin, "lookaround is left out: " + since(begin));
      }
      if (accept("P<") || accept("<")) {
        if (!group_name()) return fail(begin, "a group's name has letters, digits and _");
      } else if (!group_flags(begin)) {
        return {};
      } else if (pattern_[at_ - 1] == ')') {
        return {};  // (?i): for the rest of the group around it
      }
    }
    RegexNode node = alternation(depth);
    flags_ = outer;
    if (!accept(")")) return fail(begin, "missing )");
    return node;
  }

  bool group_name() {
    const size_t begin = at_;
    while (is_word(peek())) ++at_;
    return at_ > begin && accept(">");
  }

  // i, m, s, U and a minus, up to ':' or ')'.
  bool group_flags(size_t begin) {
    bool value = true;
    for (; at_ < pattern_.size(); ++at_) {
      const char c = peek();
      if (c == 'i') {
        flags_.fold_case = value;
      } else if (c == 'm') {
        flags_.multi_line = value;
      } else if (c == 's') {
        flags_.dot_newline = value;
      } else if (c == '-' && value) {
        value = false;
      } else if (c == ':' || c == ')') {
        ++at_;
        return true;
      } else if (c != 'U') {
        break;
      }
    }
    if (at_ < pattern_.size()) ++at_;
    fail(begin, "unknown group " + since(begin));
    return false;
  }

  RegexNode literal(uint32_t code_point) {
    if (flags_.fold_case) {
      CodePointRanges ranges = folded({{code_point, code_point}});
      if (ranges.size() > 1) return set(std::move(ranges));
    }
    RegexNode node;
    node.kind = Kind::kLiteral;
    node.code_point = code_point;
    return node;
  }

  RegexNode set(CodePointRanges ranges) {
    RegexNode node;
    node.kind = Kind::kSet;
    node.ranges = std::move(ranges);
    return node;
  }

  RegexNode assertion(Assertion kind) {
    RegexNode node;
    node.kind = Kind::kAssertion;
    node.assertion = kind;
    return node;
  }

  RegexNode escape() {
    const char letter = peek(1);
    at_ += 2;
    if (std::optional<CodePointRanges> ranges = perl_class(letter)) return set(std::move(*ranges));
    if (letter == 'b') return assertion(Assertion::kWordBoundary);
    if (letter == 'B') return assertion(Assertion::kNoWordBoundary);
    if (letter == 'A') return assertion(Assertion::kTextBegin);
    if (letter == 'z') return assertion(Assertion::kTextEnd);
    at_ -= 2;
    return literal(escaped_code_point());
  }

  // An escape that stands for one character.
  uint32_t escaped_code_point() {
    static constexpr std::string_view kLetters = "afnrtv";
    static constexpr std::string_view kMeanings = "\a\f\n\r\t\v";
    const size_t begin = at_++;
    if (at_ >= pattern_.size()) {
      fail(begin, "a lone \\ at the end");
      return 0;
    }
    const char letter = peek();
    const size_t known = kLetters.find(letter);
    if (known != std::string_view::npos) {
      ++at_;
      return static_cast<unsigned char>(kMeanings[known]);
    }
    if (letter == 'x') return hexadecimal(begin);
    if (letter == '0' || (is_octal(letter) && is_octal(peek(1)))) return octal();
    const uint32_t code_point = take_code_point();
    const bool punctuation = code_point < 0x80 && !is_word(static_cast<char>(code_point));
    if (!punctuation) fail(begin, refusal(letter) + since(begin));
    return code_point;
  }

  static std::string refusal(char letter) {
    if (is_digit(letter)) return "backreferences are left out: ";
    if (letter == 'p' || letter == 'P') return "classes by Unicode property are left out: ";
    return "unknown escape ";
  }

  uint32_t octal() {
    uint32_t value = 0;
    for (int i = 0; i < 3 && is_octal(peek()); ++i, ++at_) {
      value = value * 8 + static_cast<uint32_t>(peek() - '0');
    }
    return value;
  }

  // \x7F and \x{10FFFF}
  uint32_t hexadecimal(size_t begin) {
    ++at_;
    const bool braces = accept("{");
    uint32_t value = 0;
    int digits = 0;
    for (; hex_value(peek()) >= 0 && (braces || digits < 2) && value <= kLastCodePoint; ++digits) {
      value = value * 16 + static_cast<uint32_t>(hex_value(peek()));
      ++at_;
    }
    const bool good = braces ? digits > 0 && accept("}") : digits == 2;
    if (!good || value > kLastCodePoint) fail(begin, "unknown escape " + since(begin));
    return value;
  }

  RegexNode bracket(size_t begin) {
    const bool negated = accept("^");
    CodePointRanges ranges;
    for (bool first = true; !failed_ && (first || peek() != ']'); first = false) {
      if (at_ >= pattern_.size()) return fail(begin, "missing ]");
      if (class_in_bracket(ranges)) continue;
      range_in_bracket(ranges);
    }
    if (failed_) return {};
    ++at_;
    ranges = normalized(std::move(ranges));
    if (flags_.fold_case) ranges = folded(ranges);
    return set(negated ? complement(ranges) : std::move(ranges));
  }

  // [:alpha:], [:^alpha:] and \d.
  bool class_in_bracket(CodePointRanges& ranges) {
    const size_t begin = at_;
    std::optional<CodePointRanges> known;
    if (peek() == '\\') {
      known = perl_class(peek(1));
      if (!known) return false;
      at_ += 2;
    } else {
      const size_t end = pattern_.find(":]", at_ + 2);
      if (!accept("[:") || end == std::string_view::npos) {
        at_ = begin;
        return false;
      }
      const bool negated = accept("^");
      known = posix_class(pattern_.substr(at_, end - at_));
      at_ = end + 2;
      if (!known) {
        fail(begin, "unknown class " + since(begin));
        return true;
      }
      if (negated) known = complement(*known);
    }
    ranges.insert(ranges.end(), known->begin(), known->end());
    return true;
  }

  void range_in_bracket(CodePointRanges& ranges) {
    const size_t begin = at_;
    const uint32_t first = bracket_code_point();
    uint32_t last = first;
    if (!failed_ && peek() == '-' && peek(1) != ']' && at_ + 1 < pattern_.size()) {
      ++at_;
      last = bracket_code_point();
    }
    if (!failed_ && last < first)
      fail(begin, "a range that ends before it begins: " + since(begin));
    ranges.emplace_back(first, last);
  }

  uint32_t bracket_code_point() {
    return peek() == '\\' ? escaped_code_point() : take_code_point();
  }

  std::string_view pattern_;
  Regex::Problem& problem_;
  size_t at_ = 0;
  Flags flags_;
  bool failed_ = false;
};

}  // namespace

std::optional<RegexNode> parse_regex(std::string_view pattern, Regex::Problem& problem) {
  return RegexParser(pattern, problem).run();
}

}  // namespace runner
