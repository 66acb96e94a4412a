#include "text/source.h"

#include <algorithm>

#include "base/text.h"

namespace runner {
namespace {

// Counting the rest of a block is quick, and the index stays below a tenth of the text.
constexpr size_t kBlockBytes = 128;

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

// A continuation byte that continues nothing, in text that is no UTF-8, stays where it is.
size_t start_of_code_point(std::string_view text, size_t offset) {
  for (size_t back = 0; back < 4 && back <= offset && offset < text.size(); ++back) {
    const char c = text[offset - back];
    if (is_continuation(c)) continue;
    const bool is_lead = (static_cast<unsigned char>(c) & 0xC0) == 0xC0;
    return is_lead ? offset - back : offset;
  }
  return offset;
}

}  // namespace

Source::Source(std::string name, std::string text)
    : name_(std::move(name)),
      text_(std::move(text)),
      is_marked_(text_.starts_with(kByteOrderMark)),
      line_starts_{0} {
  if (is_marked_) text_.erase(0, kByteOrderMark.size());
  const auto lines = static_cast<size_t>(std::count(text_.begin(), text_.end(), '\n')) + 1;
  line_starts_.reserve(lines);
  for (size_t end = text_.find('\n'); end != std::string::npos; end = text_.find('\n', end + 1)) {
    line_starts_.push_back(end + 1);
  }
  const std::string_view all = text_;
  if (count_code_points(all) == all.size()) return;  // then a number is an offset
  size_t count = 0;
  for (size_t start = 0; start <= all.size(); start += kBlockBytes) {
    block_counts_.push_back(count);
    count += count_code_points(all.substr(start, kBlockBytes));
  }
}

std::string_view Source::first_line_end() const {
  const size_t end = text_.find('\n');
  const bool has_return = end != std::string::npos && end > 0 && text_[end - 1] == '\r';
  return has_return ? "\r\n" : "\n";
}

size_t Source::line_end(size_t index) const {
  if (index + 1 == line_starts_.size()) return text_.size();
  size_t end = line_starts_[index + 1] - 1;
  if (end > line_starts_[index] && text_[end - 1] == '\r') --end;
  return end;
}

std::string_view Source::line(int32_t number) const {
  if (number < 1 || number > line_count()) return {};
  const size_t index = static_cast<size_t>(number) - 1;
  const size_t start = line_starts_[index];
  return std::string_view(text_).substr(start, line_end(index) - start);
}

size_t Source::code_points_before(size_t offset) const {
  if (block_counts_.empty()) return offset;
  const size_t block = offset / kBlockBytes;
  const size_t start = block * kBlockBytes;
  return block_counts_[block] +
         count_code_points(std::string_view(text_).substr(start, offset - start));
}

size_t Source::offset_of_code_point(size_t number) const {
  if (block_counts_.empty()) return std::min(number, text_.size());
  const auto after = std::upper_bound(block_counts_.begin(), block_counts_.end(), number);
  const size_t block = static_cast<size_t>(after - block_counts_.begin()) - 1;
  size_t missing = number - block_counts_[block];
  size_t at = block * kBlockBytes;
  while (at < text_.size() && (missing > 0 || is_continuation(text_[at]))) {
    if (!is_continuation(text_[at])) --missing;
    ++at;
  }
  return at;
}

Position Source::position(size_t offset) const {
  offset = start_of_code_point(text_, std::min(offset, text_.size()));
  const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  const size_t index = static_cast<size_t>(after - line_starts_.begin()) - 1;
  const size_t column = code_points_before(offset) - code_points_before(line_starts_[index]);
  return {static_cast<int32_t>(index + 1), static_cast<int32_t>(column + 1)};
}

size_t Source::offset(Position position) const {
  if (position.line > line_count()) return text_.size();
  if (position.line < 1) return 0;
  const size_t index = static_cast<size_t>(position.line) - 1;
  const size_t start = line_starts_[index];
  if (position.column <= 1) return start;
  const size_t number = code_points_before(start) + static_cast<size_t>(position.column) - 1;
  return std::min(offset_of_code_point(number), line_end(index));
}

}  // namespace runner
