#include "verdict/expected_progress.h"

#include <gtest/gtest.h>

#include <string>

#include "base/text.h"
#include "expr/random.h"

namespace runner {
namespace {

using Answer = ExpectedText::Answer;
using Kind = OutputBlock::Kind;

OutputBlock lines_of(Kind kind, std::vector<std::string> lines) {
  OutputBlock block;
  block.kind = kind;
  block.lines = std::move(lines);
  return block;
}

Answer answer_after(ExpectedProgress& progress, const std::vector<std::string>& lines) {
  int32_t state = ExpectedProgress::kBeginning;
  for (const std::string& line : lines) state = progress.after(state, line);
  return progress.answer(state);
}

TEST(ExpectedProgress, OneStateForWhatGoesOnAlike) {
  ExpectedProgress progress({lines_of(Kind::kUnordered, {"a", "b", "a"})});
  const int32_t one_way = progress.after(progress.after(0, "a"), "b");
  const int32_t other_way = progress.after(progress.after(0, "b"), "a");
  EXPECT_EQ(one_way, other_way);
  EXPECT_NE(one_way, progress.after(progress.after(0, "a"), "a"));
  EXPECT_EQ(progress.after(0, "c"), progress.after(one_way, "b"));  // neither can be mended
}

TEST(ExpectedProgress, TextOfSeveralLines) {
  ExpectedProgress progress({lines_of(Kind::kOrdered, {"a", "b", ""})});
  EXPECT_EQ(answer_after(progress, {"a\nb", ""}), Answer::kYes);
  EXPECT_EQ(answer_after(progress, {"a\nb\n"}), Answer::kYes);
  EXPECT_EQ(answer_after(progress, {"a\nb"}), Answer::kNo);
}

TEST(ExpectedProgress, TooManyWaysAreUndecided) {
  std::vector<std::string> patterns;
  for (int i = 0; i < 30; ++i) patterns.push_back("{{.*|" + std::to_string(i) + "}}");
  ExpectedProgress progress({lines_of(Kind::kUnordered, patterns)});
  EXPECT_EQ(answer_after(progress, std::vector<std::string>(30, "xyz")), Answer::kUndecided);
}

// Random expectations out of few lines, so that much is ambiguous.
class RandomExpectation {
 public:
  explicit RandomExpectation(uint64_t seed) : random_{seed} {}

  std::vector<OutputBlock> blocks() {
    std::vector<OutputBlock> blocks;
    for (uint64_t i = random_.below(4); i > 0; --i) blocks.push_back(block(2));
    return blocks;
  }

  std::vector<std::string> lines() {
    std::vector<std::string> lines;
    for (uint64_t i = random_.below(7); i > 0; --i)
      lines.emplace_back(1, static_cast<char>('a' + random_.below(3)));
    return lines;
  }

 private:
  OutputBlock block(int depth) {
    constexpr Kind kKinds[] = {Kind::kOrdered, Kind::kUnordered, Kind::kContains,
                               Kind::kInterleaved};
    OutputBlock block;
    block.kind = kKinds[random_.below(depth == 2 ? 4 : 2)];
    if (block.kind == Kind::kInterleaved) {
      for (uint64_t i = random_.below(3); i > 0; --i) block.children.push_back(this->block(1));
      return block;
    }
    constexpr const char* kPatterns[] = {"a", "b", "c", "{{[ab]}}", "{{.}}"};
    for (uint64_t i = random_.below(4); i > 0; --i)
      block.lines.emplace_back(kPatterns[random_.below(std::size(kPatterns))]);
    return block;
  }

  Random random_;
};

TEST(ExpectedProgress, AgreesWithTheComparisonOfTheWhole) {
  int accepted = 0;
  for (uint64_t seed = 0; seed < 3'000; ++seed) {
    RandomExpectation random(seed);
    const std::vector<OutputBlock> blocks = random.blocks();
    const ExpectedText text(blocks);
    ExpectedProgress progress(blocks);
    for (int i = 0; i < 20; ++i) {
      const std::vector<std::string> lines = random.lines();
      const Answer expected = text.compare(Lines(lines.begin(), lines.end()));
      EXPECT_EQ(answer_after(progress, lines), expected) << "seed " << seed;
      accepted += expected == Answer::kYes ? 1 : 0;
    }
  }
  EXPECT_GT(accepted, 1'000);
}

}  // namespace
}  // namespace runner
