// A scenario's text, and places in it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace runner {

// A place in a source file. Lines and columns count from 1; columns count code points, as editors
// do. Line 0 means "no place".
struct Position {
  int32_t line = 0;
  int32_t column = 0;

  explicit operator bool() const { return line > 0; }
  friend bool operator==(const Position&, const Position&) = default;
  friend auto operator<=>(const Position&, const Position&) = default;
};

inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// The whole text of one file, by line. Every look-up is fast however long the lines are.
class Source {
 public:
  Source(std::string name, std::string text);

  const std::string& name() const { return name_; }
  // Without the mark of byte order that the file may begin with.
  const std::string& text() const { return text_; }
  std::string_view byte_order_mark() const { return is_marked_ ? kByteOrderMark : ""; }
  // The end of the file's first line, which whatever is written into it should have, too.
  std::string_view first_line_end() const;

  // The line without its end; "" outside the file.
  std::string_view line(int32_t number) const;
  // A final newline ends its line and begins a last, empty one.
  int32_t line_count() const { return static_cast<int32_t>(line_starts_.size()); }

  // The position of a byte offset of text().
  Position position(size_t offset) const;
  // The byte offset of a position, at most the end of its line; text().size() when it lies behind
  // the end.
  size_t offset(Position position) const;

 private:
  size_t line_end(size_t index) const;
  size_t code_points_before(size_t offset) const;
  size_t offset_of_code_point(size_t number) const;

  std::string name_;
  std::string text_;
  bool is_marked_ = false;
  std::vector<size_t> line_starts_;
  std::vector<size_t> block_counts_;  // code points before every block of text_
};

}  // namespace runner
