#include "text/diagnostic.h"

#include <gtest/gtest.h>

#include "base/limits.h"

namespace runner {
namespace {

Diagnostic error_at(Position at, std::string message, int32_t length = 1) {
  Diagnostic diagnostic;
  diagnostic.at = at;
  diagnostic.message = std::move(message);
  diagnostic.length = length;
  return diagnostic;
}

TEST(Diagnostics, CountsErrorsAndWarnings) {
  Diagnostics diagnostics;
  EXPECT_FALSE(diagnostics.has_errors());
  diagnostics.warning({1, 1}, "careful");
  EXPECT_FALSE(diagnostics.has_errors());
  diagnostics.error({2, 1}, "wrong");
  EXPECT_TRUE(diagnostics.has_errors());
  EXPECT_EQ(diagnostics.error_count(), 1u);
  EXPECT_EQ(diagnostics.warning_count(), 1u);
}

TEST(Diagnostics, SortsByPositionAndKeepsTheOrderOfOnePlace) {
  Diagnostics diagnostics;
  diagnostics.error({2, 5}, "d");
  diagnostics.error({2, 1}, "b");
  diagnostics.error({2, 1}, "c");
  diagnostics.error({}, "a");
  std::string order;
  for (const Diagnostic& one : diagnostics.sorted()) order += one.message;
  EXPECT_EQ(order, "abcd");
}

TEST(Diagnostics, TheSameAtTheSamePlaceIsKeptOnce) {
  Diagnostics diagnostics;
  diagnostics.error({1, 1}, "wrong").notes.push_back({{2, 2}, "here"});
  diagnostics.error({1, 1}, "wrong").notes.push_back({{2, 2}, "here"});
  diagnostics.error({1, 2}, "wrong");
  ASSERT_EQ(diagnostics.error_count(), 2u);
  EXPECT_EQ(diagnostics.sorted()[0].notes.size(), 1u);
}

TEST(Render, ShowsTheLineWithACaretAndAHint) {
  const Source source("test.yaml", "a: 1\n  conut: 3\n");
  Diagnostic diagnostic = error_at({2, 3}, "unknown key 'conut'", 5);
  diagnostic.hint = "did you mean 'count'?";
  EXPECT_EQ(render(source, diagnostic),
            "test.yaml:2:3: error: unknown key 'conut'\n"
            "   2 |   conut: 3\n"
            "     |   ^~~~~\n"
            "     = did you mean 'count'?\n");
}

TEST(Render, NotesAreParagraphsOfTheirOwn) {
  const Source source("test.yaml", "a: 1\nb: 2\na: 3");
  Diagnostic diagnostic = error_at({3, 1}, "duplicate key 'a'");
  diagnostic.severity = Severity::kWarning;
  diagnostic.notes.push_back({{1, 1}, "first written here"});
  EXPECT_EQ(render(source, diagnostic),
            "test.yaml:3:1: warning: duplicate key 'a'\n"
            "   3 | a: 3\n"
            "     | ^\n"
            "test.yaml:1:1: note: first written here\n"
            "   1 | a: 1\n"
            "     | ^\n");
}

TEST(Render, OfALongWordTheBeginningIsEnough) {
  const Source source("test.yaml", "");
  Diagnostic diagnostic = error_at({}, "no '" + std::string(5000, 'x') + "' here");
  diagnostic.hint = "write " + std::string(5000, 'y');
  EXPECT_EQ(render(source, diagnostic), "test.yaml: error: no '" + std::string(59, 'x') +
                                            "…' here\n     = write " + std::string(60, 'y') +
                                            "…\n");
}

TEST(Render, WithoutAPlaceThereIsNoExcerpt) {
  const Source source("test.yaml", "");
  EXPECT_EQ(render(source, error_at({}, "the file is empty")),
            "test.yaml: error: the file is empty\n");
}

TEST(Render, AHintMayHaveSeveralLines) {
  const Source source("test.yaml", "");
  Diagnostic diagnostic = error_at({}, "wrong");
  diagnostic.hint = "one\ntwo";
  EXPECT_EQ(render(source, diagnostic),
            "test.yaml: error: wrong\n"
            "     = one\n"
            "       two\n");
}

TEST(Render, APlaceBehindTheLineIsShownBehindIt) {
  const Source source("test.yaml", "key:\nnext: 1\n");
  EXPECT_EQ(render(source, error_at({1, 5}, "no value")),
            "test.yaml:1:5: error: no value\n"
            "   1 | key:\n"
            "     |     ^\n");
  EXPECT_EQ(render(source, error_at({1, 40}, "no value", 9)),
            "test.yaml:1:40: error: no value\n"
            "   1 | key:\n"
            "     |     ^\n");
  EXPECT_EQ(render(source, error_at({3, 1}, "the end")),
            "test.yaml:3:1: error: the end\n"
            "   3 |\n"
            "     | ^\n");
  EXPECT_EQ(render(source, error_at({9, 1}, "nowhere")), "test.yaml:9:1: error: nowhere\n");
}

TEST(Render, TheUnderliningEndsWithTheLine) {
  const Source source("test.yaml", "abc");
  EXPECT_EQ(render(source, error_at({1, 2}, "long", 100)),
            "test.yaml:1:2: error: long\n"
            "   1 | abc\n"
            "     |  ^~\n");
}

TEST(Render, TheCaretStandsUnderItsCharacterOnATerminal) {
  const Source source("test.yaml", "a\tb\n[🚀] é\u0301x 漢字 y\n");
  EXPECT_EQ(render(source, error_at({1, 3}, "behind a tab")),
            "test.yaml:1:3: error: behind a tab\n"
            "   1 | a   b\n"
            "     |     ^\n");
  EXPECT_EQ(render(source, error_at({2, 7}, "behind wide and combining characters")),
            "test.yaml:2:7: error: behind wide and combining characters\n"
            "   2 | [🚀] é\u0301x 漢字 y\n"
            "     |       ^\n");
  EXPECT_EQ(render(source, error_at({2, 9}, "wide", 2)),
            "test.yaml:2:9: error: wide\n"
            "   2 | [🚀] é\u0301x 漢字 y\n"
            "     |         ^~~~\n");
}

TEST(Render, WhatCouldActOnTheTerminalIsEscaped) {
  const Source source("test.yaml", "a\x1b[2Jb\u202Ec\xFF");
  EXPECT_EQ(render(source, error_at({1, 6}, "key 'a\x1b\nb\u202E'")),
            "test.yaml:1:6: error: key 'a\\x1b\\nb\\u202e'\n"
            "   1 | a\\x1b[2Jb\\u202ec\\xff\n"
            "     |         ^\n");
}

TEST(Render, ALongLineIsShownAroundTheCaret) {
  const std::string before(300, 'a');
  const std::string after(300, 'b');
  const Source source("test.yaml", before + "X" + after);
  EXPECT_EQ(render(source, error_at({1, 301}, "here")),
            "test.yaml:1:301: error: here\n"
            "   1 | …" +
                before.substr(0, 60) + "X" + after.substr(0, 99) + "…\n" + "     | " +
                std::string(61, ' ') + "^\n");
  EXPECT_EQ(render(source, error_at({1, 1}, "start")),
            "test.yaml:1:1: error: start\n"
            "   1 | " +
                before.substr(0, 160) + "…\n" + "     | ^\n");
  EXPECT_EQ(render(source, error_at({1, 602}, "end")),
            "test.yaml:1:602: error: end\n"
            "   1 | …" +
                after.substr(0, 160) + "\n" + "     | " + std::string(161, ' ') + "^\n");
}

TEST(Render, OnlySoManyAreShownErrorsFirst) {
  const Source source("test.yaml", "x");
  Diagnostics diagnostics;
  for (int i = 0; i < 60; ++i) diagnostics.warning({}, "warning " + std::to_string(i));
  for (int i = 0; i < 60; ++i) diagnostics.error({}, "error " + std::to_string(i));
  const std::string text = render(source, diagnostics);
  EXPECT_NE(text.find("error 59\n"), std::string::npos);
  EXPECT_EQ(text.find("warning 59\n"), std::string::npos);
  EXPECT_TRUE(text.ends_with("test.yaml: 20 more warnings\n"));

  for (int i = 60; i < 101; ++i) diagnostics.error({}, "error " + std::to_string(i));
  EXPECT_TRUE(
      render(source, diagnostics).ends_with("test.yaml: 1 more error and 60 more warnings\n"));
}

}  // namespace
}  // namespace runner
