#include "text/extent.h"

#include <string>
#include <vector>

#include "text/characters.h"
#include "text/written.h"

namespace runner::written {
namespace {

// The brackets that are open, by the characters that close them.
class Brackets {
 public:
  // False when `c` closes a bracket that is not the innermost one.
  bool take(char c) {
    if (c == '(') closers_ += ')';
    if (c == '[') closers_ += ']';
    if (c == '{') closers_ += '}';
    if (c != ')' && c != ']' && c != '}') return true;
    if (closers_.empty() || closers_.back() != c) return false;
    closers_.pop_back();
    return true;
  }
  bool are_closed() const { return closers_.empty(); }

 private:
  std::string closers_;
};

// Behind the block scalar whose indicator is at `offset`.
size_t skip_block_scalar(std::string_view text, size_t offset) {
  const size_t start = line_start(text, offset);
  const size_t indentation = skip_blanks(text, start) - start;
  size_t line = line_end(text, offset);
  while (line < text.size()) {
    const size_t content = skip_blanks(text, line + 1);
    if (!is_break(at(text, content)) && content - (line + 1) <= indentation) return line + 1;
    line = line_end(text, line + 1);
  }
  return text.size();
}

bool starts_token(std::string_view text, size_t offset, size_t from) {
  size_t before = offset;
  while (before > from && is_blank(text[before - 1])) --before;
  if (before == from || is_break(text[before - 1])) return true;
  const char previous = text[before - 1];
  return before < offset && (previous == ':' || previous == '-' || previous == '?');
}

// What is open at `target`: brackets, from the outermost to the innermost one, and at last a quote.
std::vector<size_t> open_tokens(std::string_view text, size_t from, size_t target) {
  std::vector<size_t> open;
  size_t i = from;
  while (i < target) {
    const char c = text[i];
    const bool token = !open.empty() || starts_token(text, i, from);
    if (token && opens_quotes(text, i)) {
      const size_t end = quoted_end(text, i);
      if (end == std::string_view::npos) open.push_back(i);
      i = end;
      continue;
    }
    if (open.empty() && token && (c == '|' || c == '>')) {
      i = skip_block_scalar(text, i);
      continue;
    }
    if (starts_comment(text, i)) {
      i = line_end(text, i);
      continue;
    }
    if (token && (c == '[' || c == '{')) open.push_back(i);
    if ((c == ']' || c == '}') && !open.empty()) open.pop_back();
    ++i;
  }
  return open;
}

enum class Meant { kBlockValue, kFlowValue, kFlowKey };

// Where something outside of brackets and quotes ends what is meant.
bool ends_meant(std::string_view line, size_t offset, Meant meant) {
  if (starts_comment(line, offset)) return true;
  if (meant == Meant::kBlockValue) return false;
  return line[offset] == ',' || (meant == Meant::kFlowKey && is_colon(line, offset, true));
}

std::string_view meant_at(std::string_view text, size_t offset, Meant meant) {
  const std::string_view line = text.substr(0, line_end(text, offset));
  Brackets brackets;
  size_t i = offset;
  while (i < line.size()) {
    if (opens_quotes(line, i)) {
      const size_t end = quoted_end(line, i);
      i = end == std::string_view::npos ? i + 1 : end;
      continue;
    }
    const char c = line[i];
    if (brackets.are_closed() && i > offset && ends_meant(line, i, meant)) break;
    if (!brackets.take(c) && meant != Meant::kBlockValue && c != ')') break;
    ++i;
  }
  return without_trailing_space(text.substr(offset, i - offset));
}

}  // namespace

std::string_view value_at(std::string_view text, size_t offset, bool flow) {
  return meant_at(text, offset, flow ? Meant::kFlowValue : Meant::kBlockValue);
}

std::string_view flow_key_at(std::string_view text, size_t offset) {
  return meant_at(text, offset, Meant::kFlowKey);
}

bool is_closed(std::string_view scalar) {
  Brackets brackets;
  size_t i = 0;
  while (i < scalar.size()) {
    if (opens_quotes(scalar, i)) {
      i = quoted_end(scalar, i);
      if (i == std::string_view::npos) return false;
      continue;
    }
    brackets.take(scalar[i]);
    ++i;
  }
  return brackets.are_closed();
}

std::optional<size_t> open_bracket(std::string_view text, size_t from, size_t target) {
  const std::vector<size_t> open = open_tokens(text, from, target);
  if (open.empty() || is_quote(text[open.back()])) return std::nullopt;
  return open.back();
}

std::optional<size_t> open_quote(std::string_view text, size_t from) {
  const std::vector<size_t> open = open_tokens(text, from, text.size());
  if (open.empty() || !is_quote(text[open.back()])) return std::nullopt;
  return open.back();
}

}  // namespace runner::written
