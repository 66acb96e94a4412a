// How far lines have come in what a stream should be, one line after the other: the automaton of an
// expectation, whose states are small numbers. An exploration has them in its states in place of
// all that was printed.
#pragma once

#include <cstdint>
#include <map>
#include <string_view>
#include <vector>

#include "verdict/expected_text.h"

namespace runner {

class ExpectedProgress {
 public:
  explicit ExpectedProgress(const std::vector<OutputBlock>& blocks);
  // The expectation's lines are pointed to.
  ExpectedProgress(const ExpectedProgress&) = delete;
  ExpectedProgress& operator=(const ExpectedProgress&) = delete;

  // Before the first line.
  static constexpr int32_t kBeginning = 0;
  // After `text`, which is one line or several, in that state.
  int32_t after(int32_t state, std::string_view text);
  // Whether the lines so far are what is expected. Undecided where they are so much alike that
  // there are more than limits::kLineAssignments ways to tell which is which.
  ExpectedText::Answer answer(int32_t state) const {
    return states_[static_cast<size_t>(state)].answer;
  }

  int32_t count() const { return static_cast<int32_t>(states_.size()); }
  size_t bytes() const { return bytes_; }

 private:
  // One way to assign the lines so far: the block that is being filled (or their number: all are),
  // and what is missing of it. Of a kContains block how many of its lines have been found; of
  // others the endings of their sequences, sorted, which are interchangeable where they are equal.
  struct Way {
    int32_t block = 0;
    std::vector<int32_t> rest;
    friend auto operator<=>(const Way&, const Way&) = default;
  };
  using Ways = std::vector<Way>;  // sorted
  struct State {
    Ways ways;
    ExpectedText::Answer answer = ExpectedText::Answer::kNo;
  };
  struct Ending {
    const LinePattern* head = nullptr;
    int32_t next = 0;  // 0: nothing is left
  };
  struct Block {
    bool contains = false;
    std::vector<int32_t> beginnings;
    std::vector<Ending> endings;  // by number; the first is that of nothing
  };

  void add_block(const ExpectedBlock& block);
  int32_t after_line(int32_t state, std::string_view line);
  void begin(int32_t block, Ways& ways) const;
  void add(Way way, Ways& ways) const;
  void step(const Way& way, std::string_view line, Ways& ways) const;
  void step_contains(const Way& way, std::string_view line, Ways& ways) const;
  int32_t number_of(Ways ways);
  ExpectedText::Answer answer_of(const Ways& ways) const;

  ExpectedText text_;
  std::vector<Block> blocks_;
  std::vector<State> states_;
  std::map<Ways, int32_t> numbers_;
  size_t bytes_ = 0;
};

}  // namespace runner
