// CEL's literals.
#include "expr/expr_testing.h"

namespace runner::testing {
namespace {

TEST(CelLiterals, ReadsNumbers) {
  expect_outcomes({
      {"0", "0"},
      {"42", "42"},
      {"007", "7"},
      {"-1", "-1"},
      {"9223372036854775807", "9223372036854775807"},
      {"-9223372036854775808", "-9223372036854775808"},
      {"0x55555555", "1431655765"},
      {"-0x55555555", "-1431655765"},
      {"0XfF", "255"},
      {"0x7FFFFFFFFFFFFFFF", "9223372036854775807"},
      {"-0x8000000000000000", "-9223372036854775808"},
      {"0.0", "0.0"},
      {"0e+0", "0.0"},
      {"-2.3e+1", "-23.0"},
      {".5", "0.5"},
      {"-.5", "-0.5"},
      {"1e3", "1000.0"},
      {"1E-3", "0.001"},
      {"1.5e300", "1.5e+300"},
      {"5e-324", "5e-324"},
      {"1e-400", "0.0"},
      {"-0.0", "-0.0"},
  });
}

TEST(CelLiterals, RefusesNumbersThatAreNone) {
  const std::string range = "the number is outside the range of 64-bit ints";
  EXPECT_EQ(outcome("9223372036854775808"), "refused 1: " + range);
  EXPECT_EQ(outcome("-9223372036854775809"), "refused 2: " + range);
  EXPECT_EQ(outcome("99999999999999999999999"), "refused 1: " + range);
  EXPECT_EQ(outcome("0x8000000000000000"), "refused 1: " + range);
  EXPECT_EQ(outcome("0x10000000000000000"), "refused 1: " + range);
  expect_outcomes({
      {"1e400", "refused 1: the number is outside the range of doubles"},
      {"1u", "refused 1: unsigned ints are left out (write 1)"},
      {"0xFFu", "refused 1: unsigned ints are left out (write 0xFF)"},
      {"123456789U", "refused 1: unsigned ints are left out (write 123456789)"},
      {"12ab", "refused 1: '12ab' is not a number"},
      {"1_000", "refused 1: '1_000' is not a number"},
      {"10ms",
       "refused 1: '10ms' is not a number (in an expression a duration is a number of seconds)"},
      {"0x", "refused 1: '0x' is not a number"},
      {"1.", "refused 3: expected a digit after the point (write 1.0 for 1.)"},
      {"1e", "refused 1: '1e' is not a number"},
      {"1.5e", "refused 1: '1.5e' is not a number"},
      {"0b11", "refused 1: '0b11' is not a number"},
  });
}

TEST(CelLiterals, ReadsOtherConstants) {
  expect_outcomes(
      {{"true", "True"}, {"false", "False"}, {"null", "None"}, {"[]", "[]"}, {"{}", "{}"}});
}

TEST(CelLiterals, ReadsStringsInAllQuotes) {
  expect_outcomes({
      {"''", "''"},
      {"\"\"", "''"},
      {"''''''", "''"},
      {"\"\"\"\"\"\"", "''"},
      {"'hello'", "'hello'"},
      {"\"hello\"", "'hello'"},
      {"'''hello'''", "'hello'"},
      {"\"\"\"hello\"\"\"", "'hello'"},
      {"'!'", "'!'"},
      {"''' ? \" ' ` '''", "' ? \" \\' ` '"},
      {"\"\"\" ? \" ' ` \"\"\"", "' ? \" \\' ` '"},
      {"'''a\nb'''", "'a\\nb'"},
      {"\"\"\"a\r\nb\"\"\"", "'a\\r\\nb'"},
      {"'tab\tin it'", "'tab\\tin it'"},
      {"' \x01 \x7f '", "' \\x01 \\x7f '"},
      {"'πέντε ✌ 🐱'", "'πέντε ✌ 🐱'"},
  });
}

TEST(CelLiterals, ReadsEscapes) {
  expect_true({
      "' \\\\ \\? \\\" \\' \\` ' == ' \\x5c \\x3f \\x22 \\x27 \\x60 '",
      "'\\a\\b\\f\\n\\r\\t\\v' == '\\x07\\x08\\x0c\\x0a\\x0d\\x09\\x0b'",
      "'\\101' == 'A'",
      "'\\000\\012\\177' == '\\x00\\x0A\\x7F'",
      "'\\x4a\\x4B\\X4c\\X4D' == 'JKLM'",
      "'\\u270c' == '✌'",
      "'\\U0001f431' == '🐱'",
      "'\\u01aB' == '\\U000001aB'",
      "'\\xff' == 'ÿ'",
      "'\\377' == 'ÿ'",
      "size('\\U00088888') == 1",
      "'''\\n''' == \"\\n\"",
      "'\\0011' == '\\x01' + '1'",
  });
}

TEST(CelLiterals, KeepsRawStringsAsTheyAre) {
  expect_true({
      "r'' == ''",
      "r\"\"\"\"\"\" == ''",
      "r'\\n' == '\\\\n'",
      "R\"\\d+\" == '\\\\d+'",
      "r'''a\\'b''' == 'a\\\\\\'b'",
      "r'\\\\' == '\\\\\\\\'",
      "r' \\u0000 \\777 ' == ' \\\\u0000 \\\\777 '",
      "size(r'\\n') == 2",
  });
}

TEST(CelLiterals, RefusesStringsThatAreNone) {
  const std::string hint = "(a raw string keeps backslashes: r'…'; otherwise write \\\\ for one)";
  EXPECT_EQ(outcome("'\\d'"), "refused 2: '\\d' is not an escape " + hint);
  EXPECT_EQ(outcome("'a\\x4'"), "refused 3: '\\x4'' is not an escape " + hint);
  EXPECT_EQ(outcome("'\\u12'"), "refused 2: '\\u12'' is not an escape " + hint);
  EXPECT_EQ(outcome("'\\ud800'"), "refused 2: '\\ud800' is not an escape " + hint);
  EXPECT_EQ(outcome("'\\U00110000'"), "refused 2: '\\U00110000' is not an escape " + hint);
  EXPECT_EQ(outcome("'\\400'"), "refused 2: '\\4' is not an escape " + hint);
  EXPECT_EQ(outcome("'\\08'"), "refused 2: '\\08'' is not an escape " + hint);
  EXPECT_EQ(outcome("'\\é'"), "refused 2: '\\é' is not an escape " + hint);
  expect_outcomes({
      {"'abc", "refused 1: this string is not closed (it ends with ')"},
      {"\"abc'", "refused 1: this string is not closed (it ends with \")"},
      {"'''abc''", "refused 1: this string is not closed (it ends with ''')"},
      {"'abc\\'", "refused 1: this string is not closed (it ends with ')"},
      {"'a\nb'",
       "refused 1: this string is not closed "
       "(a string over several lines stands between three quotes on each side)"},
      {"b'abc'", "refused 1: bytes are left out (write a string, without the b)"},
      {"B\"abc\"", "refused 1: bytes are left out (write a string, without the b)"},
      {"br'abc'", "refused 1: bytes are left out (write a string, without the b)"},
  });
}

TEST(CelLiterals, BuildsListsAndMaps) {
  expect_outcomes({
      {"[1, 2, 3]", "[1, 2, 3]"},
      {"[1, 2, 3,]", "[1, 2, 3]"},
      {"[,]", "[]"},
      {"[17, 'pancakes', null, [true], {1: 2}]", "[17, 'pancakes', None, [True], {1: 2}]"},
      {"{'k': 'v'}", "{'k': 'v'}"},
      {"{'k': 1, 'j': 2,}", "{'k': 1, 'j': 2}"},
      {"{,}", "{}"},
      {"{1: 'a', true: 'b', 'c': 'd'}", "{1: 'a', True: 'b', 'c': 'd'}"},
      {"{'b': 1, 'a': 2}", "{'b': 1, 'a': 2}"},
      {"{'a' + 'b': 1 + 1}", "{'ab': 2}"},
      {"{1: 1, '1': 1}", "{1: 1, '1': 1}"},
  });
}

TEST(CelLiterals, RefusesKeysThatAreNone) {
  const std::string kinds = "a map's key is a bool, an int or a string, not ";
  EXPECT_EQ(outcome("{null: 1}"), "refused 2: " + kinds + "null");
  EXPECT_EQ(outcome("{3.3: 1}"), "refused 2: " + kinds + "double");
  EXPECT_EQ(outcome("{[1]: 1}"), "refused 2: " + kinds + "list");
  EXPECT_EQ(outcome("{[1.0][0]: 1}"), "error type: " + kinds + "double");
  EXPECT_EQ(outcome("{[null][0]: 1}"), "error type: " + kinds + "null");
  expect_outcomes({
      {"{true: 1, false: 2, true: 3}", "refused 21: this key is there twice"},
      {"{'a': 1, ['a'][0]: 2}", "error key: the key 'a' is there twice"},
  });
}

TEST(CelLiterals, SkipsCommentsAndBlanks) {
  expect_outcomes({
      {"  1 +\n\t2  ", "3"},
      {"1 // one\n + 2 // two", "3"},
      {"// first\n7", "7"},
      {"'// no comment'", "'// no comment'"},
  });
}

}  // namespace
}  // namespace runner::testing
