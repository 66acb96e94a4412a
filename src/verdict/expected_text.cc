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

bool fits_run(const Blocks& blocks, const Run& run, const Lines& lines, size_t at, Effort& effort) {
  if (at + run.lines > lines.size()) return false;
  for (size_t i = run.begin; i < run.end; ++i) {
    if (!fits(blocks[i], lines, at, effort)) return false;
    at += blocks[i].size();
  }
  return true;
}

// Moves `at` to the first place from there on at which the run fits.
bool find_run(const Blocks& blocks, const Run& run, const Lines& lines, size_t& at,
              Effort& effort) {
  for (; at + run.lines <= lines.size() && !effort.exhausted(); ++at) {
    if (fits_run(blocks, run, lines, at, effort)) return true;
  }
  return false;
}

// A kContains block takes as much as it needs before and behind it, so that the first place for
// what follows is always the best one.
bool fits_all(const Blocks& blocks, const Lines& lines, Effort& effort) {
  Run run = run_from(blocks, 0);
  if (run.end == blocks.size() && run.lines != lines.size()) return false;
  if (!fits_run(blocks, run, lines, 0, effort)) return false;
  size_t at = run.lines;
  while (run.end < blocks.size()) {
    const ExpectedBlock& contains = blocks[run.end];
    const size_t found = find_contained(contains, lines, at, effort);
    if (found > lines.size()) return false;
    at = found + contains.size();
    run = run_from(blocks, run.end + 1);
    if (run.end == blocks.size() && run.begin < run.end) {
      return at + run.lines <= lines.size() &&
             fits_run(blocks, run, lines, lines.size() - run.lines, effort);
    }
    if (!find_run(blocks, run, lines, at, effort)) return false;
    at += run.lines;
  }
  return true;
}

}  // namespace

ExpectedText::ExpectedText(const std::vector<OutputBlock>& blocks) {
  for (const OutputBlock& block : blocks) blocks_.push_back(ready(block));
}

Answer ExpectedText::compare(const Lines& lines, Effort effort) const {
  if (fits_all(blocks_, lines, effort)) return Answer::kYes;
  return effort.exhausted() ? Answer::kUndecided : Answer::kNo;
}

std::string ExpectedText::difference(const Lines& lines, std::string_view name) const {
  // What comes behind a block whose best order takes too much effort is found all the same.
  Effort to_arrange;
  Effort to_find;
  std::vector<ExpectedLine> arranged;
  size_t at = 0;
  const auto absorb_until = [&](size_t end) {
    while (at < std::min(end, lines.size())) arranged.push_back({nullptr, lines[at++], 0});
  };
  for (size_t i = 0; i < blocks_.size(); ++i) {
    const ExpectedBlock& block = blocks_[i];
    if (block.kind != Kind::kContains) {
      arrange(block, lines, at, arranged, to_arrange);
      at = std::min(at + block.size(), lines.size());
      continue;
    }
    const size_t found = find_contained(block, lines, at, to_find);
    if (found <= lines.size()) absorb_until(found);
    for (const LinePattern& pattern : block.lines)
      arranged.push_back({&pattern, {}, block.lines.size()});
    if (found <= lines.size()) at = found + block.size();
    const Run next = run_from(blocks_, i + 1);
    if (next.end == blocks_.size()) {
      absorb_until(std::max(at, lines.size() - std::min(next.lines, lines.size())));
    } else {
      size_t start = at;
      if (find_run(blocks_, next, lines, start, to_find)) absorb_until(start);
    }
  }
  return unified_diff(arranged, lines, find_edits(arranged, lines), name);
}

}  // namespace runner
