#include "text/written.h"

#include <algorithm>
#include <vector>

namespace runner {
namespace written {
namespace {

constexpr size_t kNowhere = std::string_view::npos;

// The character at `offset`, a line break at the end of the text.
char at(std::string_view text, size_t offset) {
  return offset < text.size() ? text[offset] : '\n';
}

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool is_space(char c) {
  return is_blank(c) || is_break(c);
}
bool is_flow_indicator(char c) {
  return c == ',' || c == '[' || c == ']' || c == '{' || c == '}';
}
bool is_opening(char c) {
  return c == '[' || c == '{' || c == '(';
}
bool is_closing(char c) {
  return c == ']' || c == '}' || c == ')';
}

bool is_quote(char c) {
  return c == '"' || c == '\'';
}

// An apostrophe inside a word opens nothing.
bool opens_quotes(std::string_view text, size_t offset) {
  return is_quote(at(text, offset)) && (offset == 0 || !is_word(text[offset - 1]));
}

bool starts_comment(std::string_view text, size_t offset) {
  return at(text, offset) == '#' && (offset == 0 || is_space(text[offset - 1]));
}

bool is_colon(std::string_view text, size_t offset, bool flow) {
  if (at(text, offset) != ':') return false;
  const char next = at(text, offset + 1);
  return is_space(next) || (flow && is_flow_indicator(next));
}

size_t skip_blanks(std::string_view text, size_t offset) {
  while (offset < text.size() && is_blank(text[offset])) ++offset;
  return offset;
}

std::string_view without_trailing_space(std::string_view text) {
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

// Behind the indentation and the "- " and "? " of the line that starts at `offset`.
size_t skip_entry_marks(std::string_view text, size_t offset) {
  offset = skip_blanks(text, offset);
  while ((at(text, offset) == '-' || at(text, offset) == '?') && is_blank(at(text, offset + 1))) {
    offset = skip_blanks(text, offset + 1);
  }
  return offset;
}

// The colon of the block-style key at `offset`, on the same line.
size_t colon_of_key(std::string_view text, size_t offset) {
  const char first = at(text, offset);
  size_t i = offset;
  if (is_quote(first)) {
    i = quoted_end(text, offset);
    if (i == kNowhere) return kNowhere;
    i = skip_blanks(text, i);
    return is_colon(text, i, false) ? i : kNowhere;
  }
  if (is_flow_indicator(first)) return kNowhere;
  for (; !is_break(at(text, i)) && !starts_comment(text, i); ++i) {
    if (is_colon(text, i, false)) return i;
  }
  return kNowhere;
}

// The entry of the block-style line that holds `target`.
Entry block_entry(std::string_view text, size_t target) {
  Entry entry;
  entry.value = skip_entry_marks(text, line_start(text, target));
  const size_t colon = colon_of_key(text, entry.value);
  if (colon == kNowhere || colon >= target) return entry;
  entry.key = without_trailing_space(text.substr(entry.value, colon - entry.value));
  entry.value = skip_blanks(text, colon + 1);
  return entry;
}

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
      if (end == kNowhere) open.push_back(i);
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

}  // namespace

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}
bool is_break(char c) {
  return c == '\n' || c == '\r';
}

size_t line_start(std::string_view text, size_t offset) {
  const size_t end = text.substr(0, offset).rfind('\n');
  return end == kNowhere ? 0 : end + 1;
}

size_t line_end(std::string_view text, size_t offset) {
  return std::min(text.find('\n', offset), text.size());
}

size_t skip_space(std::string_view text, size_t offset) {
  while (offset < text.size()) {
    if (starts_comment(text, offset)) {
      offset = line_end(text, offset);
    } else if (is_space(text[offset])) {
      ++offset;
    } else {
      break;
    }
  }
  return offset;
}

size_t previous_line(std::string_view text, size_t offset) {
  for (size_t start = line_start(text, offset); start > 0;) {
    const size_t end = start - 1;
    start = line_start(text, end);
    const size_t word = skip_space(text, start);
    if (word < end) return word;
  }
  return offset;
}

bool is_first_on_line(std::string_view text, size_t offset) {
  return skip_entry_marks(text, line_start(text, offset)) >= offset;
}

Properties properties_at(std::string_view text, size_t offset) {
  Properties properties;
  while (at(text, offset) == '&' || at(text, offset) == '!') {
    if (text[offset] == '!' && !properties.tag) properties.tag = offset;
    offset = skip_space(text, offset + 1 + word_at(text, offset + 1).size());
  }
  properties.content = offset;
  return properties;
}

size_t quoted_end(std::string_view text, size_t offset) {
  const char quote = text[offset];
  for (size_t i = offset + 1; i < text.size(); ++i) {
    if (quote == '"' && text[i] == '\\') {
      ++i;
    } else if (text[i] == quote) {
      if (quote == '"' || at(text, i + 1) != '\'') return i + 1;
      ++i;
    }
  }
  return kNowhere;
}

std::string_view value_at(std::string_view text, size_t offset, bool flow) {
  const std::string_view line = text.substr(0, line_end(text, offset));
  int depth = 0;
  size_t i = offset;
  while (i < line.size()) {
    if (opens_quotes(line, i)) {
      const size_t end = quoted_end(line, i);
      i = end == kNowhere ? i + 1 : end;
      continue;
    }
    const char c = line[i];
    if (depth == 0 && i > offset && starts_comment(line, i)) break;
    if (depth == 0 && flow && (c == ',' || c == ']' || c == '}')) break;
    if (is_opening(c)) ++depth;
    if (is_closing(c) && depth > 0) --depth;
    ++i;
  }
  return without_trailing_space(text.substr(offset, i - offset));
}

bool is_closed(std::string_view scalar) {
  int depth = 0;
  size_t i = 0;
  while (i < scalar.size()) {
    if (opens_quotes(scalar, i)) {
      i = quoted_end(scalar, i);
      if (i == kNowhere) return false;
      continue;
    }
    if (is_opening(scalar[i])) ++depth;
    if (is_closing(scalar[i]) && depth > 0) --depth;
    ++i;
  }
  return depth == 0;
}

size_t after_colon(std::string_view text, size_t offset, bool flow) {
  size_t i = properties_at(text, offset).content;
  const char first = at(text, i);
  const bool is_quoted = is_quote(first);
  if (is_quoted) {
    i = std::min(quoted_end(text, i), text.size());
  } else {
    while (i < text.size() && !is_colon(text, i, flow) && !is_break(text[i]) &&
           !(flow && is_flow_indicator(text[i])) && !starts_comment(text, i)) {
      ++i;
    }
    while (i > offset && is_blank(text[i - 1])) --i;
  }
  const size_t colon = skip_space(text, i);
  if (is_colon(text, colon, flow) || (flow && is_quoted && at(text, colon) == ':')) {
    return colon + 1;
  }
  return i;
}

size_t after_dash(std::string_view text, size_t offset) {
  size_t end = offset;
  while (true) {
    const size_t start = line_start(text, end);
    size_t comment = start;
    while (comment < end && !starts_comment(text, comment)) ++comment;
    const std::string_view line = without_trailing_space(text.substr(start, comment - start));
    if (!line.empty()) return line.back() == '-' ? start + line.size() : offset;
    if (start == 0) return offset;
    end = start - 1;
  }
}

bool is_key_line(std::string_view text, size_t offset) {
  return colon_of_key(text, skip_entry_marks(text, line_start(text, offset))) != kNowhere;
}

std::string_view word_at(std::string_view text, size_t offset) {
  offset = std::min(offset, text.size());
  size_t end = offset;
  while (end < text.size() && !is_space(text[end]) && !is_flow_indicator(text[end])) ++end;
  return text.substr(offset, end - offset);
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

Entry entry_at(std::string_view text, size_t target, std::optional<size_t> bracket) {
  const Entry block = block_entry(text, bracket.value_or(target));
  size_t i = bracket.value_or(block.value);
  if (at(text, i) != '[' && at(text, i) != '{') return block;
  std::vector<Entry> levels;
  while (i < target) {
    if (opens_quotes(text, i)) {
      i = quoted_end(text, i);
      if (i >= target) break;
      if (!levels.empty() && at(text, i) == ':') {
        Entry& entry = levels.back();
        entry.key = text.substr(entry.value, i - entry.value);
        entry.value = skip_space(text, ++i);
      }
      continue;
    }
    const char c = text[i];
    if (c == '[' || c == '{') {
      levels.push_back({{}, skip_space(text, i + 1), true});
    } else if ((c == ']' || c == '}') && !levels.empty()) {
      levels.pop_back();
    } else if (c == ',' && !levels.empty()) {
      levels.back() = {{}, skip_space(text, i + 1), true};
    } else if (!levels.empty() && is_colon(text, i, true) && i > levels.back().value) {
      Entry& entry = levels.back();
      entry.key = without_trailing_space(text.substr(entry.value, i - entry.value));
      entry.value = skip_space(text, i + 1);
    }
    ++i;
  }
  return levels.empty() ? block : levels.back();
}

std::string quoting_hint(std::string_view text, const Entry& entry) {
  constexpr size_t kLongest = 100;
  const size_t colon = entry.flow ? kNowhere : colon_of_key(text, entry.value);
  if (entry.key.empty() && colon != kNowhere && colon - entry.value <= kLongest) {
    const auto key = without_trailing_space(text.substr(entry.value, colon - entry.value));
    return "write " + quoted(key) + ":";
  }
  const std::string_view value = value_at(text, entry.value, entry.flow);
  if (value.empty() || value.size() + entry.key.size() > kLongest) return "put it in quotes";
  const std::string key = entry.key.empty() ? "" : std::string(entry.key) + ": ";
  return "write " + key + quoted(value);
}

}  // namespace written

std::string quoted(std::string_view text) {
  if (text.find_first_of("\"\\") == std::string_view::npos) {
    return "\"" + std::string(text) + "\"";
  }
  std::string result = "'";
  for (const char c : text) {
    if (c == '\'') result += c;
    result += c;
  }
  return result + "'";
}

std::string quoted_form(const Source& source, const Node& node) {
  const std::string_view text = source.text();
  const size_t offset = source.offset(node.at);
  const bool flow = !node.is_scalar() || written::entry_at(text, offset, {}).flow;
  return quoted(written::value_at(text, offset, flow));
}

}  // namespace runner
