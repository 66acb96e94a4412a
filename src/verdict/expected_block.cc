// One block of an expectation against lines.
#include <algorithm>
#include <unordered_map>

#include "verdict/assignment.h"
#include "verdict/expected_text.h"
#include "verdict/interleaving.h"

namespace runner {
namespace {

using Kind = OutputBlock::Kind;

// To sort and to count the lines of a block in free order.
constexpr uint64_t kStepsOfALine = 10;

Lines slice(const Lines& lines, size_t at, size_t count) {
  const size_t begin = std::min(at, lines.size());
  const size_t end = begin + std::min(count, lines.size() - begin);
  return Lines(lines.begin() + static_cast<std::ptrdiff_t>(begin),
               lines.begin() + static_cast<std::ptrdiff_t>(end));
}

PatternSequence pointers(const std::vector<LinePattern>& patterns) {
  PatternSequence sequence;
  sequence.reserve(patterns.size());
  for (const LinePattern& pattern : patterns) sequence.push_back(&pattern);
  return sequence;
}

std::vector<PatternSequence> pointers(const std::vector<std::vector<LinePattern>>& sequences) {
  std::vector<PatternSequence> result;
  for (const std::vector<LinePattern>& sequence : sequences) result.push_back(pointers(sequence));
  return result;
}

bool fits_ordered(const ExpectedBlock& block, const Lines& lines, size_t at, Effort& effort) {
  for (size_t i = 0; i < block.lines.size(); ++i) {
    if (!block.lines[i].matches(lines[at + i], effort)) return false;
  }
  return true;
}

bool fits_unordered(const ExpectedBlock& block, const Lines& lines, size_t at, Effort& effort) {
  effort.spend(kStepsOfALine * block.size());
  if (effort.exhausted()) return false;
  const std::vector<int32_t> assigned =
      assign_lines(pointers(block.lines), slice(lines, at, block.size()), effort);
  return std::find(assigned.begin(), assigned.end(), -1) == assigned.end();
}

// Then no mixture need be tried: of lines that are much alike there are too many.
bool misses_a_literal(const ExpectedBlock& block, const Lines& lines) {
  std::unordered_map<std::string_view, size_t> left;
  for (const std::string_view line : lines) ++left[line];
  for (const std::vector<LinePattern>& sequence : block.sequences) {
    for (const LinePattern& pattern : sequence) {
      if (pattern.is_literal() && left[pattern.literal()]-- == 0) return true;
    }
  }
  return false;
}

bool fits_interleaved(const ExpectedBlock& block, const Lines& lines, size_t at, Effort& effort) {
  effort.spend(kStepsOfALine * block.size());
  if (effort.exhausted()) return false;
  const Lines part = slice(lines, at, block.size());
  return !misses_a_literal(block, part) &&
         find_interleaving(pointers(block.sequences), part, effort).found;
}

// Patterns with a line stand where that line stands; the others follow their predecessors.
void arrange_unordered(const ExpectedBlock& block, const Lines& part,
                       std::vector<ExpectedLine>& arranged, Effort& effort) {
  const PatternSequence patterns = pointers(block.lines);
  const std::vector<int32_t> assigned = assign_lines(patterns, part, effort);
  std::vector<const LinePattern*> by_line(part.size(), nullptr);
  for (size_t i = 0; i < patterns.size(); ++i) {
    if (assigned[i] >= 0) by_line[static_cast<size_t>(assigned[i])] = patterns[i];
  }
  size_t next_free = 0;
  const auto add_unassigned = [&] {
    while (next_free < patterns.size() && assigned[next_free] >= 0) ++next_free;
    if (next_free < patterns.size()) arranged.push_back({patterns[next_free++], {}, 0});
  };
  for (const LinePattern* pattern : by_line) {
    if (pattern != nullptr) {
      arranged.push_back({pattern, {}, 0});
    } else {
      add_unassigned();
    }
  }
  size_t before = 0;
  do {
    before = arranged.size();
    add_unassigned();
  } while (before != arranged.size());
}

// Follows the longest beginning that is a mixture; then what is left, one sequence after the other.
void arrange_interleaved(const ExpectedBlock& block, const Lines& part,
                         std::vector<ExpectedLine>& arranged, Effort& effort) {
  const std::vector<PatternSequence> sequences = pointers(block.sequences);
  std::vector<size_t> taken(sequences.size(), 0);
  for (const int32_t pick : find_interleaving(sequences, part, effort).picks) {
    const auto sequence = static_cast<size_t>(pick);
    arranged.push_back({sequences[sequence][taken[sequence]++], {}, 0});
  }
  for (size_t i = 0; i < sequences.size(); ++i) {
    while (taken[i] < sequences[i].size()) arranged.push_back({sequences[i][taken[i]++], {}, 0});
  }
}

}  // namespace

size_t ExpectedBlock::size() const {
  size_t count = lines.size();
  for (const std::vector<LinePattern>& sequence : sequences) count += sequence.size();
  return count;
}

bool fits(const ExpectedBlock& block, const Lines& lines, size_t at, Effort& effort) {
  if (at + block.size() > lines.size()) return false;
  switch (block.kind) {
    case Kind::kOrdered:
      return fits_ordered(block, lines, at, effort);
    case Kind::kUnordered:
      return fits_unordered(block, lines, at, effort);
    case Kind::kInterleaved:
      return fits_interleaved(block, lines, at, effort);
    case Kind::kContains:
      break;
  }
  UNREACHABLE();
}

size_t find_contained(const ExpectedBlock& block, const Lines& lines, size_t at, Effort& effort) {
  const size_t count = block.lines.size();
  for (; at + count <= lines.size() && !effort.exhausted(); ++at) {
    size_t i = 0;
    while (i < count && block.lines[i].found_in(lines[at + i], effort)) ++i;
    if (i == count) return at;
  }
  return lines.size() + 1;
}

void arrange(const ExpectedBlock& block, const Lines& lines, size_t at,
             std::vector<ExpectedLine>& arranged, Effort& effort) {
  const Lines part = slice(lines, at, block.size());
  std::vector<ExpectedLine> own;
  switch (block.kind) {
    case Kind::kOrdered:
      for (const LinePattern& pattern : block.lines) own.push_back({&pattern, {}, 0});
      break;
    case Kind::kUnordered:
      arrange_unordered(block, part, own, effort);
      break;
    case Kind::kInterleaved:
      arrange_interleaved(block, part, own, effort);
      break;
    case Kind::kContains:
      UNREACHABLE();
  }
  arranged.insert(arranged.end(), own.begin(), own.end());
}

}  // namespace runner
