// What a stream of lines should be: the blocks of `output` and `stderr` in an expectation.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scenario/model.h"
#include "verdict/difference.h"
#include "verdict/interleaving.h"
#include "verdict/pattern.h"

namespace runner {

// One block, ready to be compared.
struct ExpectedBlock {
  OutputBlock::Kind kind = OutputBlock::Kind::kOrdered;
  std::vector<LinePattern> lines;                   // all kinds but kInterleaved
  std::vector<std::vector<LinePattern>> sequences;  // kInterleaved

  // How many lines it is; kContains: at least.
  size_t size() const;
};

class ExpectedText {
 public:
  explicit ExpectedText(const std::vector<OutputBlock>& blocks);

  const std::vector<ExpectedBlock>& blocks() const { return blocks_; }

  enum class Answer : uint8_t { kYes, kNo, kUndecided };
  // Undecided where that would take more than the effort.
  Answer compare(const std::vector<std::string_view>& lines, Effort effort = Effort()) const;

  // Why `lines` are something else: a unified diff and the first line that differs. Free orders are
  // shown in the order that fits best, as far as it is found. REQUIRES that compare() gave kNo.
  std::string difference(const std::vector<std::string_view>& lines, std::string_view name) const;

 private:
  std::vector<ExpectedBlock> blocks_;
};

// --- one block
// ------------------------------------------------------------------------------------

using Lines = std::vector<std::string_view>;

// What is not found out before the effort is exhausted is not so.

// Whether the block is exactly the lines from `at` on, as many as its size. Not for kContains.
bool fits(const ExpectedBlock& block, const Lines& lines, size_t at, Effort& effort);

// Where the lines of a kContains block are found first, from `at` on; lines.size() + 1: nowhere.
size_t find_contained(const ExpectedBlock& block, const Lines& lines, size_t at, Effort& effort);

// Appends the block's lines in the order that fits best the lines from `at` on, as many as its
// size. Not for kContains.
void arrange(const ExpectedBlock& block, const Lines& lines, size_t at,
             std::vector<ExpectedLine>& arranged, Effort& effort);

}  // namespace runner
