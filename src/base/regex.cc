#include "base/regex.h"

#include <algorithm>

#include "base/limits.h"
#include "base/regex_tree.h"

namespace runner {

// A tree as a program of splits and characters; repetitions are unrolled.
class RegexCompiler {
 public:
  explicit RegexCompiler(Regex& regex) : regex_(regex) {}

  bool run(const RegexNode& root) {
    emit(root);
    add(Regex::Op::kMatch);
    return !overflow_;
  }

 private:
  using Op = Regex::Op;
  using Kind = RegexNode::Kind;

  uint32_t here() const { return static_cast<uint32_t>(regex_.program_.size()); }

  uint32_t add(Op op, uint32_t a = 0, uint32_t b = 0) {
    if (here() > limits::kPatternInstructions) overflow_ = true;
    regex_.program_.push_back({op, a, b});
    return here() - 1;
  }

  void emit(const RegexNode& node) {
    // Also counts what leaves no instruction: (){1000} within (){1000}.
    if (overflow_ || ++visits_ > 4 * limits::kPatternInstructions) {
      overflow_ = true;
      return;
    }
    switch (node.kind) {
      case Kind::kEmpty:
        break;
      case Kind::kLiteral:
        add(Op::kLiteral, node.code_point);
        break;
      case Kind::kSet:
        add(Op::kSet, set_index(node.ranges));
        break;
      case Kind::kAssertion:
        add(Op::kAssertion, static_cast<uint32_t>(node.assertion));
        break;
      case Kind::kConcat:
        for (const RegexNode& child : node.children) emit(child);
        break;
      case Kind::kAlternate:
        alternate(node);
        break;
      case Kind::kRepeat:
        repeat(node);
        break;
    }
  }

  uint32_t set_index(const CodePointRanges& ranges) {
    const auto known = std::find(regex_.sets_.begin(), regex_.sets_.end(), ranges);
    const auto index = static_cast<uint32_t>(known - regex_.sets_.begin());
    if (known == regex_.sets_.end()) regex_.sets_.push_back(ranges);
    return index;
  }

  void alternate(const RegexNode& node) {
    std::vector<uint32_t> ends;
    for (size_t i = 0; i < node.children.size(); ++i) {
      const bool last = i + 1 == node.children.size();
      const uint32_t split = last ? 0 : add(Op::kSplit, here() + 1);
      emit(node.children[i]);
      if (last) break;
      ends.push_back(add(Op::kJump));
      regex_.program_[split].b = here();
    }
    for (const uint32_t end : ends) regex_.program_[end].a = here();
  }

  void repeat(const RegexNode& node) {
    const RegexNode& child = node.children[0];
    for (int i = 0; i < node.least && !overflow_; ++i) emit(child);
    if (node.most < 0) {
      const uint32_t split = add(Op::kSplit, here() + 1);
      emit(child);
      add(Op::kJump, split);
      regex_.program_[split].b = here();
      return;
    }
    std::vector<uint32_t> splits;
    for (int i = node.least; i < node.most && !overflow_; ++i) {
      splits.push_back(add(Op::kSplit, here() + 1));
      emit(child);
    }
    for (const uint32_t split : splits) regex_.program_[split].b = here();
  }

  Regex& regex_;
  size_t visits_ = 0;
  bool overflow_ = false;
};

// Walks over the text once, with the set of all places in the program that it may be at.
class RegexMatcher {
 public:
  RegexMatcher(const Regex& regex, std::string_view text, bool whole)
      : regex_(regex), text_(text), whole_(whole), marks_(regex.program_.size()) {}

  bool run() {
    for (;;) {
      size_t length = 0;
      next_ = at_ < text_.size() ? decode_code_point(text_.substr(at_), length) : kNone;
      ++generation_;
      for (const uint32_t place : arrived_) enter(place);
      arrived_.clear();
      if (!whole_ || at_ == 0) enter(0);
      if (matched_ && (!whole_ || next_ == kNone)) return true;
      if (next_ == kNone || (whole_ && waiting_.empty())) return false;
      step();
      previous_ = next_;
      at_ += length;
    }
  }

  uint64_t steps() const { return steps_ + at_; }

 private:
  static constexpr uint32_t kNone = UINT32_MAX;

