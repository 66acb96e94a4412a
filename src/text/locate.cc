// From an offset in a scalar's text back to its place in the source: the scalar is read once more,
// counting instead of collecting, by the same rules by which the parser folded and unescaped it.
#include <algorithm>

#include "text/characters.h"
#include "text/tree.h"
#include "text/written.h"

namespace runner {
namespace {

using written::is_blank;
using written::is_break;

// Counts the bytes of a scalar's text that have been read, up to the wanted one.
class Counter {
 public:
  Counter(size_t wanted, bool wants_end) : left_(wanted), wants_end_(wants_end) {}

  // Takes `count` bytes that come from `offset`. True when the wanted one is among them.
  bool take(size_t count, size_t offset) {
    if (!found_ && count > left_) find(offset);
    if (!found_) left_ -= count;
    return found_;
  }
  // True when the wanted place is found, or is the end of the text, which is reached at `offset`.
  bool ends_at(size_t offset) {
    if (!found_ && wants_end_ && left_ == 0) find(offset);
    return found_;
  }
  bool found() const { return found_; }
  size_t place() const { return place_; }

 private:
  void find(size_t offset) {
    found_ = true;
    place_ = offset;
  }

  size_t left_;
  const bool wants_end_;
  bool found_ = false;
  size_t place_ = 0;
};

class Locator {
 public:
  Locator(std::string_view text, const Node& scalar, size_t offset)
      : text_(text),
        scalar_(scalar.text),
        counter_(std::min(offset, scalar.text.size()), offset >= scalar.text.size()) {}

  // Where the wanted byte is; the last place that was read when source and scalar do not agree.
  size_t find(size_t start);

 private:
  char at(size_t offset) const { return offset < text_.size() ? text_[offset] : '\0'; }
  bool is_break_at(size_t offset) const {
    return at(offset) == '\n' || (at(offset) == '\r' && at(offset + 1) == '\n');
  }
  size_t after_break(size_t offset) const { return offset + (at(offset) == '\r' ? 2 : 1); }
  size_t skip(size_t offset, bool (*skipped)(char)) const {
    while (offset < text_.size() && skipped(text_[offset])) ++offset;
    return offset;
  }

  size_t flow_scalar(size_t offset, char quote);
  size_t escape(size_t offset);
  size_t line_breaks(size_t offset, bool escaped);
  size_t block_scalar(size_t offset, bool folded);
  size_t block_indentation(size_t content) const;
  size_t block_line(size_t offset);

