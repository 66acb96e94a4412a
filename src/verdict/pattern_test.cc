#include "verdict/pattern.h"

#include <gtest/gtest.h>

namespace runner {
namespace {

bool matches(std::string_view pattern, std::string_view line) {
  return LinePattern(pattern).matches(line);
}

TEST(LinePattern, LiteralTextIsItself) {
  EXPECT_TRUE(LinePattern("a.b*").is_literal());
  EXPECT_TRUE(matches("a.b*", "a.b*"));
  EXPECT_FALSE(matches("a.b*", "axb"));
  EXPECT_FALSE(matches("a", "a "));
  EXPECT_TRUE(matches("", ""));
  EXPECT_FALSE(matches("", " "));
}

TEST(LinePattern, RegexStandsBetweenDoubleBraces) {
  EXPECT_TRUE(matches(R"(took {{\d+\.\d}} s)", "took 12.5 s"));
  EXPECT_FALSE(matches(R"(took {{\d+\.\d}} s)", "took 12 s"));
  EXPECT_FALSE(matches(R"(took {{\d+}} s)", "it took 1 s"));
  EXPECT_TRUE(matches("{{a|b}}{{c|d}}", "ad"));
  EXPECT_FALSE(matches("x{{a|b}}", "a"));
}

TEST(LinePattern, RegexEndsAtTheFirstBracesThatNoneFollows) {
  EXPECT_TRUE(matches(R"({{\d{4}}}-{{\d{2}}})", "2025-11"));
  EXPECT_FALSE(matches(R"({{\d{4}}}-{{\d{2}}})", "2025-1"));
  EXPECT_TRUE(matches(R"({{\d{4}-\d\d}} x)", "2025-11 x"));
}

TEST(LinePattern, EscapedBracesAreLiteral) {
  EXPECT_TRUE(matches(R"({{"{{"}} x }})", "{{ x }}"));
  EXPECT_TRUE(LinePattern(R"(a{{"{{"}}b)").is_literal());
  EXPECT_TRUE(matches(R"({{"{{"}}{{\d}})", "{{7"));
}

TEST(LinePattern, WhatIsNotClosedIsLiteral) {
  EXPECT_TRUE(matches("{{a", "{{a"));
  EXPECT_TRUE(matches("{{a}", "{{a}"));
  EXPECT_TRUE(matches("{{a}}{{", "a{{"));
}

TEST(LinePattern, LiteralPartsAreNoRegex) {
  EXPECT_TRUE(matches("(a) [b] {{x}}", "(a) [b] x"));
  EXPECT_FALSE(matches(". {{x}}", "a x"));
}

TEST(LinePattern, PrefixAndSuffixDoNotOverlap) {
  EXPECT_FALSE(matches("ab{{x*}}ba", "aba"));
  EXPECT_TRUE(matches("ab{{x*}}ba", "abba"));
}

TEST(LinePattern, FindsAPart) {
  EXPECT_TRUE(LinePattern("dead").found_in("a deadlock"));
  EXPECT_FALSE(LinePattern("dead").found_in("alive"));
  EXPECT_TRUE(LinePattern(R"(lock {{\d}})").found_in("the lock 3 is held"));
  EXPECT_TRUE(LinePattern("").found_in("anything"));
}

TEST(LinePattern, EscapedPatternMatchesItsLineOnly) {
  for (const std::string_view line :
       {"plain", "{{", "{{}}", "{{}", "{{{", "a {{ b }} c", "{{}}}x", "{{{}{{}}"}) {
    const std::string pattern = escaped_pattern(line);
    EXPECT_TRUE(matches(pattern, line)) << pattern;
    EXPECT_FALSE(matches(pattern, std::string(line) + "}")) << pattern;
  }
}

}  // namespace
}  // namespace runner
