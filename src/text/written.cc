#include "text/written.h"

#include <algorithm>

#include "text/characters.h"

namespace runner {
namespace written {

size_t line_start(std::string_view text, size_t offset) {
  const size_t end = text.substr(0, offset).rfind('\n');
  return end == std::string_view::npos ? 0 : end + 1;
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

size_t skip_entry_marks(std::string_view text, size_t offset) {
  offset = skip_blanks(text, offset);
  while ((at(text, offset) == '-' || at(text, offset) == '?') && is_blank(at(text, offset + 1))) {
    offset = skip_blanks(text, offset + 1);
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

size_t least_indentation(std::string_view text, size_t begin, size_t end) {
  size_t least = std::string_view::npos;
  for (size_t line = line_end(text, begin) + 1; line < end; line = line_end(text, line) + 1) {
    const size_t word = skip_blanks(text, line);
    if (!is_break(at(text, word))) least = std::min(least, word - line);
  }
  return least;
}

bool is_first_on_line(std::string_view text, size_t offset) {
  return skip_entry_marks(text, line_start(text, offset)) >= offset;
}

Properties properties_at(std::string_view text, size_t offset) {
  Properties properties;
  while (true) {
    const char c = at(text, offset);
    if (c == '&' && !properties.anchor) {
      properties.anchor = offset;
    } else if (c == '!' && !properties.tag) {
      properties.tag = offset;
    } else {
      break;
    }
    offset = skip_space(text, offset + 1 + word_at(text, offset + 1).size());
  }
  properties.content = offset;
  return properties;
}

Properties anchor_at(std::string_view text, size_t offset) {
  Properties properties{offset, std::nullopt, std::nullopt};
  if (at(text, offset) != '&') return properties;
  properties.anchor = offset;
  properties.content = skip_space(text, offset + 1 + word_at(text, offset + 1).size());
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
  return std::string_view::npos;
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

size_t key_colon(std::string_view text, size_t offset) {
  const char first = at(text, offset);
  size_t i = offset;
  if (is_quote(first)) {
    i = quoted_end(text, offset);
    if (i == std::string_view::npos) return std::string_view::npos;
    i = skip_blanks(text, i);
    return is_colon(text, i, false) ? i : std::string_view::npos;
  }
  if (is_flow_indicator(first)) return std::string_view::npos;
  for (; !is_break(at(text, i)) && !starts_comment(text, i); ++i) {
    if (is_colon(text, i, false)) return i;
  }
  return std::string_view::npos;
}

bool is_key_line(std::string_view text, size_t offset) {
  return key_colon(text, skip_entry_marks(text, line_start(text, offset))) !=
         std::string_view::npos;
}

std::string_view word_at(std::string_view text, size_t offset) {
  offset = std::min(offset, text.size());
  size_t end = offset;
  while (end < text.size() && !is_space(text[end]) && !is_flow_indicator(text[end])) ++end;
  return text.substr(offset, end - offset);
}

}  // namespace written

}  // namespace runner
