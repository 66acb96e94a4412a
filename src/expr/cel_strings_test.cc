// CEL's functions of strings, and its conversions.
#include "expr/expr_testing.h"

namespace runner::testing {
namespace {

TEST(CelStrings, CountCodePoints) {
  expect_outcomes({
      {"size('')", "0"},
      {"size('A')", "1"},
      {"size('ÿ')", "1"},
      {"size('four')", "4"},
      {"size('πέντε')", "5"},
      {"size('🐱😀')", "2"},
      {"'héé'.size()", "3"},
      {"size([])", "0"},
      {"size([1, 2, 3])", "3"},
      {"[1, 2].size()", "2"},
      {"size({})", "0"},
      {"size({1: 'one', 2: 'deux'})", "2"},
      {"size(1)", "refused 6: size() needs a string, list or map, not int"},
      {"size([1][0])", "error type: size() needs a string, list or map, not int"},
      {"size(null)", "refused 6: size() needs a string, list or map, not null"},
  });
}

TEST(CelStrings, FindParts) {
  expect_true({
      "'foobar'.startsWith('foo')",
      "'foobar'.startsWith('')",
      "''.startsWith('')",
      "'завтра'.startsWith('за')",
      "'🐱😀😛'.startsWith('🐱')",
      "'foobar'.endsWith('bar')",
      "'foobar'.endsWith('')",
      "''.endsWith('')",
      "'forté'.endsWith('té')",
      "'hello'.contains('he')",
      "'hello'.contains('')",
      "'abababc'.contains('ababc')",
      "'Straße'.contains('aß')",
      "'🐱😀😁'.contains('😀')",
      "''.contains('')",
  });
  expect_false({
      "'foobar'.startsWith('bar')",
      "''.startsWith('foo')",
      "'foobar'.endsWith('foo')",
      "''.endsWith('foo')",
      "'hello'.contains('ol')",
      "''.contains('something')",
  });
  expect_outcomes({
      {"'abc'.contains(1)", "refused 16: contains() needs a string, not int"},
      {"[1].contains(1)",
       "refused 1: contains() needs a string, not list (write x in list)\n"
       "refused 14: contains() needs a string, not int"},
      {"['abc'][0].contains([1][0])", "error type: contains() needs a string, not int"},
      {"startsWith('a', 'b')",
       "refused 1: startsWith() is a method of strings (write s.startsWith(start))"},
      {"'a'.contains()", "refused 5: contains() takes 1 argument, not 0 (write s.contains(part))"},
  });
}

TEST(CelStrings, Match) {
  expect_true({
      "'hubba'.matches('ubb')",
      "'cows'.matches('')",
      "''.matches('')",
      "'abcd'.matches('bc')",
      "'grey'.matches('gr(a|e)y')",
      "'banana'.matches('ba(na)*')",
      "'mañana'.matches('a+ñ+a+')",
      "'🐱😀😀'.matches('(a|😀){2}')",
      "matches('abc', '^a.c$')",
      "'a1b22'.matches(r'\\d{2}$')",
      "['a+'].all(p, 'caat'.matches(p))",
  });
  expect_false({"''.matches('foo|bar')", "'abc'.matches('^b')", "matches('abc', 'abcd')"});
  expect_outcomes({
      {"'a'.matches('(')", "refused 13: bad pattern: missing )"},
      {"'a'.matches(['('][0])", "error type: matches(): missing )"},
      {"'a'.matches(1)", "refused 13: matches() needs a string, not int"},
      {"matches([1][0], 'a')", "error type: matches() needs a string, not int"},
  });
}

TEST(CelStrings, Join) {
  expect_outcomes({
      {"'he' + 'llo'", "'hello'"},
      {"'' + 'abc'", "'abc'"},
      {"'abc' + ''", "'abc'"},
      {"'' + ''", "''"},
      {"'¢' + 'ÿ' + 'Ȁ'", "'¢ÿȀ'"},
      {"'a' + 'ÿ' + '🐱'", "'aÿ🐱'"},
      {"'hello' + ' ' == 'hello'", "False"},
  });
  const std::map<std::string, Value> values = {{"s", Value::string("ab")}};
  EXPECT_EQ(outcome("s + s", values), "'abab'");
  EXPECT_EQ(outcome("[s + s + s, s]", values), "['ababab', 'ab']");
}

TEST(CelConversions, ToInt) {
  expect_outcomes({
      {"int(1)", "1"},
      {"int(-123.456)", "-123"},
      {"int(1.9)", "1"},
      {"int(-7.9)", "-7"},
      {"int(11.5)", "11"},
      {"int(double(36028797018963968))", "36028797018963968"},
      {"int(double(36028797018963969))", "36028797018963968"},
      {"int('987')", "987"},
      {"int('-5')", "-5"},
      {"int('+5')", "5"},
      {"int('-9223372036854775808')", "-9223372036854775808"},
      {"int(9223372036854775807.0)",
       "error arithmetic: 9.223372036854776e+18 is outside the range of 64-bit ints"},
      {"int(-9223372036854775808.0)",
       "error arithmetic: -9.223372036854776e+18 is outside the range of 64-bit ints"},
      {"int(1e99)", "error arithmetic: 1e+99 is outside the range of 64-bit ints"},
      {"int(0.0 / 0.0)", "error arithmetic: nan is outside the range of 64-bit ints"},
      {"int('9223372036854775808')",
       "error type: '9223372036854775808' is outside the range of 64-bit ints"},
      {"int('12a')", "error type: '12a' is not an int"},
      {"int('1.5')", "error type: '1.5' is not an int"},
      {"int('')", "error type: '' is not an int"},
      {"int(' 1')", "error type: ' 1' is not an int"},
      {"int('+-1')", "error type: '+-1' is not an int"},
      {"int('-')", "error type: '-' is not an int"},
      {"int('0x10')", "error type: '0x10' is not an int"},
      {"int(true)", "refused 5: int() needs a number or string, not bool"},
      {"int(null)", "refused 5: int() needs a number or string, not null"},
      {"int([true][0])", "error type: int() needs a number or string, not bool"},
  });
}

TEST(CelConversions, ToDouble) {
  expect_outcomes({
      {"double(0)", "0.0"},
      {"double(1000000000000)", "1000000000000.0"},
      {"double(-1000000000000000)", "-1000000000000000.0"},
      {"double(9223372036854775807)", "9.223372036854776e+18"},
      {"double(5.5)", "5.5"},
      {"double('0')", "0.0"},
      {"double('-0.0')", "-0.0"},
      {"double('123')", "123.0"},
      {"double('123.456')", "123.456"},
      {"double('-987.654')", "-987.654"},
      {"double('6.02214e23')", "6.02214e+23"},
      {"double('1.38e-23')", "1.38e-23"},
      {"double('-84.32e7')", "-843200000.0"},
      {"double('-5.43e-21')", "-5.43e-21"},
      {"double('.5')", "0.5"},
      {"double('inf')", "inf"},
      {"double('-Infinity')", "-inf"},
      {"double('NaN')", "nan"},
      {"double('1e-999')", "0.0"},
      {"double('1e999')", "error type: '1e999' is outside the range of doubles"},
      {"double('')", "error type: '' is not a double"},
      {"double('1.5x')", "error type: '1.5x' is not a double"},
      {"double(' 1')", "error type: ' 1' is not a double"},
      {"double('--1')", "error type: '--1' is not a double"},
      {"double(true)", "refused 8: double() needs a number or string, not bool"},
  });
}

TEST(CelConversions, ToString) {
  expect_outcomes({
      {"string('hello')", "'hello'"},
      {"string(123)", "'123'"},
      {"string(-456)", "'-456'"},
      {"string(true)", "'true'"},
      {"string(false)", "'false'"},
      {"string(123.456)", "'123.456'"},
      {"string(-4.5e-3)", "'-0.0045'"},
      {"string(1.0)", "'1'"},
      {"string(0.0)", "'0'"},
      {"string(-0.0)", "'-0'"},
      {"string(100000.0)", "'100000'"},
      {"string(999999.5)", "'999999.5'"},
      {"string(1000000.0)", "'1e+06'"},
      {"string(1234567.0)", "'1.234567e+06'"},
      {"string(1e21)", "'1e+21'"},
      {"string(1e100)", "'1e+100'"},
      {"string(0.0001)", "'0.0001'"},
      {"string(0.00001)", "'1e-05'"},
      {"string(1.0 / 0)", "'+Inf'"},
      {"string(-1.0 / 0)", "'-Inf'"},
      {"string(0.0 / 0)", "'NaN'"},
      {"string(null)",
       "refused 8: string() needs a bool, number or string, not null "
       "(write a text with ${…} in it, or join(list, \", \"))"},
      {"string([[1]][0])", "error type: string() needs a bool, number or string, not list"},
  });
}

TEST(CelConversions, ToBool) {
  expect_true(
      {"bool('1')", "bool('t')", "bool('true')", "bool('TRUE')", "bool('True')", "bool(true)"});
  expect_false(
      {"bool('0')", "bool('f')", "bool('false')", "bool('FALSE')", "bool('False')", "bool(false)"});
  expect_outcomes({
      {"bool('TrUe')", "error type: bool() reads true and false, not 'TrUe'"},
      {"bool('')", "error type: bool() reads true and false, not ''"},
      {"bool('yes')", "error type: bool() reads true and false, not 'yes'"},
      {"bool(1)", "refused 6: bool() needs a bool or string, not int"},
  });
}

// The types of what dyn() gives are found when it is computed, not before.
TEST(CelConversions, DynHidesATypeFromTheCheck) {
  expect_true({"dyn(1) == 1", "dyn([1, 'a']) == [1, 'a']", "dyn('') || true",
               "[1, 2, 3][dyn('')] == 1 || true"});
  expect_outcomes({
      {"dyn([1, 2])[0] + dyn(2.5)", "3.5"},
      {"[1, 2, 3][dyn('')]", "error type: a list's index is an int, not string"},
      {"dyn('a') + 1",
       "error type: '+' needs two numbers, two strings or two lists, not string and int"},
      {"dyn()", "refused 1: dyn() takes 1 argument, not 0 (write dyn(x))"},
  });
}

TEST(CelConversions, LeavesForeignTypesOut) {
  for (const std::string name : {"uint", "bytes", "timestamp", "duration", "type"}) {
    EXPECT_EQ(outcome(name + "(1)"),
              "refused 1: " + name +
                  "() is left out: values are null, bool, int, double, string, list, map");
  }
  EXPECT_EQ(outcome("Point{x: 1}"),
            "refused 1: messages (Point{…}) are left out "
            "(a map is written {\"key\": value})");
}

}  // namespace
}  // namespace runner::testing
