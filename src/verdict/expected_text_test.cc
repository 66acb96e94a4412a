#include "verdict/expected_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"

namespace runner {
namespace {

using Answer = ExpectedText::Answer;
using Kind = OutputBlock::Kind;

OutputBlock block(Kind kind, std::string_view text) {
  OutputBlock result;
  result.kind = kind;
  for (const std::string_view line : split_lines(text)) result.lines.emplace_back(line);
  return result;
}

OutputBlock ordered(std::string_view text) {
  return block(Kind::kOrdered, text);
}
OutputBlock unordered(std::string_view text) {
  return block(Kind::kUnordered, text);
}
OutputBlock contains(std::string_view text) {
  return block(Kind::kContains, text);
}

OutputBlock interleaved(std::vector<OutputBlock> children) {
  OutputBlock result;
  result.kind = Kind::kInterleaved;
  result.children = std::move(children);
  return result;
}

bool is(const std::vector<OutputBlock>& blocks, std::string_view text) {
  return ExpectedText(blocks).compare(split_lines(text)) == Answer::kYes;
}

std::string difference(const std::vector<OutputBlock>& blocks, std::string_view text) {
  return ExpectedText(blocks).difference(split_lines(text), "output");
}

TEST(ExpectedText, OrderedLines) {
  EXPECT_TRUE(is({ordered("a\nb\n")}, "a\nb\n"));
  EXPECT_FALSE(is({ordered("a\nb\n")}, "b\na\n"));
  EXPECT_FALSE(is({ordered("a\nb\n")}, "a\n"));
  EXPECT_FALSE(is({ordered("a\n")}, "a\na\n"));
  EXPECT_TRUE(is({ordered("")}, ""));
  EXPECT_FALSE(is({ordered("")}, "a\n"));
  EXPECT_TRUE(is({}, ""));
  EXPECT_TRUE(is({ordered("a"), ordered("b"), ordered("c\nd")}, "a\nb\nc\nd\n"));
}

TEST(ExpectedText, UnorderedLines) {
  EXPECT_TRUE(is({unordered("a\nb\nb\n")}, "b\na\nb\n"));
  EXPECT_FALSE(is({unordered("a\nb\nb\n")}, "b\na\na\n"));
  EXPECT_TRUE(is({ordered("x"), unordered("a\nb"), ordered("y")}, "x\nb\na\ny\n"));
  EXPECT_FALSE(is({ordered("x"), unordered("a\nb"), ordered("y")}, "b\nx\na\ny\n"));
}

TEST(ExpectedText, UnorderedPatternsAreNotMatchedGreedily) {
  // The wide pattern must leave 'a1' to the narrow one, wherever they stand.
  EXPECT_TRUE(is({unordered("{{.*}}\n{{a.}}\n")}, "a1\nb\n"));
  EXPECT_TRUE(is({unordered("{{.*}}\n{{a.}}\n")}, "b\na1\n"));
  EXPECT_TRUE(is({unordered("{{a|b}}\n{{b|c}}\n{{a|c}}\nb\n")}, "b\nc\na\nb\n"));
  EXPECT_FALSE(is({unordered("{{a|b}}\n{{a|b}}\n{{a|b|c}}\n")}, "c\nc\na\n"));
}

TEST(ExpectedText, InterleavedBlocksKeepTheirOrders) {
  const OutputBlock mixed = interleaved({ordered("a1\na2"), ordered("b1\nb2")});
  EXPECT_TRUE(is({mixed}, "a1\nb1\na2\nb2\n"));
  EXPECT_TRUE(is({mixed}, "b1\nb2\na1\na2\n"));
  EXPECT_FALSE(is({mixed}, "a2\na1\nb1\nb2\n"));
  EXPECT_FALSE(is({mixed}, "a1\nb1\na2\n"));
  EXPECT_TRUE(is({ordered("x"), mixed, ordered("y")}, "x\na1\nb1\nb2\na2\ny\n"));
}

TEST(ExpectedText, InterleavingIsNotGreedy) {
  // Both begin alike; taking the first 'x' from the first block leads nowhere.
  const OutputBlock mixed = interleaved({ordered("x\na"), ordered("x\nb\nx\na")});
  EXPECT_TRUE(is({mixed}, "x\nb\nx\nx\na\na\n"));
  EXPECT_TRUE(is({interleaved({ordered("{{.}}\nz"), ordered("a\nb")})}, "a\nb\nq\nz\n"));
  EXPECT_TRUE(is({interleaved({ordered("{{.}}\nz"), ordered("a\nb")})}, "a\na\nb\nz\n"));
}

TEST(ExpectedText, AnInterleavedBlockMayHoldOthers) {
  const OutputBlock mixed = interleaved({unordered("a\nb"), interleaved({ordered("c\nd")})});
  EXPECT_TRUE(is({mixed}, "b\nc\na\nd\n"));
  EXPECT_FALSE(is({mixed}, "b\nd\na\nc\n"));
}

TEST(ExpectedText, ContainsTakesPartsOfLinesAndLinesAround) {
  EXPECT_TRUE(is({contains("deadlock")}, "x\na deadlock (cycle)\ny\n"));
  EXPECT_FALSE(is({contains("deadlock")}, "x\ny\n"));
  EXPECT_FALSE(is({contains("deadlock")}, ""));
  EXPECT_TRUE(is({contains("one\ntwo")}, "one\nzero one\ntwo three\n"));
  EXPECT_FALSE(is({contains("one\ntwo")}, "one\nthree\ntwo\n"));
  EXPECT_TRUE(is({ordered("a"), contains("m"), ordered("z")}, "a\nb\nm\nc\nz\n"));
  EXPECT_TRUE(is({ordered("a"), contains("m"), ordered("z")}, "a\nm\nz\n"));
  EXPECT_FALSE(is({ordered("a"), contains("z"), ordered("z")}, "a\nb\nz\n"));
}

TEST(ExpectedText, SeveralContainsWithBlocksBetween) {
  const std::vector<OutputBlock> blocks = {contains("m"), unordered("p\nq"), contains("n")};
  EXPECT_TRUE(is(blocks, "m\nx\nq\np\ny\nn\n"));
  EXPECT_FALSE(is(blocks, "q\np\nm\nn\n"));
  EXPECT_TRUE(is({contains("a"), contains("a")}, "a\na\n"));
  EXPECT_FALSE(is({contains("a"), contains("a")}, "a\nb\n"));
}

TEST(ExpectedText, ThousandsOfAmbiguousLines) {
  constexpr int kLines = 3000;
  std::string expected;
  std::string actual;
  for (int i = 0; i < kLines; ++i) {
    expected += i % 2 == 0 ? "worker {{\\d+}} done\n" : "worker {{[0-9a-f]+}} done\n";
    actual = "worker " + std::to_string(i) + " done\n" + actual;
  }
  EXPECT_TRUE(is({unordered(expected)}, actual));
  std::string ticks;
  for (int i = 0; i < kLines; ++i) ticks += "tick\n";
  EXPECT_TRUE(is({interleaved({ordered(ticks), ordered(ticks), ordered(ticks + "end\n")})},
                 ticks + ticks + ticks + "end\n"));
  EXPECT_FALSE(is({interleaved({ordered(ticks + "a\n"), ordered(ticks + "b\n")})},
                  "a\n" + ticks + ticks + "b\n"));
}

std::string alike(int count, const std::string& last) {
  std::string text;
  for (int i = 1; i < count; ++i) text += "{{a|b}}\n";
  return text + last;
}

// No line is the last of the second block.
OutputBlock endless_mixtures() {
  return interleaved({ordered(alike(60, "{{a|b}}")), ordered(alike(60, "{{b}}")),
                      ordered(alike(60, "{{a|b}}")), ordered(alike(60, "{{b|a}}"))});
}

std::string lines_of_a(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += "a\n";
  return text;
}

TEST(ExpectedText, IsUndecidedWhereThatTakesTooLong) {
  const auto answer = [](const OutputBlock& block, std::string_view text, uint64_t steps) {
    return ExpectedText({block}).compare(split_lines(text), Effort(steps));
  };
  EXPECT_EQ(answer(endless_mixtures(), lines_of_a(240), 100'000), Answer::kUndecided);
  EXPECT_EQ(answer(unordered("{{a|b}}\n{{b|a}}\n"), "c\nd\n", 10), Answer::kUndecided);
  EXPECT_EQ(answer(unordered("{{a|b}}\n{{b|a}}\n"), "c\nd\n", 10'000), Answer::kNo);
  EXPECT_EQ(answer(contains("{{.*b}}"), lines_of_a(10'000), 10'000), Answer::kUndecided);
}

TEST(ExpectedText, MixturesNeedNotBeTriedForALiteralThatDidNotCome) {
  const OutputBlock mixed = interleaved(
      {ordered(alike(60, "b")), ordered(alike(60, "{{a|b}}")), ordered(alike(60, "{{b|a}}"))});
  EXPECT_EQ(ExpectedText({mixed}).compare(split_lines(lines_of_a(180)), Effort(100'000)),
            Answer::kNo);
}

TEST(ExpectedText, ThousandsOfPatternsThatBeginDifferently) {
  std::string expected;
  std::string actual;
  for (int i = 0; i < 20'000; ++i) {
    expected += "worker " + std::to_string(i) + " took {{\\d+}} ms\n";
    actual = "worker " + std::to_string(i) + " took 1 ms\n" + actual;
  }
  EXPECT_TRUE(is({unordered(expected)}, actual));
}

TEST(Difference, ShowsAUnifiedDiffAndTheFirstLine) {
  EXPECT_EQ(difference({ordered("a\nb\nc\n")}, "a\nx\nc\n"),
            "--- expected\n+++ output\n@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n"
            "line 2: expected 'b', got 'x'");
}

TEST(Difference, SaysWhatIsMissingOrTooMuch) {
  EXPECT_THAT(difference({ordered("a\nb\n")}, "a\n"),
              testing::EndsWith("line 2: expected 'b', got no more lines"));
  EXPECT_THAT(difference({ordered("a\n")}, "a\nb\n"), testing::EndsWith("line 2: unexpected 'b'"));
  EXPECT_THAT(difference({ordered("a\nb\nc\n")}, "a\nc\n"),
              testing::EndsWith("line 2: expected 'b', which is missing"));
  EXPECT_THAT(difference({ordered("a\nb\nc\n")}, "a\nc\nb\n"),
              testing::EndsWith("line 2: expected 'b', which comes later"));
  EXPECT_THAT(difference({unordered("a\nb\n")}, ""),
              testing::EndsWith("line 1: expected 'a', got no more lines"));
  EXPECT_THAT(difference({contains("deadlock")}, "a\nc\n"),
              testing::EndsWith("no line from line 1 on contains 'deadlock'"));
  EXPECT_THAT(difference({contains("x\nx")}, "x\ny\nx\n"),
              testing::EndsWith("no 2 consecutive lines contain what is expected, 'x' among it"));
  EXPECT_THAT(difference({ordered("")}, "a\n"), testing::HasSubstr("@@ -0,0 +1 @@\n+a\n"));
}

TEST(Difference, PatternsThatMatchAreNoDifference) {
  EXPECT_EQ(difference({ordered("t {{\\d}}\nb\n")}, "t 5\nx\n"),
            "--- expected\n+++ output\n@@ -1,2 +1,2 @@\n t 5\n-b\n+x\n"
            "line 2: expected 'b', got 'x'");
}

TEST(Difference, FreeOrdersAreShownAsTheyFitBest) {
  EXPECT_EQ(difference({unordered("a\nb\nc\n")}, "c\nx\na\n"),
            "--- expected\n+++ output\n@@ -1,3 +1,3 @@\n c\n-b\n+x\n a\n"
            "line 2: expected 'b', got 'x'");
  EXPECT_EQ(difference({interleaved({ordered("a1\na2"), ordered("b1")})}, "b1\na1\nx\n"),
            "--- expected\n+++ output\n@@ -1,3 +1,3 @@\n b1\n a1\n-a2\n+x\n"
            "line 3: expected 'a2', got 'x'");
}

TEST(Difference, DistantChangesGetTheirOwnHunks) {
  std::string expected;
  for (int i = 0; i < 30; ++i) expected += std::to_string(i) + "\n";
  std::string actual = expected;
  actual.replace(actual.find("3\n"), 2, "three\n");
  actual += "more\n";
  const std::string text = difference({ordered(expected)}, actual);
  EXPECT_THAT(text, testing::HasSubstr("@@ -1,7 +1,7 @@\n 0\n 1\n 2\n-3\n+three\n 4\n 5\n 6\n"));
  EXPECT_THAT(text, testing::HasSubstr("@@ -28,3 +28,4 @@\n 27\n 28\n 29\n+more\n"));
}

TEST(Difference, NothingInCommonIsStillShown) {
  std::string expected;
  std::string actual;
  for (int i = 0; i < 5000; ++i) {
    expected += "e" + std::to_string(i) + "\n";
    actual += "a" + std::to_string(i) + "\n";
  }
  EXPECT_THAT(difference({ordered(expected)}, actual), testing::HasSubstr("more lines"));
}

TEST(Difference, ControlCharactersCannotReachTheTerminal) {
  const std::string text = difference({ordered("a\n")}, "\x1b[31mred\n");
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace runner
