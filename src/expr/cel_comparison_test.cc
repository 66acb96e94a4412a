// CEL's equality and order.
#include "expr/expr_testing.h"

namespace runner::testing {
namespace {

TEST(CelComparison, FindsEqualValuesEqual) {
  expect_true({
      "1 == 1",
      "1 == 1.0",
      "1.0 == 1",
      "1.0 == 1.0e+0",
      "'' == \"\"",
      "'abc' == r'abc'",
      "'ίσος' == 'ίσος'",
      "null == null",
      "true == true",
      "[] == []",
      "[null] == [null]",
      "[1, 2, 3] == [1, 2, 3]",
      "[1] == [1.0]",
      "[[1], [2]] == [[1], [2]]",
      "{} == {}",
      "{'k': null} == {'k': null}",
      "{'k': 'v'} == {\"k\": \"v\"}",
      "{'k': 1.0} == {'k': 1e+0}",
      "{'k1': 'v1', 'k2': 'v2'} == {'k2': 'v2', 'k1': 'v1'}",
      "{1: 1.0} == {1: 1}",
      "0.0 == -0.0",
      "[0.0] == [-0.0]",
      "9007199254740992 == 9007199254740992.0",
  });
}

TEST(CelComparison, FindsDifferentValuesDifferent) {
  expect_false({
      "-1 == 1",
      "2 == 1.0",
      "2.0 == 1",
      "-1.0 == 1.0",
      "0.0/0.0 == 0.0/0.0",
      "1 == 0.0/0.0",
      "'abc' == 'ABC'",
      "'a' == 'à'",
      "'Am\\u00E9lie' == 'Ame\\u0301lie'",
      "false == true",
      "['1', '2', null] == ['1', '2', '3']",
      "[1, 2, 3] == [1, 3, 2]",
      "['case'] == ['cAse']",
      "['one'] == [2, 3]",
      "[1, 'dos', 3] == [1, 2, 4]",
      "{'k': 1, 'j': 2} == {'k': 1, 'j': null}",
      "{'k': 'v'} == {'k': 'v1'}",
      "{'k': 'v', 'k1': 'v1'} == {'k': 'v'}",
      "{'key': 'value'} == {'Key': 'value'}",
      "{'k': 'v', 1: 1} == {'k': 'v', 1: 'v1'}",
      "[0.0/0.0] == [0.0/0.0]",
  });
}

TEST(CelComparison, FindsValuesOfDifferentKindsDifferent) {
  expect_false({
      "1 == 'a'",
      "1 == '1'",
      "true == 1",
      "false == 0",
      "false == null",
      "2.1 == null",
      "1 == null",
      "[] == null",
      "{} == null",
      "'' == null",
      "[] == {}",
      "'' == []",
      "'true' == true",
      "{true: 1} == {1: 1}",
  });
  expect_true({"1 != 'a'", "null != false", "[] != ''"});
}

TEST(CelComparison, NegatesEquality) {
  expect_true({
      "24 != 42",
      "24 != 24.1",
      "9.0e+3 != 9001.0",
      "0.0/0.0 != 0.0/0.0",
      "'abc' != ''",
      "'résumé' != 'resume'",
      "false != true",
      "[] != [1]",
      "[true, false, true] != [true, true, false]",
      "{'k': 'v'} != {'k': 'v1'}",
      "{'k': true} != {'k1': true}",
  });
  expect_false({"1 != 1", "1 != 1.0", "null != null", "[] != []", "[[]] != [[]]", "{} != {}",
                "{1: 1.0} != {1: 1.0}"});
}

TEST(CelComparison, OrdersNumbers) {
  expect_true({
      "-1 < 0",
      "1.0 < 1.0000001",
      "1 < 2.0",
      "1.0 < 2",
      "42 > -42",
      "1e+1 > 1e+0",
      "2 > 1.0",
      "2.0 > 1",
      "0 <= 1",
      "1 <= 1",
      "0.0 <= 0.1e-31",
      "0.0 <= 0e-1",
      "1 <= 1.0",
      "0 >= -1",
      "999 >= 999",
      "9.80665 >= 9.80665e+0",
      "1 >= 1.0",
  });
  expect_false({
      "0 < 0",
      "-0.0 < 0.0",
      "1 < 1.0",
      "1.0 < 1",
      "0 > 0",
      ".99 > 9.9e-1",
      "1 <= -1",
      "1.0 <= 0.99",
      "2 <= 1.0",
      "999 >= 1000",
      "0.9999 >= 1.0",
      "0.0 >= 1",
      "0.0 / 0.0 < 1",
      "0.0 / 0.0 > 1",
      "1 <= 0.0 / 0.0",
      "0.0 / 0.0 >= 0.0 / 0.0",
  });
}

// What an int loses as a double does not count.
TEST(CelComparison, ComparesLargeIntsWithDoublesAsDoubles) {
  expect_true({
      "9007199254740993 == 9007199254740992.0",
      "9223372036854775807 == 9223372036854775808.0",
      "9223372036854775807 >= 9223372036854775808.0",
      "9223372036854775807 < 9223372036854777857.0",
      "9223372036854775808.0 <= 9223372036854775807",
      "-9223372036854775808 == -9223372036854775808.0",
      "-9223372036854775808 > -9223372036854777857.0",
      "-9223372036854775808 >= -9223372036854775809.0",
      "9223372036854775807 < 1.0 / 0.0",
      "-9223372036854775808 > -1.0 / 0.0",
      "-1 < -0.5",
      "-1 > -1.5",
      "0 < 5e-324",
  });
  expect_false({
      "9223372036854775807 < 9223372036854775808.0",
      "9223372036854775808.0 > 9223372036854775807",
      "9223372036854775807 < -9223372036854777857.0",
      "-9223372036854775809.0 < -9223372036854775808",
      "-9223372036854775808 < -9223372036854775809.0",
      "9223372036854775807 >= 9223372036854777857.0",
  });
}

TEST(CelComparison, OrdersStringsByTheirCodePoints) {
  expect_true({
      "'' < 'a'",
      "'Abc' < 'aBC'",
      "'abc' < 'abcd'",
      "'a' < '\\u00E1'",
      "'f' < '\\u1EBF'",
      "'\\uFFFD' < '\\U0001F431'",
      "'abc' > 'aBc'",
      "'A' > ''",
      "'α' > 'omega'",
      "'' <= ''",
      "'aBc' <= 'abc'",
      "'α' <= 'α'",
      "'abcd' >= 'abc'",
      "'τ' >= 't'",
  });
  expect_false({"'' < ''", "'abc' < 'abc'", "'a' < 'AB'", "'' > ''", "'a' <= ''", "'α' <= 'a'",
                "'' >= 'a'", "'abc' >= 'abd'", "'t' >= 'τ'"});
}

TEST(CelComparison, OrdersFalseBeforeTrue) {
  expect_true({"false < true", "true > false", "false <= true", "false <= false", "true >= false",
               "true >= true"});
  expect_false({"true < true", "true < false", "false > true", "true <= false", "false >= true"});
}

TEST(CelComparison, RefusesToOrderAnythingElse) {
  const std::string needs = ": '<' needs two numbers, two strings or two bools, not ";
  EXPECT_EQ(outcome("[0] < [1]"), "refused 5" + needs + "list and list");
  EXPECT_EQ(outcome("null < null"), "refused 6" + needs + "null and null");
  EXPECT_EQ(outcome("'foo' < 1024"), "refused 7" + needs + "string and int");
  EXPECT_EQ(outcome("{} < {}"), "refused 4" + needs + "map and map");
  EXPECT_EQ(outcome("true < 1"), "refused 6" + needs + "bool and int");
  EXPECT_EQ(outcome("[[0]][0] < [1]"), "refused 10" + needs + "list");
  EXPECT_EQ(outcome("[[0]][0] < [[1]][0]"), "error type" + needs + "list and list");
  EXPECT_EQ(outcome("[null][0] < 1"), "error type" + needs + "null and int");
  EXPECT_EQ(outcome("['a'][0] < 1"), "error type" + needs + "string and int");
  EXPECT_EQ(outcome("1 < 2 < 3"),
            "refused 7" + needs + "bool and int (write a < b && b < c for a < b < c)");
}

TEST(CelComparison, TestsMembership) {
  expect_true({
      "'alpha' in ['alpha', 'beta', 'gamma']",
      "3 in [5, 4, 3, 2, 1]",
      "3.0 in [5, 4, 3, 2, 1]",
      "'elem' in [1, 'elem', 2]",
      "[1] in [[1], [2]]",
      "null in [null]",
      "true in {true: 1}",
      "'key' in {'key': '1', 'other': '2'}",
      "1.0 in {1: 'a'}",
      "'George' in {'John': 'smart', 'Paul': 'cute', 'George': 'quiet', 'Ringo': 'funny'}",
  });
  expect_false({
      "7 in []",
      "'empty' in []",
      "'not' in ['elem1', 'elem2', 'elem3']",
      "1 in ['1']",
      "0.0/0.0 in [0.0/0.0]",
      "7 in {}",
      "'key' in {'lock': 1, 'gate': 2}",
      "1.5 in {1: 'a'}",
      "null in {1: 'a'}",
      "1 in {true: 'a'}",
  });
  expect_outcomes({
      {"'a' in 'abc'",
       "refused 5: 'in' needs a list or a map on its right, not string (write "
       "text.contains(part))"},
      {"1 in 2", "refused 3: 'in' needs a list or a map on its right, not int"},
      {"1 in [2][0]", "error type: 'in' needs a list or a map on its right, not int"},
  });
}

}  // namespace
}  // namespace runner::testing
