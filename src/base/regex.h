// Regular expressions in RE2's syntax, matched in time linear in the text whatever the pattern: no
// pattern that a scenario brings along can hang the program.
//
// Characters are code points; a byte that is not UTF-8 is U+FFFD. Left out: captures (groups only
// group), backreferences and lookaround (they are not regular), \p{…} classes. (?i) folds the case
// of ASCII, Latin-1, Greek and Cyrillic letters.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace runner {

class Regex {
 public:
  struct Problem {
    size_t offset = 0;  // in the pattern
    std::string message;
  };

  static std::optional<Regex> compile(std::string_view pattern, Problem& problem);

  // Whether some part of the text matches.
  bool search(std::string_view text) const;
  // Whether the whole text matches.
  bool full_match(std::string_view text) const;
  // The same; what it took is added to `steps`.
  bool search(std::string_view text, uint64_t& steps) const;
  bool full_match(std::string_view text, uint64_t& steps) const;

  // How much work one character of text may be.
  size_t size() const { return program_.size(); }

  // A pattern that matches exactly `text`.
  static std::string escape(std::string_view text);

 private:
  friend class RegexCompiler;
  friend class RegexMatcher;

  using Ranges = std::vector<std::pair<uint32_t, uint32_t>>;  // sorted, apart

  enum class Op : uint8_t { kLiteral, kSet, kAssertion, kSplit, kJump, kMatch };
  struct Instruction {
    Op op = Op::kMatch;
    uint32_t a = 0;  // the code point, the set, the assertion, the target
    uint32_t b = 0;  // the split's other target
  };

  std::vector<Instruction> program_;
  std::vector<Ranges> sets_;
};

}  // namespace runner