  // Follows everything that needs no character, from `start` on.
  void enter(uint32_t start) {
    pending_.push_back(start);
    while (!pending_.empty()) {
      const uint32_t place = pending_.back();
      pending_.pop_back();
      ++steps_;
      if (marks_[place] == generation_) continue;
      marks_[place] = generation_;
      const Regex::Instruction& instruction = regex_.program_[place];
      switch (instruction.op) {
        case Regex::Op::kLiteral:
        case Regex::Op::kSet:
          waiting_.push_back(place);
          break;
        case Regex::Op::kAssertion:
          if (holds(static_cast<Assertion>(instruction.a))) pending_.push_back(place + 1);
          break;
        case Regex::Op::kSplit:
          pending_.push_back(instruction.b);
          pending_.push_back(instruction.a);
          break;
        case Regex::Op::kJump:
          pending_.push_back(instruction.a);
          break;
        case Regex::Op::kMatch:
          matched_ = true;
          break;
      }
    }
  }

  void step() {
    matched_ = false;
    for (const uint32_t place : waiting_) {
      const Regex::Instruction& instruction = regex_.program_[place];
      const bool takes = instruction.op == Regex::Op::kLiteral
                             ? instruction.a == next_
                             : contains(regex_.sets_[instruction.a], next_);
      if (takes) arrived_.push_back(place + 1);
    }
    waiting_.clear();
  }

  static bool contains(const CodePointRanges& ranges, uint32_t code_point) {
    const auto behind =
        std::upper_bound(ranges.begin(), ranges.end(), code_point,
                         [](uint32_t value, const auto& range) { return value < range.first; });
    return behind != ranges.begin() && code_point <= std::prev(behind)->second;
  }

  static bool is_word(uint32_t c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  bool holds(Assertion assertion) const {
    switch (assertion) {
      case Assertion::kTextBegin:
        return at_ == 0;
      case Assertion::kTextEnd:
        return next_ == kNone;
      case Assertion::kLineBegin:
        return at_ == 0 || previous_ == '\n';
      case Assertion::kLineEnd:
        return next_ == kNone || next_ == '\n';
      case Assertion::kWordBoundary:
        return is_word(previous_) != is_word(next_);
      case Assertion::kNoWordBoundary:
        return is_word(previous_) == is_word(next_);
    }
    return false;
  }

  const Regex& regex_;
  std::string_view text_;
  bool whole_;
  uint64_t steps_ = 0;
  size_t at_ = 0;
  uint32_t previous_ = kNone;
  uint32_t next_ = kNone;
  bool matched_ = false;
  uint32_t generation_ = 0;
  std::vector<uint32_t> marks_;    // the generation in which each place was entered
  std::vector<uint32_t> waiting_;  // places that need a character
  std::vector<uint32_t> arrived_;  // places reached by the last one
  std::vector<uint32_t> pending_;
};

std::optional<Regex> Regex::compile(std::string_view pattern, Problem& problem) {
  const std::optional<RegexNode> tree = parse_regex(pattern, problem);
  if (!tree) return std::nullopt;
  Regex regex;
  if (!RegexCompiler(regex).run(*tree)) {
    problem = {0, "with its repetitions unrolled the pattern has more than " +
                      std::to_string(limits::kPatternInstructions) + " parts"};
    return std::nullopt;
  }
  return regex;
}

bool Regex::search(std::string_view text) const {
  return RegexMatcher(*this, text, false).run();
}

bool Regex::full_match(std::string_view text) const {
  return RegexMatcher(*this, text, true).run();
}

bool Regex::search(std::string_view text, uint64_t& steps) const {
  RegexMatcher matcher(*this, text, false);
  const bool found = matcher.run();
  steps += matcher.steps();
  return found;
}

bool Regex::full_match(std::string_view text, uint64_t& steps) const {
  RegexMatcher matcher(*this, text, true);
  const bool matched = matcher.run();
  steps += matcher.steps();
  return matched;
}

std::string Regex::escape(std::string_view text) {
  static constexpr std::string_view kSpecial = "\\.+*?()|[]{}^$";
  std::string pattern;
  for (const char c : text) {
    if (kSpecial.find(c) != std::string_view::npos) pattern += '\\';
    pattern += c;
  }
  return pattern;
}

}  // namespace runner
