#include "cli/new_lines.h"

#include <algorithm>

#include "verdict/assignment.h"
#include "verdict/difference.h"
#include "verdict/expected_text.h"
#include "verdict/pattern.h"

namespace runner {
namespace {

using Kind = OutputBlock::Kind;

// A block's lines among the lines of the output.
struct Span {
  size_t begin = 0;
  size_t end = 0;
};

bool has_fixed_size(const ExpectedBlock& block) {
  return block.kind != Kind::kContains;
}

// How many blocks from the front fit where they should; moves `at` behind them.
size_t count_fitting(const std::vector<ExpectedBlock>& blocks, const Lines& output, size_t& at) {
  Effort effort;
  size_t count = 0;
  while (count < blocks.size() && has_fixed_size(blocks[count]) &&
         fits(blocks[count], output, at, effort)) {
    at += blocks[count++].size();
  }
  return count;
}

size_t count_fitting_at_end(const std::vector<ExpectedBlock>& blocks, const Lines& output,
                            size_t first, size_t begin, size_t& end) {
  Effort effort;
  size_t count = 0;
  while (first + count < blocks.size()) {
    const ExpectedBlock& block = blocks[blocks.size() - 1 - count];
    if (!has_fixed_size(block) || begin + block.size() > end) break;
    if (!fits(block, output, end - block.size(), effort)) break;
    end -= block.size();
    ++count;
  }
  return count;
}

// Patterns that still match stay where they are; everything else becomes what came out.
std::vector<std::string> reordered(const ExpectedBlock& block,
                                   const std::vector<std::string>& written, const Lines& part) {
  std::vector<ExpectedLine> expected;
  for (const LinePattern& pattern : block.lines) expected.push_back({&pattern, {}, 0});
  std::vector<std::string> lines;
  size_t old_line = 0;
  size_t new_line = 0;
  for (const Edit edit : find_edits(expected, part)) {
    if (edit == Edit::kSame) lines.push_back(written[old_line]);
    if (edit == Edit::kUnexpected) lines.push_back(written_line(part[new_line]));
    if (edit != Edit::kUnexpected) ++old_line;
    if (edit != Edit::kMissing) ++new_line;
  }
  return lines;
}

std::vector<std::string> reassigned(const ExpectedBlock& block,
                                    const std::vector<std::string>& written, const Lines& part) {
  std::vector<const LinePattern*> patterns;
  for (const LinePattern& pattern : block.lines) patterns.push_back(&pattern);
  Effort effort;
  const std::vector<int32_t> assigned = assign_lines(patterns, part, effort);
  std::vector<bool> known(part.size(), false);
  std::vector<std::string> lines;
  for (size_t i = 0; i < assigned.size(); ++i) {
    if (assigned[i] < 0) continue;
    known[static_cast<size_t>(assigned[i])] = true;
    lines.push_back(written[i]);
  }
  for (size_t i = 0; i < part.size(); ++i) {
    if (!known[i]) lines.push_back(written_line(part[i]));
  }
  return lines;
}

Lines slice(const Lines& lines, Span span) {
  return Lines(lines.begin() + static_cast<std::ptrdiff_t>(span.begin),
               lines.begin() + static_cast<std::ptrdiff_t>(span.end));
}

}  // namespace

std::optional<std::vector<ChangedBlock>> find_changes(
    const std::vector<OutputBlock>& blocks, const std::vector<std::vector<std::string>>& written,
    const Lines& output) {
  const ExpectedText expected(blocks);
  Span left{0, output.size()};
  const size_t first = count_fitting(expected.blocks(), output, left.begin);
  const size_t last =
      blocks.size() - count_fitting_at_end(expected.blocks(), output, first, left.begin, left.end);
  if (first == last) return std::nullopt;

  std::vector<ChangedBlock> changes;
  for (size_t i = first; i < last; ++i) {
    const ExpectedBlock& block = expected.blocks()[i];
    const size_t size = i + 1 == last ? left.end - left.begin : block.size();
    const Span span{left.begin, std::min(left.begin + size, left.end)};
    left.begin = span.end;
    const Lines part = slice(output, span);
    if (written[i].size() != block.lines.size()) return std::nullopt;
    switch (block.kind) {
      case Kind::kOrdered:
        changes.push_back({i, reordered(block, written[i], part)});
        break;
      case Kind::kUnordered:
        changes.push_back({i, reassigned(block, written[i], part)});
        break;
      case Kind::kInterleaved:
      case Kind::kContains:
        return std::nullopt;
    }
  }
  return changes;
}

std::string written_line(std::string_view line) {
  std::string text = escaped_pattern(line);
  for (size_t at = 0; (at = text.find("${", at)) != std::string::npos; at += 3) {
    text.insert(at, "$");
  }
  return text;
}

}  // namespace runner
