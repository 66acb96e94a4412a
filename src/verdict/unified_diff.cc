// A difference as text.
#include <fmt/format.h>

#include <algorithm>

#include "base/limits.h"
#include "expr/text_form.h"
#include "text/display.h"
#include "verdict/difference.h"

namespace runner {
namespace {

constexpr size_t kContext = 3;

// One edit, with how many lines of each side stand before it.
struct Place {
  size_t expected = 0;
  size_t actual = 0;
};

class UnifiedDiff {
 public:
  UnifiedDiff(const std::vector<ExpectedLine>& expected,
              const std::vector<std::string_view>& actual, const std::vector<Edit>& edits)
      : expected_(expected), actual_(actual), edits_(edits) {
    Place place;
    for (const Edit edit : edits) {
      places_.push_back(place);
      if (edit != Edit::kUnexpected) ++place.expected;
      if (edit != Edit::kMissing) ++place.actual;
    }
    places_.push_back(place);
  }

  std::string text(std::string_view name) {
    text_ = fmt::format("--- expected\n+++ {}\n", name);
    for (size_t i = next_change(0); i < edits_.size();) {
      const size_t begin = i < kContext ? 0 : i - kContext;
      const size_t end = end_of_hunk(i);
      add_hunk(begin, end);
      i = next_change(end);
    }
    if (hidden_ > 0) text_ += fmt::format("… {} more lines\n", hidden_);
    return text_ + first_difference();
  }

 private:
  size_t next_change(size_t from) const {
    while (from < edits_.size() && edits_[from] == Edit::kSame) ++from;
    return from;
  }

  // Changes with at most twice the context between them share a hunk.
  size_t end_of_hunk(size_t change) const {
    size_t last = change;
    for (size_t next = change; next < edits_.size() && next - last <= 2 * kContext + 1;
         next = next_change(next + 1)) {
      last = next;
    }
    return std::min(last + 1 + kContext, edits_.size());
  }

  static std::string range(size_t before, size_t after) {
    const size_t count = after - before;
    const size_t first = count == 0 ? before : before + 1;
    return count == 1 ? fmt::format("{}", first) : fmt::format("{},{}", first, count);
  }

  void add_hunk(size_t begin, size_t end) {
    const Place from = places_[begin];
    const Place to = places_[end];
    add_line(fmt::format("@@ -{} +{} @@", range(from.expected, to.expected),
                         range(from.actual, to.actual)));
    for (size_t i = begin; i < end; ++i) {
      switch (edits_[i]) {
        case Edit::kSame:
          add_line(" " + displayed(actual_[places_[i].actual]));
          break;
        case Edit::kMissing:
          add_line("-" + displayed(expected_[places_[i].expected].shown()));
          break;
        case Edit::kUnexpected:
          add_line("+" + displayed(actual_[places_[i].actual]));
          break;
      }
    }
  }

  void add_line(const std::string& line) {
    if (shown_ == limits::kDiffLines) {
      ++hidden_;
      return;
    }
    ++shown_;
    text_ += line + "\n";
  }

  static std::string quoted(std::string_view line) { return to_repr(Value::string(line)); }

  std::string first_difference() const {
    const size_t first = next_change(0);
    size_t end = first;
    while (end < edits_.size() && edits_[end] != Edit::kSame) ++end;
    const Place from = places_[first];
    const Place to = places_[end];
    const bool missing = to.expected > from.expected;
    const bool unexpected = to.actual > from.actual;
    const size_t number = from.actual + 1;
    if (!missing) {
      return fmt::format("line {}: unexpected {}", number, quoted(actual_[from.actual]));
    }
    const std::string wanted = quoted(expected_[from.expected].shown());
    if (unexpected) {
      return fmt::format("line {}: expected {}, got {}", number, wanted,
                         quoted(actual_[from.actual]));
    }
    const size_t together = expected_[from.expected].part_of;
    if (together == 1) return fmt::format("no line from line {} on contains {}", number, wanted);
    if (together > 1) {
      return fmt::format("no {} consecutive lines contain what is expected, {} among it", together,
                         wanted);
    }
    const bool at_end = from.actual == actual_.size();
    return fmt::format("line {}: expected {}, {}", number, wanted,
                       at_end              ? "got no more lines"
                       : comes_later(from) ? "which comes later"
                                           : "which is missing");
  }

  // Some line that nothing else was found for is the expected one.
  bool comes_later(Place from) const {
    const ExpectedLine& wanted = expected_[from.expected];
    for (size_t edit = 0; edit < edits_.size(); ++edit) {
      const size_t line = places_[edit].actual;
      if (edits_[edit] == Edit::kUnexpected && line >= from.actual && wanted.matches(actual_[line]))
        return true;
    }
    return false;
  }

  const std::vector<ExpectedLine>& expected_;
  const std::vector<std::string_view>& actual_;
  const std::vector<Edit>& edits_;
  std::vector<Place> places_;
  std::string text_;
  size_t shown_ = 0;
  size_t hidden_ = 0;
};

}  // namespace

std::string unified_diff(const std::vector<ExpectedLine>& expected,
                         const std::vector<std::string_view>& actual,
                         const std::vector<Edit>& edits, std::string_view name) {
  return UnifiedDiff(expected, actual, edits).text(name);
}

}  // namespace runner
