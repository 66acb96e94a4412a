#include "cli/setting.h"

#include <gtest/gtest.h>

#include "expr/text_form.h"

namespace runner {
namespace {

std::string repr(const std::string& text) {
  std::string problem;
  const std::optional<Value> value = parse_setting(text, problem);
  return value ? to_repr(*value) : problem;
}

TEST(Setting, YamlValuesInOneLine) {
  EXPECT_EQ(repr("4"), "4");
  EXPECT_EQ(repr("4.0"), "4.0");
  EXPECT_EQ(repr("true"), "True");
  EXPECT_EQ(repr("yes"), "'yes'");
  EXPECT_EQ(repr("'4'"), "'4'");
  EXPECT_EQ(repr("some text"), "'some text'");
  EXPECT_EQ(repr("null"), "None");
  EXPECT_EQ(repr("[1, [2.5, null]]"), "[1, [2.5, None]]");
  EXPECT_EQ(repr("{a: 1, 2: x}"), "{'a': 1, 2: 'x'}");
}

TEST(Setting, OfNoValueSaysWhatToWrite) {
  EXPECT_EQ(repr(""), "there is no value; write null, or \"\" for the empty text");
  EXPECT_EQ(repr(" # 3"), repr(""));
  EXPECT_EQ(repr("010"), "'010' has a leading zero: write 10 for the number, \"010\" for the text");
  EXPECT_EQ(repr("[True]"),
            "'True' is read differently by YAML readers: write true, or \"True\" for the text");
  EXPECT_EQ(repr("1_000"),
            "'1_000' is a number to some YAML readers and text to others: write a plain decimal "
            "number, or \"1_000\" for the text");
  EXPECT_EQ(repr("99999999999999999999"),
            "'99999999999999999999' is outside the range of integers, -9223372036854775808 to "
            "9223372036854775807");
  EXPECT_NE(repr("[1, 2"), "");
  EXPECT_EQ(repr("&a"), repr(""));
  EXPECT_EQ(repr("%"), "a value cannot start with '%'; write \"%\"");
  EXPECT_EQ(repr("1\n---\n2"),
            "'---' separates the documents of a file; write \"---\" for the text");
  EXPECT_EQ(repr("..."), "'...' separates the documents of a file; write \"...\" for the text");
  EXPECT_EQ(repr("---x"), "'---x'");
  EXPECT_EQ(repr("{1.5: a}"), "'1.5' is no key: keys are texts, whole numbers and bools");
}

}  // namespace
}  // namespace runner
