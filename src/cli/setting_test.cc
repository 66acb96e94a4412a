#include "cli/setting.h"

#include <gtest/gtest.h>

#include "expr/text_form.h"

namespace runner {
namespace {

std::string repr(const std::string& text) {
  const std::optional<Value> value = parse_setting(text);
  return value ? to_repr(*value) : "no value";
}

TEST(Setting, YamlValuesInOneLine) {
  EXPECT_EQ(repr("4"), "4");
  EXPECT_EQ(repr("4.0"), "4.0");
  EXPECT_EQ(repr("true"), "True");
  EXPECT_EQ(repr("yes"), "'yes'");
  EXPECT_EQ(repr("'4'"), "'4'");
  EXPECT_EQ(repr("some text"), "'some text'");
  EXPECT_EQ(repr(""), "None");
  EXPECT_EQ(repr("[1, [2.5, null]]"), "[1, [2.5, None]]");
  EXPECT_EQ(repr("{a: 1, 2: x}"), "{'a': 1, 2: 'x'}");
}

TEST(Setting, WhatIsNoValue) {
  EXPECT_EQ(repr("[1, 2"), "no value");
  EXPECT_EQ(repr("010"), "no value");
}

}  // namespace
}  // namespace runner
