#include "text/source.h"

#include <gtest/gtest.h>

#include "text/tree_testing.h"

namespace runner {
namespace {

TEST(Source, LinesHaveNoEnds) {
  const Source source("a", "one\ntwo\r\n\nlast");
  EXPECT_EQ(source.line_count(), 4);
  EXPECT_EQ(source.line(1), "one");
  EXPECT_EQ(source.line(2), "two");
  EXPECT_EQ(source.line(3), "");
  EXPECT_EQ(source.line(4), "last");
  EXPECT_EQ(source.line(0), "");
  EXPECT_EQ(source.line(5), "");
}

TEST(Source, AFinalNewlineBeginsAnEmptyLine) {
  const Source source("a", "one\n");
  EXPECT_EQ(source.line_count(), 2);
  EXPECT_EQ(source.position(4), at_position(2, 1));
}

TEST(Source, RemembersHowTheFileWasWritten) {
  const Source plain("a", "one\ntwo\r\n");
  EXPECT_EQ(plain.first_line_end(), "\n");
  EXPECT_EQ(plain.byte_order_mark(), "");
  const Source marked("a", std::string(kByteOrderMark) + "one\r\ntwo\n");
  EXPECT_EQ(marked.text(), "one\r\ntwo\n");
  EXPECT_EQ(marked.first_line_end(), "\r\n");
  EXPECT_EQ(marked.byte_order_mark(), kByteOrderMark);
  EXPECT_EQ(Source("a", "one").first_line_end(), "\n");
}

TEST(Source, ColumnsCountCodePoints) {
  const Source source("a", "é🚀x\nyé");
  EXPECT_EQ(source.position(0), at_position(1, 1));
  EXPECT_EQ(source.position(2), at_position(1, 2));
  EXPECT_EQ(source.position(6), at_position(1, 3));
  EXPECT_EQ(source.position(7), at_position(1, 4));
  EXPECT_EQ(source.position(8), at_position(2, 1));
  EXPECT_EQ(source.position(9), at_position(2, 2));
}

TEST(Source, APlaceInsideACodePointIsItsStart) {
  const Source source("a", "é🚀x");
  EXPECT_EQ(source.position(1), at_position(1, 1));
  EXPECT_EQ(source.position(4), at_position(1, 2));
}

TEST(Source, APlaceBehindTheEndIsTheEnd) {
  const Source source("a", "ab\ncd");
  EXPECT_EQ(source.position(99), at_position(2, 3));
  EXPECT_EQ(source.offset(at_position(3, 1)), 5u);
  EXPECT_EQ(source.offset(at_position(1, 99)), 2u);
  EXPECT_EQ(source.offset(at_position(0, 0)), 0u);
}

TEST(Source, OffsetsAndPositionsAreInverseOnLongLinesToo) {
  std::string text;
  for (int i = 0; i < 700; ++i)
    text += i % 97 == 96 ? "\n" : i % 3 == 0 ? "é" : i % 5 == 0 ? "🚀" : "x";
  std::string line;
  for (int i = 0; i < 700; ++i) line += i % 3 == 0 ? "é" : "x";
  text += line;
  const Source source("a", text);
  for (size_t offset = 0; offset <= text.size(); ++offset) {
    const bool starts = offset == text.size() || (text[offset] & 0xC0) != 0x80;
    if (!starts) continue;
    EXPECT_EQ(source.offset(source.position(offset)), offset);
  }
}

TEST(Source, AnEmptyTextHasOneEmptyLine) {
  const Source source("a", "");
  EXPECT_EQ(source.line_count(), 1);
  EXPECT_EQ(source.position(0), at_position(1, 1));
  EXPECT_EQ(source.offset(at_position(1, 1)), 0u);
}

TEST(Source, KeepsAStrayByteOnItsLine) {
  const Source source("s", "ab\n\xA9z\xA9\n");
  EXPECT_EQ(source.position(3), (Position{2, 1}));
  EXPECT_EQ(source.position(5), (Position{2, 2}));
}

}  // namespace
}  // namespace runner
