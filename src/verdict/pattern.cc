#include "verdict/pattern.h"

#include <algorithm>
#include <vector>

namespace runner {
namespace {

constexpr std::string_view kOpen = "{{";
constexpr std::string_view kClose = "}}";
// What else than steps of its own a regular expression costs, and a search for literal text.
constexpr uint64_t kPreparingSteps = 40;
constexpr uint64_t kPartsPreparedInAStep = 16;
constexpr uint64_t kBytesSoughtInAStep = 16;
constexpr std::string_view kEscapedOpen = "\"{{\"";  // between {{ and }}: a literal {{

struct Part {
  bool is_regex = false;
  std::string text;
};

// Where the `}}` is that closes what begins at `from`: the first that no `}` follows.
size_t find_close(std::string_view text, size_t from) {
  size_t close = text.find(kClose, from);
  while (close != std::string_view::npos && text.substr(close + 2).starts_with('}')) ++close;
  return close;
}

std::vector<Part> split(std::string_view written) {
  std::vector<Part> parts(1);
  size_t at = 0;
  for (;;) {
    const size_t open = written.find(kOpen, at);
    const size_t close =
        open == std::string_view::npos ? open : find_close(written, open + kOpen.size());
    parts.back().text += written.substr(at, close == std::string_view::npos ? close : open - at);
    if (close == std::string_view::npos) return parts;
    const std::string_view inside = written.substr(open + 2, close - open - 2);
    if (inside == kEscapedOpen) {
      parts.back().text += kOpen;
    } else {
      parts.push_back({true, std::string(inside)});
      parts.push_back({});
    }
    at = close + kClose.size();
  }
}

}  // namespace

LinePattern::LinePattern(std::string_view written) : written_(written) {
  const std::vector<Part> parts = split(written);
  std::string pattern;
  Regex::Problem problem;
  for (const Part& part : parts) {
    if (part.is_regex && !Regex::compile(part.text, problem)) {
      prefix_ = written_;
      return;
    }
    pattern += part.is_regex ? "(?:" + part.text + ")" : Regex::escape(part.text);
  }
  prefix_ = parts.front().text;
  if (parts.size() == 1) return;
  suffix_ = parts.back().text;
  whole_ = Regex::compile(pattern, problem);
  if (!whole_) prefix_ = written_;
}

// Compared first: they tell most lines apart.
bool LinePattern::has_ends(std::string_view line) const {
  return line.size() >= prefix_.size() + suffix_.size() && line.starts_with(prefix_) &&
         line.ends_with(suffix_);
}

bool LinePattern::matches(std::string_view line) const {
  if (!whole_) return line == prefix_;
  return has_ends(line) && whole_->full_match(line);
}

bool LinePattern::matches(std::string_view line, Effort& effort) const {
  if (effort.exhausted()) return false;
  effort.spend(1);
  if (!whole_) return line == prefix_;
  if (!has_ends(line)) return false;
  uint64_t steps = kPreparingSteps + whole_->size() / kPartsPreparedInAStep;
  const bool matched = whole_->full_match(line, steps);
  effort.spend(steps);
  return matched;
}

bool LinePattern::found_in(std::string_view line, Effort& effort) const {
  if (effort.exhausted()) return false;
  uint64_t steps = 2 + line.size() / kBytesSoughtInAStep;
  if (whole_) steps += kPreparingSteps + whole_->size() / kPartsPreparedInAStep;
  const bool found = whole_ ? whole_->search(line, steps) : found_in(line);
  effort.spend(steps);
  return found;
}

bool LinePattern::found_in(std::string_view line) const {
  return whole_ ? whole_->search(line) : line.find(prefix_) != std::string_view::npos;
}

// Braces that close right behind a `{{` would be taken for its end.
std::string escaped_pattern(std::string_view line) {
  std::string pattern;
  while (!line.empty()) {
    const size_t open = line.find(kOpen);
    pattern += line.substr(0, open);
    if (open == std::string_view::npos) break;
    pattern += "{{\"{{\"}}";
    line.remove_prefix(open + kOpen.size());
    const size_t braces = std::min(line.find_first_not_of('}'), line.size());
    if (braces == 0) continue;
    pattern += kOpen;
    for (size_t i = 0; i < braces; ++i) pattern += "\\}";
    pattern += kClose;
    line.remove_prefix(braces);
  }
  return pattern;
}

}  // namespace runner
