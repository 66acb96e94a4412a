#include "text/scalar.h"

#include <gtest/gtest.h>

#include <cmath>

namespace runner {
namespace {

Scalar scalar(std::string_view text, bool quoted = false) {
  Node node;
  node.text = text;
  node.quoted = quoted;
  return scalar_of(node);
}

ScalarKind kind(std::string_view text) {
  return scalar(text).kind;
}

TEST(Scalar, Null) {
  for (const char* text : {"", "~", "null"}) EXPECT_EQ(kind(text), ScalarKind::kNull) << text;
}

TEST(Scalar, Bool) {
  EXPECT_EQ(kind("true"), ScalarKind::kBool);
  EXPECT_TRUE(scalar("true").boolean);
  EXPECT_EQ(kind("false"), ScalarKind::kBool);
  EXPECT_FALSE(scalar("false").boolean);
}

TEST(Scalar, Int) {
  struct {
    const char* text;
    int64_t value;
  } const cases[] = {{"0", 0},
                     {"-0", 0},
                     {"7", 7},
                     {"+7", 7},
                     {"-12", -12},
                     {"9223372036854775807", INT64_MAX},
                     {"-9223372036854775808", INT64_MIN}};
  for (const auto& [text, value] : cases) {
    ASSERT_EQ(kind(text), ScalarKind::kInt) << text;
    EXPECT_EQ(scalar(text).integer, value) << text;
  }
}

TEST(Scalar, Double) {
  struct {
    const char* text;
    double value;
  } const cases[] = {{"1.0", 1},    {"-0.5", -0.5},     {".5", 0.5},          {"5.", 5},
                     {"1e3", 1e3},  {"1E-3", 1e-3},     {"+1.5e+2", 150},     {"-.5", -0.5},
                     {"01.5", 1.5}, {".inf", INFINITY}, {"-.inf", -INFINITY}, {"1e-999", 0}};
  for (const auto& [text, value] : cases) {
    ASSERT_EQ(kind(text), ScalarKind::kDouble) << text;
    EXPECT_EQ(scalar(text).real, value) << text;
  }
  EXPECT_EQ(kind(".nan"), ScalarKind::kDouble);
  EXPECT_TRUE(std::isnan(scalar(".nan").real));
}

TEST(Scalar, EverythingElseIsAString) {
  for (const char* text : {"yes",
                           "no",
                           "on",
                           "off",
                           "y",
                           "n",
                           "Yes",
                           "ON",
                           "tRUE",
                           "2024-01-01",
                           "2001-12-14t21:59:43",
                           "1.2.3",
                           "1e",
                           "e3",
                           "-",
                           "+",
                           ".",
                           "-.",
                           "._5",
                           "0x",
                           "0xZZ",
                           "0b12",
                           "0o8",
                           "1:60",
                           "1:",
                           ":30",
                           "10ms",
                           "1,000",
                           "_1",
                           "1 2",
                           "${x}",
                           "inf",
                           "nan",
                           "nullx",
                           "--1",
                           "1-1",
                           "½"}) {
    EXPECT_EQ(kind(text), ScalarKind::kString) << text;
  }
}

TEST(Scalar, QuotedTextIsAString) {
  for (const char* text : {"", "null", "true", "1", "010", "Null", ".inf"}) {
    EXPECT_EQ(scalar(text, true).kind, ScalarKind::kString) << text;
  }
}

TEST(Scalar, WhatReadersDisagreeAboutIsInvalid) {
  for (const char* text : {"010",
                           "-010",
                           "00",
                           "0o10",
                           "0x1F",
                           "-0x1f",
                           "0b11",
                           "1_000",
                           "1_000.5",
                           "-1_0",
                           "1:30",
                           "12:30:45",
                           "1:30.5",
                           "True",
                           "TRUE",
                           "False",
                           "FALSE",
                           "Null",
                           "NULL",
                           ".Inf",
                           "-.INF",
                           ".NaN",
                           ".NAN",
                           "9223372036854775808",
                           "-9223372036854775809",
                           "1e999",
                           "-1e999"}) {
    const Scalar invalid = scalar(text);
    EXPECT_EQ(invalid.kind, ScalarKind::kInvalid) << text;
    EXPECT_NE(invalid.problem.find('\'' + std::string(text) + '\''), std::string::npos) << text;
  }
}

TEST(Scalar, ProblemsSayWhatToWrite) {
  EXPECT_EQ(scalar("-007").problem,
            "'-007' has a leading zero: write -7 for the number, \"-007\" for the text");
  EXPECT_EQ(scalar("000").problem,
            "'000' has a leading zero: write 0 for the number, \"000\" for the text");
  EXPECT_EQ(scalar("True").problem,
            "'True' is read differently by YAML readers: write true, or \"True\" for the text");
  EXPECT_EQ(scalar("9223372036854775808").problem,
            "'9223372036854775808' is outside the range of integers, -9223372036854775808 to "
            "9223372036854775807");
  EXPECT_EQ(scalar("1_000").problem,
            "'1_000' is a number to some YAML readers and text to others: write a plain decimal "
            "number, or \"1_000\" for the text");
}

TEST(Duration, UnitsAreExact) {
  EXPECT_EQ(parse_duration("250us"), 250e-6);
  EXPECT_EQ(parse_duration("10ms"), 0.01);
  EXPECT_EQ(parse_duration("1.5s"), 1.5);
  EXPECT_EQ(parse_duration("2m"), 120);
  EXPECT_EQ(parse_duration("3"), 3);
  EXPECT_EQ(parse_duration("0.2"), 0.2);
  EXPECT_EQ(parse_duration("0"), 0);
  EXPECT_EQ(parse_duration("-5ms"), -0.005);
  EXPECT_EQ(parse_duration(".5s"), 0.5);
}

TEST(Duration, NothingElseIsOne) {
  for (const char* text :
       {"",     "s",     "ms",   "1h",   "1d", "10 ms", "ms10",  "1ms2", "1_0ms", "010ms", "0x1s",
        ".inf", ".nans", "true", "null", "~",  "1sm",   "1e999", "1 ",   "1e3us", "1.s",   "+1s"}) {
    EXPECT_EQ(parse_duration(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace runner
