#include "verdict/difference.h"

#include <algorithm>

#include "base/limits.h"

namespace runner {
namespace {

// Furthest-reaching paths through the grid of expected (x) against actual (y) lines, by diagonal
// x - y, for a growing number of edits.
class ShortestEdits {
 public:
  ShortestEdits(const std::vector<ExpectedLine>& expected,
                const std::vector<std::string_view>& actual, int32_t begin, int32_t expected_end,
                int32_t actual_end)
      : expected_(expected),
        actual_(actual),
        begin_(begin),
        width_(expected_end - begin),
        height_(actual_end - begin) {}

  // Appends the edits; false when there would be more than limits::kDiffEdits, or the effort is
  // exhausted.
  bool append_to(std::vector<Edit>& edits) {
    const int32_t most = std::min(width_ + height_, limits::kDiffEdits);
    for (int32_t count = 0; count <= most && !effort_.exhausted(); ++count) {
      if (!advance(count)) continue;
      if (effort_.exhausted()) return false;
      trace_back(count, edits);
      return true;
    }
    return false;
  }

 private:
  // reach_[count][diagonal + count]: the furthest x with `count` edits on the diagonal.
  int32_t reached(int32_t count, int32_t diagonal) const {
    return reach_[static_cast<size_t>(count)][static_cast<size_t>(diagonal + count)];
  }

  // Whether the best path of `count` edits to the diagonal comes from above: an unexpected line.
  bool comes_from_above(int32_t count, int32_t diagonal) const {
    if (diagonal == -count) return true;
    if (diagonal == count) return false;
    return reached(count - 1, diagonal - 1) < reached(count - 1, diagonal + 1);
  }

  bool advance(int32_t count) {
    reach_.emplace_back(static_cast<size_t>(2 * count + 1), 0);
    for (int32_t diagonal = -count; diagonal <= count; diagonal += 2) {
      int32_t x = 0;
      if (count > 0) {
        x = comes_from_above(count, diagonal) ? reached(count - 1, diagonal + 1)
                                              : reached(count - 1, diagonal - 1) + 1;
      }
      int32_t y = x - diagonal;
      while (x < width_ && y < height_ && same(x, y)) ++x, ++y;
      reach_.back()[static_cast<size_t>(diagonal + count)] = x;
      if (x >= width_ && y >= height_) return true;
    }
    return false;
  }

  bool same(int32_t x, int32_t y) {
    return expected_[static_cast<size_t>(begin_ + x)].matches(
        actual_[static_cast<size_t>(begin_ + y)], effort_);
  }

  void trace_back(int32_t count, std::vector<Edit>& edits) const {
    std::vector<Edit> backwards;
    int32_t x = width_;
    int32_t y = height_;
    for (; count > 0; --count) {
      const int32_t diagonal = x - y;
      const bool above = comes_from_above(count, diagonal);
      const int32_t from_x = reached(count - 1, above ? diagonal + 1 : diagonal - 1);
      const int32_t start_x = above ? from_x : from_x + 1;
      backwards.insert(backwards.end(), static_cast<size_t>(x - start_x), Edit::kSame);
      backwards.push_back(above ? Edit::kUnexpected : Edit::kMissing);
      x = from_x;
      y = from_x - (above ? diagonal + 1 : diagonal - 1);
    }
    backwards.insert(backwards.end(), static_cast<size_t>(x), Edit::kSame);
    edits.insert(edits.end(), backwards.rbegin(), backwards.rend());
  }

  const std::vector<ExpectedLine>& expected_;
  const std::vector<std::string_view>& actual_;
  int32_t begin_;
  int32_t width_;
  int32_t height_;
  Effort effort_;
  std::vector<std::vector<int32_t>> reach_;
};

// Within a change, what is missing stands before what came instead.
void group_changes(std::vector<Edit>& edits) {
  for (auto begin = edits.begin(); begin != edits.end();) {
    const auto end = std::find(begin, edits.end(), Edit::kSame);
    std::sort(begin, end, [](Edit a, Edit b) { return a == Edit::kMissing && b != a; });
    begin = end == edits.end() ? end : end + 1;
  }
}

}  // namespace

bool ExpectedLine::matches(std::string_view line) const {
  if (pattern == nullptr) return text == line;
  return part_of > 0 ? pattern->found_in(line) : pattern->matches(line);
}

bool ExpectedLine::matches(std::string_view line, Effort& effort) const {
  if (pattern == nullptr) return matches(line);
  return part_of > 0 ? pattern->found_in(line, effort) : pattern->matches(line, effort);
}

std::vector<Edit> find_edits(const std::vector<ExpectedLine>& expected,
                             const std::vector<std::string_view>& actual) {
  size_t begin = 0;
  size_t expected_end = expected.size();
  size_t actual_end = actual.size();
  while (begin < std::min(expected_end, actual_end) && expected[begin].matches(actual[begin])) {
    ++begin;
  }
  while (expected_end > begin && actual_end > begin &&
         expected[expected_end - 1].matches(actual[actual_end - 1])) {
    --expected_end, --actual_end;
  }
  std::vector<Edit> edits(begin, Edit::kSame);
  ShortestEdits middle(expected, actual, static_cast<int32_t>(begin),
                       static_cast<int32_t>(expected_end), static_cast<int32_t>(actual_end));
  if (!middle.append_to(edits)) {
    edits.insert(edits.end(), expected_end - begin, Edit::kMissing);
    edits.insert(edits.end(), actual_end - begin, Edit::kUnexpected);
  }
  edits.insert(edits.end(), expected.size() - expected_end, Edit::kSame);
  group_changes(edits);
  return edits;
}

}  // namespace runner