  std::string_view text_;
  std::string_view scalar_;
  Counter counter_;
};

size_t Locator::find(size_t start) {
  const char first = at(start);
  size_t last = start;
  if (first == '"' || first == '\'') {
    last = flow_scalar(start + 1, first);
  } else if (first == '|' || first == '>') {
    last = block_scalar(written::line_end(text_, start), first == '>');
  } else {
    last = flow_scalar(start, '\0');
  }
  return counter_.found() ? counter_.place() : last;
}

// A plain scalar, or the inside of a quoted one. Stops at the wanted byte.
size_t Locator::flow_scalar(size_t offset, char quote) {
  while (offset < text_.size() && !counter_.ends_at(offset)) {
    const char c = text_[offset];
    if (is_blank(c) || is_break_at(offset)) {
      const size_t end = skip(offset, is_blank);
      if (is_break_at(end)) {
        offset = line_breaks(end, false);
        continue;
      }
    }
    if (quote == '"' && c == '\\') {
      offset = is_break_at(offset + 1) ? line_breaks(offset + 1, true) : escape(offset);
      continue;
    }
    if (quote != '\0' && c == quote && !(quote == '\'' && at(offset + 1) == '\'')) return offset;
    if (counter_.take(1, offset)) return offset;
    offset += c == quote ? 2 : 1;
  }
  return offset;
}

// One line break is a blank, or nothing when it is escaped; each further one is a line break.
size_t Locator::line_breaks(size_t offset, bool escaped) {
  const size_t first = offset;
  size_t count = 0;
  while (is_break_at(offset)) {
    if (count > 0 && counter_.take(1, offset)) return offset;
    ++count;
    offset = skip(after_break(offset), is_blank);
  }
  if (count == 1 && !escaped) counter_.take(1, first);
  return offset;
}

size_t utf8_size(size_t code_point) {
  if (code_point < 0x80) return 1;
  if (code_point < 0x800) return 2;
  return code_point < 0x10000 ? 3 : 4;
}

size_t Locator::escape(size_t offset) {
  size_t digits = 0;
  size_t size = 1;
  switch (at(offset + 1)) {
    case 'x':
      digits = 2;
      break;
    case 'u':
      digits = 4;
      break;
    case 'U':
      digits = 8;
      break;
    case 'L':
    case 'P':
      size = 3;
      break;
    default:
      break;
  }
  if (digits > 0) {
    size_t code_point = 0;
    for (size_t i = 0; i < digits; ++i) {
      const char c = at(offset + 2 + i);
      const int digit = c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
      code_point = code_point * 16 + static_cast<size_t>(std::clamp(digit, 0, 15));
    }
    size = utf8_size(code_point);
  }
  counter_.take(size, offset);
  return offset + 2 + digits;
}

// The first line with a word in it is further in by the indentation than it is in the text.
size_t Locator::block_indentation(size_t content) const {
  const size_t word = skip(content, [](char c) { return c == ' ' || is_break(c); });
  const size_t start = std::max(content, written::line_start(text_, word));
  const size_t scalar_word = std::min(scalar_.find_first_not_of(" \n"), scalar_.size());
  const size_t scalar_start = written::line_start(scalar_, scalar_word);
  const size_t in_source = word - start;
  const size_t in_scalar = scalar_word - scalar_start;
  return in_source - std::min(in_source, in_scalar);
}

// The rest of a block scalar's line, up to its break.
size_t Locator::block_line(size_t offset) {
  while (offset < text_.size() && !is_break_at(offset)) {
    if (counter_.ends_at(offset) || counter_.take(1, offset)) return offset;
    ++offset;
  }
  return offset;
}

// `offset` is the end of the line with the indicator.
size_t Locator::block_scalar(size_t offset, bool folded) {
  if (offset >= text_.size()) return offset;
  const size_t indentation = block_indentation(offset + 1);
  bool first_line = true;
  bool empty = false;
  bool more_indented = false;
  bool folding_began_more_indented = false;
  bool has_word = false;
  size_t folded_breaks = 0;
  while (offset < text_.size() && !counter_.ends_at(offset)) {
    const size_t line_break = offset;
    offset = after_break(offset);
    const size_t line = offset;
    while (at(offset) == ' ' && offset - line < indentation) ++offset;
    const bool next_empty = is_break_at(offset);
    const bool next_more_indented = is_blank(at(offset));
    if (folded && folded_breaks == 0 && next_empty) folding_began_more_indented = more_indented;
    if (!first_line && !folded) {
      counter_.take(1, line_break);
    } else if (!first_line) {
      const bool joins = !empty && !next_empty && !more_indented && !next_more_indented &&
                         offset - line >= indentation;
      if (next_empty) {
        ++folded_breaks;
      } else {
        counter_.take(1, line_break);
        if (!joins && folded_breaks > 0) {
          const bool keeps_all = folding_began_more_indented || next_more_indented || !has_word;
          counter_.take(folded_breaks - 1 + (keeps_all ? 1 : 0), line_break);
        }
        folded_breaks = 0;
      }
    }
    empty = next_empty;
    more_indented = next_more_indented;
    first_line = false;
    if (counter_.ends_at(offset)) return offset;
    const size_t end = block_line(offset);
    has_word = has_word || end > offset;
    if (counter_.found()) return end;
    offset = end;
  }
  return offset;
}

}  // namespace

Position position_in(const Source& source, const Node& scalar, size_t offset) {
  if (!scalar.at || scalar.missing || !scalar.is_scalar()) return scalar.at;
  const std::string_view text = source.text();
  const size_t start = source.offset(scalar.at);
  if (start >= text.size() || text[start] == '*') return scalar.at;  // an alias stands there
  return source.position(Locator(text, scalar, offset).find(start));
}

}  // namespace runner
