// One expected line: literal text with `{{regex}}` parts.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/regex.h"
#include "verdict/effort.h"

namespace runner {

class LinePattern {
 public:
  // `written` as in a scenario: `{{…}}` is a regular expression, `{{"{{"}}` a literal `{{`, all
  // else literal. What is no valid pattern (the scenario's check refuses it) is taken literally.
  explicit LinePattern(std::string_view written);

  const std::string& written() const { return written_; }
  bool is_literal() const { return !whole_; }
  // REQUIRES is_literal(): the text that the line must be.
  const std::string& literal() const { return prefix_; }

  bool matches(std::string_view line) const;   // the whole line
  bool found_in(std::string_view line) const;  // some part of it
  // The same, at a cost: false when the effort is exhausted.
  bool matches(std::string_view line, Effort& effort) const;
  bool found_in(std::string_view line, Effort& effort) const;

  // What every line that matches begins with.
  std::string_view prefix() const { return prefix_; }

 private:
  bool has_ends(std::string_view line) const;

  std::string written_;
  std::string prefix_;  // the literal text before the first regular expression
  std::string suffix_;  // and behind the last one
  std::optional<Regex> whole_;
};

// The text of an expectation that matches exactly `line`.
std::string escaped_pattern(std::string_view line);

}  // namespace runner
