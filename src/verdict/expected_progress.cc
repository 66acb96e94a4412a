#include "verdict/expected_progress.h"

#include <algorithm>
#include <string>

#include "base/limits.h"
#include "base/text.h"
#include "verdict/interleaving.h"

namespace runner {
namespace {

using Kind = OutputBlock::Kind;

// Every block but kContains is sequences, freely mixed.
std::vector<PatternSequence> sequences_of(const ExpectedBlock& block) {
  std::vector<PatternSequence> sequences;
  if (block.kind == Kind::kOrdered) sequences.emplace_back();
  for (const LinePattern& line : block.lines) {
    if (block.kind == Kind::kUnordered) sequences.emplace_back();
    sequences.back().push_back(&line);
  }
  for (const std::vector<LinePattern>& lines : block.sequences) {
    sequences.emplace_back();
    for (const LinePattern& line : lines) sequences.back().push_back(&line);
  }
  return sequences;
}

}  // namespace

ExpectedProgress::ExpectedProgress(const std::vector<OutputBlock>& blocks) : text_(blocks) {
  for (const ExpectedBlock& block : text_.blocks()) add_block(block);
  Ways ways;
  begin(0, ways);
  number_of(std::move(ways));
}

void ExpectedProgress::add_block(const ExpectedBlock& expected) {
  Block block;
  block.contains = expected.kind == Kind::kContains;
  if (block.contains) {
    for (const LinePattern& line : expected.lines) block.endings.push_back({&line, 0});
    blocks_.push_back(std::move(block));
    return;
  }
  const std::vector<PatternSequence> sequences = sequences_of(expected);
  const std::vector<std::vector<int32_t>> numbers = number_endings(sequences);
  block.endings.emplace_back();
  for (size_t i = 0; i < sequences.size(); ++i) {
    if (numbers[i].front() != 0) block.beginnings.push_back(numbers[i].front());
    for (size_t at = 0; at < sequences[i].size(); ++at) {
      const auto number = static_cast<size_t>(numbers[i][at]);
      if (number >= block.endings.size()) block.endings.resize(number + 1);
      block.endings[number] = {sequences[i][at], numbers[i][at + 1]};
    }
  }
  std::sort(block.beginnings.begin(), block.beginnings.end());
  blocks_.push_back(std::move(block));
}

void ExpectedProgress::begin(int32_t number, Ways& ways) const {
  const auto index = static_cast<size_t>(number);
  if (index == blocks_.size()) {
    ways.push_back({number, {}});
  } else if (blocks_[index].contains) {
    add({number, {0}}, ways);
  } else {
    add({number, blocks_[index].beginnings}, ways);
  }
}

// A block of which nothing is missing gives way to the next one; what is behind the lines of a
// kContains block may still belong to it.
void ExpectedProgress::add(Way way, Ways& ways) const {
  const Block& block = blocks_[static_cast<size_t>(way.block)];
  const int32_t next = way.block + 1;
  const bool filled = block.contains
                          ? way.rest.front() == static_cast<int32_t>(block.endings.size())
                          : way.rest.empty();
  if (block.contains || !filled) ways.push_back(std::move(way));
  if (filled) begin(next, ways);
}

void ExpectedProgress::step_contains(const Way& way, std::string_view line, Ways& ways) const {
  const Block& block = blocks_[static_cast<size_t>(way.block)];
  const int32_t found = way.rest.front();
  const bool all = found == static_cast<int32_t>(block.endings.size());
  if (found == 0 || all) add(way, ways);
  if (!all && block.endings[static_cast<size_t>(found)].head->found_in(line))
    add({way.block, {found + 1}}, ways);
}

void ExpectedProgress::step(const Way& way, std::string_view line, Ways& ways) const {
  if (static_cast<size_t>(way.block) == blocks_.size()) return;
  const Block& block = blocks_[static_cast<size_t>(way.block)];
  if (block.contains) return step_contains(way, line, ways);
  for (size_t i = 0; i < way.rest.size(); ++i) {
    if (i > 0 && way.rest[i] == way.rest[i - 1]) continue;
    const Ending& ending = block.endings[static_cast<size_t>(way.rest[i])];
    if (!ending.head->matches(line)) continue;
    Way next = way;
    next.rest.erase(next.rest.begin() + static_cast<std::ptrdiff_t>(i));
    if (ending.next != 0)
      next.rest.insert(std::upper_bound(next.rest.begin(), next.rest.end(), ending.next),
                       ending.next);
    add(std::move(next), ways);
  }
}

ExpectedText::Answer ExpectedProgress::answer_of(const Ways& ways) const {
  if (ways.size() > limits::kLineAssignments) return ExpectedText::Answer::kUndecided;
  const bool complete = std::any_of(ways.begin(), ways.end(), [this](const Way& way) {
    return static_cast<size_t>(way.block) == blocks_.size();
  });
  return complete ? ExpectedText::Answer::kYes : ExpectedText::Answer::kNo;
}

int32_t ExpectedProgress::number_of(Ways ways) {
  std::sort(ways.begin(), ways.end());
  ways.erase(std::unique(ways.begin(), ways.end()), ways.end());
  const ExpectedText::Answer answer = answer_of(ways);
  const auto [entry, added] = numbers_.try_emplace(ways, count());
  if (!added) return entry->second;
  constexpr size_t kNode = 96;  // of the map, with what the allocator takes
  bytes_ += kNode + sizeof(State);
  for (const Way& way : ways) bytes_ += 2 * (sizeof(Way) + way.rest.size() * sizeof(int32_t));
  states_.push_back({std::move(ways), answer});
  return entry->second;
}

int32_t ExpectedProgress::after_line(int32_t state, std::string_view line) {
  // What is undecided stays so.
  if (answer(state) == ExpectedText::Answer::kUndecided) return state;
  Ways ways;
  for (const Way& way : states_[static_cast<size_t>(state)].ways) step(way, line, ways);
  return number_of(std::move(ways));
}

int32_t ExpectedProgress::after(int32_t state, std::string_view text) {
  const std::string whole = std::string(text) + "\n";
  for (const std::string_view line : split_lines(whole)) state = after_line(state, line);
  return state;
}

}  // namespace runner
