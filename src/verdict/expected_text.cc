#include "verdict/expected_text.h"

#include <algorithm>

namespace runner {
namespace {

using Answer = ExpectedText::Answer;
using Kind = OutputBlock::Kind;
using Blocks = std::vector<ExpectedBlock>;

std::vector<LinePattern> patterns_of(const std::vector<std::string>& lines) {
  return std::vector<LinePattern>(lines.begin(), lines.end());
}

// An interleaved block within another one adds its sequences; an unordered one is a sequence for
// every line.
void add_sequences(const OutputBlock& block, std::vector<std::vector<LinePattern>>& sequences) {
  switch (block.kind) {
    case Kind::kOrdered:
    case Kind::kContains:
      sequences.push_back(patterns_of(block.lines));
      return;
    case Kind::kUnordered:
      for (const std::string& line : block.lines) sequences.push_back({LinePattern(line)});
      return;
    case Kind::kInterleaved:
      for (const OutputBlock& child : block.children) add_sequences(child, sequences);
      return;
  }
}

ExpectedBlock ready(const OutputBlock& block) {
  ExpectedBlock result;
  result.kind = block.kind;
  if (block.kind == Kind::kInterleaved) {
    add_sequences(block, result.sequences);
  } else {
    result.lines = patterns_of(block.lines);
  }
  return result;
}

// The blocks from `begin` up to the next kContains (or the end) take a fixed number of lines.
struct Run {
  size_t begin = 0;
  size_t end = 0;
  size_t lines = 0;
};

Run run_from(const Blocks& blocks, size_t begin) {
  Run run{begin, begin, 0};
  while (run.end < blocks.size() && blocks[run.end].kind != Kind::kContains) {
    run.lines += blocks[run.end++].size();
  }
  return run;
}

Answer fits_run(const Blocks& blocks, const Run& run, const Lines& lines, size_t at) {
  if (at + run.lines > lines.size()) return Answer::kNo;
  for (size_t i = run.begin; i < run.end; ++i) {
    const Answer answer = fits(blocks[i], lines, at);
    if (answer != Answer::kYes) return answer;
    at += blocks[i].size();
  }
  return Answer::kYes;
}

// Moves `at` to the first place from there on at which the run fits.
Answer find_run(const Blocks& blocks, const Run& run, const Lines& lines, size_t& at) {
  for (; at + run.lines <= lines.size(); ++at) {
    const Answer answer = fits_run(blocks, run, lines, at);
    if (answer != Answer::kNo) return answer;
  }
  return Answer::kNo;
}

}  // namespace

ExpectedText::ExpectedText(const std::vector<OutputBlock>& blocks) {
  for (const OutputBlock& block : blocks) blocks_.push_back(ready(block));
}

// A kContains block takes as much as it needs before and behind it, so that the first place for
// what follows is always the best one.
Answer ExpectedText::compare(const Lines& lines) const {
  Run run = run_from(blocks_, 0);
  if (run.end == blocks_.size() && run.lines != lines.size()) return Answer::kNo;
  Answer answer = fits_run(blocks_, run, lines, 0);
  size_t at = run.lines;
  while (answer == Answer::kYes && run.end < blocks_.size()) {
    const ExpectedBlock& contains = blocks_[run.end];
    const size_t found = find_contained(contains, lines, at);
    if (found > lines.size()) return Answer::kNo;
    at = found + contains.size();
    run = run_from(blocks_, run.end + 1);
    if (run.end == blocks_.size() && run.begin < run.end) {
      if (at + run.lines > lines.size()) return Answer::kNo;
      return fits_run(blocks_, run, lines, lines.size() - run.lines);
    }
    answer = find_run(blocks_, run, lines, at);
    at += run.lines;
  }
  return answer;
}

std::string ExpectedText::difference(const Lines& lines, std::string_view name) const {
  std::vector<ExpectedLine> arranged;
  size_t at = 0;
  const auto absorb_until = [&](size_t end) {
    while (at < std::min(end, lines.size())) arranged.push_back({nullptr, lines[at++], 0});
  };
  for (size_t i = 0; i < blocks_.size(); ++i) {
    const ExpectedBlock& block = blocks_[i];
    if (block.kind != Kind::kContains) {
      arrange(block, lines, at, arranged);
      at = std::min(at + block.size(), lines.size());
      continue;
    }
    const size_t found = find_contained(block, lines, at);
    if (found <= lines.size()) absorb_until(found);
    for (const LinePattern& pattern : block.lines)
      arranged.push_back({&pattern, {}, block.lines.size()});
    if (found <= lines.size()) at = found + block.size();
    const Run next = run_from(blocks_, i + 1);
    if (next.end == blocks_.size()) {
      absorb_until(std::max(at, lines.size() - std::min(next.lines, lines.size())));
    } else {
      size_t start = at;
      if (find_run(blocks_, next, lines, start) == Answer::kYes) absorb_until(start);
    }
  }
  const std::vector<Edit> edits = find_edits(arranged, lines);
  if (std::all_of(edits.begin(), edits.end(), [](Edit edit) { return edit == Edit::kSame; })) {
    return "the lines are too much alike to find out which is which";
  }
  return unified_diff(arranged, lines, edits, name);
}

}  // namespace runner
