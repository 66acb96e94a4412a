// From a scalar's text back to its source.
#include <gtest/gtest.h>

#include "text/tree_testing.h"

namespace runner {
namespace {

// The source's character at every byte of the first value's text, and behind its end; line ends as
// /.
std::string found(const std::string& text) {
  const Source source("a", text);
  Diagnostics diagnostics;
  const Node root = read_tree(source, diagnostics);
  const Node& scalar = root.items[0];
  std::string result;
  for (size_t i = 0; i <= scalar.text.size(); ++i) {
    const size_t offset = source.offset(position_in(source, scalar, i));
    const char c = offset < text.size() ? text[offset] : '$';
    result += c == '\n' || c == '\r' ? '/' : c;
  }
  return result;
}

std::string value(const std::string& text) {
  return text_of(tree_of(text).items[0]);
}

TEST(PositionIn, PlainScalars) {
  EXPECT_EQ(found("a: bcd"), "bcd$");
  EXPECT_EQ(found("a: b c  # x"), "b c ");
  EXPECT_EQ(found("a: b\n  c\n\n\n  d\n"), "b/c//d/");
  EXPECT_EQ(found("a: b  \n   c\r\n d\r\n"), "b/c/d/");
  EXPECT_EQ(found("{a: b c}"), "b c}");
}

TEST(PositionIn, SingleQuotes) {
  EXPECT_EQ(found("a: 'b''c'"), "b'c'");
  EXPECT_EQ(found("a: ' b  '"), " b  '");
  EXPECT_EQ(found("a: 'b\n\n  c'"), "b/c'");
  EXPECT_EQ(found("a: ''"), "'");
}

TEST(PositionIn, DoubleQuotes) {
  EXPECT_EQ(value("a: \"\\tb\\x41\\u00e9\\U0001f680c\""), "\"\tbA\u00e9🚀c\"");
  EXPECT_EQ(found("a: \"\\tb\\x41\\u00e9\\U0001f680c\""), "\\b\\\\\\\\\\\\\\c\"");
  EXPECT_EQ(found("a: \"b\\\n   c\""), "bc\"");
  EXPECT_EQ(found("a: \"b \\\n\n   c\""), "b /c\"");
  EXPECT_EQ(found("a: \"\\Lb\\\"c\""), "\\\\\\b\\c\"");
}

TEST(PositionIn, MultibyteCharacters) {
  const Source source("a", "é: 'ü🚀x'");
  Diagnostics diagnostics;
  const Node root = read_tree(source, diagnostics);
  const Node& scalar = root.items[0];
  EXPECT_EQ(position_in(source, scalar, 0), (Position{1, 5}));
  EXPECT_EQ(position_in(source, scalar, 2), (Position{1, 6}));
  EXPECT_EQ(position_in(source, scalar, 4), (Position{1, 6}));
  EXPECT_EQ(position_in(source, scalar, 6), (Position{1, 7}));
  EXPECT_EQ(position_in(source, scalar, 99), (Position{1, 8}));
}

TEST(PositionIn, LiteralBlocks) {
  EXPECT_EQ(found("a: |\n  bc\n   d\n\n  e\n"), "bc/ d//e/$");
  EXPECT_EQ(found("a: |-  # x\n\n  b\n  c\nd: e\n"), "/b/c/");
  EXPECT_EQ(value("a: |2\n    b\n  c\n"), R"("  b\nc\n")");
  EXPECT_EQ(found("a: |2\n    b\n  c\n"), "  b/c/$");
  EXPECT_EQ(found("a:\n  - |+\n    b\n\n").substr(0, 0), "");
  EXPECT_EQ(found("a: |\r\n  b\r\n  c\r\n"), "b/c/$");
}

TEST(PositionIn, FoldedBlocks) {
  EXPECT_EQ(value("a: >\n  b\n  c\n\n  d\n    e\n  f\n"), R"("b c\nd\n  e\nf\n")");
  EXPECT_EQ(found("a: >\n  b\n  c\n\n  d\n    e\n  f\n"), "b/c/d/  e/f/$");
  EXPECT_EQ(found("a: >-\n\n  b\n  c\n"), "/b/c/");
}

TEST(PositionIn, WhatIsNotWrittenThereIsAtItsNode) {
  const Source source("a", "a: &x text\nc:\nd: [e]\n");
  Diagnostics diagnostics;
  const Node root = read_tree(source, diagnostics);
  EXPECT_EQ(position_in(source, root.items[0], 2), (Position{1, 9}));
  EXPECT_EQ(position_in(source, root.items[1], 2), (Position{2, 3}));
  EXPECT_EQ(position_in(source, root.items[2], 2), (Position{3, 4}));
  EXPECT_EQ(position_in(source, Node{}, 2), Position{});
}

TEST(PositionIn, OfAnAliasIsInWhatItStandsFor) {
  const Source source("a", "a: &x text\nb: *x\nc: &y [*x]\nd: *y\n");
  Diagnostics diagnostics;
  const Node root = read_tree(source, diagnostics);
  EXPECT_EQ(root.items[1].at, (Position{2, 4}));
  EXPECT_EQ(position_in(source, root.items[1], 2), (Position{1, 9}));
  EXPECT_EQ(position_in(source, root.items[2].items[0], 2), (Position{1, 9}));
  EXPECT_EQ(position_in(source, root.items[3].items[0], 2), (Position{1, 9}));
}

TEST(PositionIn, AScalarOfAnotherTextIsNoTrouble) {
  const Source source("a", "a: \"b\\");
  Node scalar;
  scalar.text = std::string(100, 'x');
  for (const int32_t column : {1, 4, 5, 6, 7}) {
    scalar.at = {1, column};
    for (size_t i = 0; i < 110; i += 10) EXPECT_TRUE(position_in(source, scalar, i));
  }
}

}  // namespace
}  // namespace runner
