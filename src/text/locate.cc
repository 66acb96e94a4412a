// From an offset in a scalar's text back to its place in the source: the scalar is read once more,
// counting instead of collecting, by the same rules by which the parser folded and unescaped it.
#include <algorithm>
#include <utility>

#include "text/characters.h"
#include "text/places.h"
#include "text/written.h"

namespace runner {
namespace {

using written::is_blank;
using written::is_break;

// Collects the places of the bytes of a scalar's text in the order in which they are read, and at
// last that of its end.
class Record {
 public:
  explicit Record(size_t size) : size_(size) { places_.reserve(size + 1); }

  // `count` bytes come from `offset`. True when the end is found.
  bool take(size_t count, size_t offset) {
    for (; count > 0 && !is_complete(); --count) places_.push_back(offset);
    return is_complete();
  }
  // True when the end is found, or is here.
  bool ends_at(size_t offset) { return places_.size() < size_ ? false : take(1, offset); }
  bool is_complete() const { return places_.size() > size_; }

  // What was not read stands where reading ended: source and scalar do not agree.
  std::vector<size_t> finish(size_t last) {
    places_.resize(size_ + 1, last);
    return std::move(places_);
  }

 private:
  const size_t size_;
  std::vector<size_t> places_;
};

class Locator {
 public:
  Locator(std::string_view text, const Node& scalar)
      : text_(text), scalar_(scalar.text), record_(scalar.text.size()) {}

  // Where each byte is, and the end.
  std::vector<size_t> find(size_t start);

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
  Record record_;
};

std::vector<size_t> Locator::find(size_t start) {
  const char first = at(start);
  size_t last = start;
  if (first == '"' || first == '\'') {
    last = flow_scalar(start + 1, first);
  } else if (first == '|' || first == '>') {
    last = block_scalar(written::line_end(text_, start), first == '>');
  } else {
    last = flow_scalar(start, '\0');
  }
  return record_.finish(last);
}

// A plain scalar, or the inside of a quoted one. Stops at its end.
size_t Locator::flow_scalar(size_t offset, char quote) {
  while (offset < text_.size() && !record_.ends_at(offset)) {
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
    if (record_.take(1, offset)) return offset;
    offset += c == quote ? 2 : 1;
  }
  return offset;
}

// One line break is a blank, or nothing when it is escaped; each further one is a line break.
size_t Locator::line_breaks(size_t offset, bool escaped) {
  const size_t first = offset;
  size_t count = 0;
  while (is_break_at(offset)) {
    if (count > 0 && record_.take(1, offset)) return offset;
    ++count;
    offset = skip(after_break(offset), is_blank);
  }
  if (count == 1 && !escaped) record_.take(1, first);
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
  record_.take(size, offset);
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
    if (record_.ends_at(offset) || record_.take(1, offset)) return offset;
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
  while (offset < text_.size() && !record_.ends_at(offset)) {
    const size_t line_break = offset;
    offset = after_break(offset);
    const size_t line = offset;
    while (at(offset) == ' ' && offset - line < indentation) ++offset;
    const bool next_empty = is_break_at(offset);
    const bool next_more_indented = is_blank(at(offset));
    if (folded && folded_breaks == 0 && next_empty) folding_began_more_indented = more_indented;
    if (!first_line && !folded) {
      record_.take(1, line_break);
    } else if (!first_line) {
      const bool joins = !empty && !next_empty && !more_indented && !next_more_indented &&
                         offset - line >= indentation;
      if (next_empty) {
        ++folded_breaks;
      } else {
        record_.take(1, line_break);
        if (!joins && folded_breaks > 0) {
          const bool keeps_all = folding_began_more_indented || next_more_indented || !has_word;
          record_.take(folded_breaks - 1 + (keeps_all ? 1 : 0), line_break);
        }
        folded_breaks = 0;
      }
    }
    empty = next_empty;
    more_indented = next_more_indented;
    first_line = false;
    if (record_.ends_at(offset)) return offset;
    const size_t end = block_line(offset);
    has_word = has_word || end > offset;
    if (record_.is_complete()) return end;
    offset = end;
  }
  return offset;
}

}  // namespace

ScalarPlaces::ScalarPlaces(const Source& source, const Node& scalar)
    : source_(source), scalar_(scalar) {
  if (!scalar.at || scalar.missing || !scalar.is_scalar()) return;
  const std::string_view text = source.text();
  const size_t start = source.offset(scalar.written_at());
  if (start >= text.size()) return;
  places_ = Locator(text, scalar).find(start);
}

Position ScalarPlaces::at(size_t offset) const {
  if (places_.empty()) return scalar_.written_at();
  return source_.position(places_[std::min(offset, places_.size() - 1)]);
}

Position position_in(const Source& source, const Node& scalar, size_t offset) {
  return ScalarPlaces(source, scalar).at(offset);
}

}  // namespace runner
