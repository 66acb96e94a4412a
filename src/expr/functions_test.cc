// The functions beyond CEL's own.
#include "expr/expr_testing.h"

namespace runner::testing {
namespace {

TEST(Functions, Range) {
  expect_outcomes({
      {"range(0)", "[]"},
      {"range(3)", "[0, 1, 2]"},
      {"range(-3)", "[]"},
      {"range(2, 5)", "[2, 3, 4]"},
      {"range(-1, 2)", "[-1, 0, 1]"},
      {"range(5, 2)", "[]"},
      {"range(9223372036854775806, 9223372036854775807)", "[9223372036854775806]"},
      {"range(1.0)", "refused 7: range() needs an int, not double"},
      {"range([1.0][0])", "error type: range() needs an int, not double"},
      {"range('a', 2)", "refused 7: range() needs an int, not string"},
      {"range()",
       "refused 1: range() takes at least 1 argument, not 0 (write range(n) or range(a, b))"},
      {"range(1, 2, 3)",
       "refused 1: range() takes at most 2 arguments, not 3 (write range(n) or range(a, b))"},
      {"[1.5].map(x, range(x).map(y, y))", "error type: range() needs an int, not double"},
  });
}

TEST(Functions, MinAndMax) {
  expect_outcomes({
      {"min(3, 1, 2)", "1"},
      {"max(3, 1, 2)", "3"},
      {"min([3, 1, 2])", "1"},
      {"max([3, 1, 2])", "3"},
      {"min(1, 2.5)", "1"},
      {"max(1, 2.5)", "2.5"},
      {"min(1, 1.0)", "1"},
      {"max(1.0, 1)", "1.0"},
      {"min('b', 'a')", "'a'"},
      {"max(['a', 'c', 'b'])", "'c'"},
      {"max(false, true)", "True"},
      {"min([7])", "7"},
      {"min([])", "error arithmetic: min() of an empty list"},
      {"max([])", "error arithmetic: max() of an empty list"},
      {"min(1)", "error type: min() needs a list or several values, not int"},
      {"min(1, 'a')",
       "error type: '<' needs two numbers, two strings or two bools, not string and int"},
      {"max([1], [2])",
       "error type: '>' needs two numbers, two strings or two bools, not list and list"},
      {"min(1, 2) + 'a'",
       "refused 11: '+' needs two numbers, two strings or two lists, not int and string "
       "(write string(x) for the number's text, or a text with ${…} in it)"},
      {"max()",
       "refused 1: max() takes at least 1 argument, not 0 (write max(a, b, …) or max(list))"},
  });
}

TEST(Functions, Sum) {
  expect_outcomes({
      {"sum([])", "0"},
      {"sum([1, 2, 3])", "6"},
      {"sum([1.5])", "1.5"},
      {"sum([1, 2.5])", "3.5"},
      {"sum([0.1, 0.2, 0.3])", "0.6000000000000001"},
      {"sum(range(101))", "5050"},
      {"sum([9223372036854775807, 1])",
       "error arithmetic: 9223372036854775807 + 1 overflows 64 bits"},
      {"sum(['a'])", "error type: sum() needs a list of numbers, not one with string"},
      {"sum(1)", "refused 5: sum() needs a list, not int"},
      {"sum([1][0])", "error type: sum() needs a list, not int"},
  });
}

TEST(Functions, SqrtAndFloor) {
  expect_outcomes({
      {"sqrt(4)", "2.0"},
      {"sqrt(2.0)", "1.4142135623730951"},
      {"sqrt(0)", "0.0"},
      {"sqrt(-1)", "error arithmetic: sqrt() of a negative number"},
      {"sqrt(0.0 / 0)", "nan"},
      {"sqrt(1.0 / 0)", "inf"},
      {"sqrt('4')", "refused 6: sqrt() needs a number, not string"},
      {"sqrt(['4'][0])", "error type: sqrt() needs a number, not string"},
      {"floor(1.5)", "1"},
      {"floor(-1.5)", "-2"},
      {"floor(7)", "7"},
      {"floor(-0.0)", "0"},
      {"floor(1e18)", "1000000000000000000"},
      {"floor(-9223372036854775808.0)", "-9223372036854775808"},
      {"floor(1e19)", "error arithmetic: 1e+19 is outside the range of 64-bit ints"},
      {"floor(0.0 / 0)", "error arithmetic: nan is outside the range of 64-bit ints"},
      {"floor([true][0])", "error type: floor() needs a number, not bool"},
  });
}

TEST(Functions, Join) {
  expect_outcomes({
      {"join([], ', ')", "''"},
      {"join(['a', 'b'], ', ')", "'a, b'"},
      {"join([1, 2.0, true, null, 'x', ['y']], '-')", "\"1-2.0-True-None-x-['y']\""},
      {"join('abc', ',')", "refused 6: join() needs a list, not string"},
      {"join(['a'], 1)", "refused 13: join() needs a string, not int"},
      {"join(['a'])", "refused 1: join() takes 2 arguments, not 1 (write join(list, separator))"},
      {"['a'].join(',')", "refused 7: join() is not a method (write join(list, separator))"},
  });
}

TEST(Functions, AskTheSurroundings) {
  expect_outcomes({
      {"now()", "'2024-01-02 03:04:05'"},
      {"elapsed()", "1.5"},
      {"elapsed() * 2", "3.0"},
      {"now(1)", "refused 1: now() takes 0 arguments, not 1 (write now())"},
  });
}

TEST(Functions, DrawRandomNumbers) {
  expect_true({
      "random() >= 0.0 && random() < 1.0",
      "range(200).all(i, randint(1, 6) in [1, 2, 3, 4, 5, 6])",
      "range(200).exists(i, randint(1, 6) == 6) && range(200).exists(i, randint(1, 6) == 1)",
      "randint(3, 3) == 3",
      "randint(-9223372036854775808, 9223372036854775807) != 0",
  });
  expect_outcomes({
      {"randint(2, 1)", "error arithmetic: randint() from 2 to 1: there is no such int"},
      {"randint(1.0, 2)", "refused 9: randint() needs an int, not double"},
      {"randint([1.0][0], 2)", "error type: randint() needs an int, not double"},
  });
}

TEST(Functions, DrawFromTheGivenState) {
  Diagnostics diagnostics;
  SlotNames names;
  Ast ast = parse_expression("[random(), randint(1, 1000000)]", column_of, diagnostics);
  check(ast, names, diagnostics);
  const Code code = Code::compile(ast, 0);
  FixedSurroundings surroundings;
  Random first{42};
  Random second{42};
  const Value one = code.evaluate(nullptr, first, surroundings);
  EXPECT_TRUE(identical(one, code.evaluate(nullptr, second, surroundings)));
  EXPECT_EQ(first.state, second.state);
  EXPECT_FALSE(identical(one, code.evaluate(nullptr, first, surroundings)));
}

TEST(Functions, SuggestTheNearest) {
  expect_outcomes({
      {"sqr(1)", "refused 1: unknown function 'sqr' (did you mean 'sqrt'?)"},
      {"not (true)", "refused 1: unknown function 'not' (write !(…))"},
      {"and(true, false)", "refused 1: unknown function 'and' (write a && b)"},
      {"or(true, false)", "refused 1: unknown function 'or' (write a || b)"},
      {"foo_bar_baz(1)", "refused 1: unknown function 'foo_bar_baz'"},
      {"len([1])", "refused 1: unknown function 'len' (write size(x))"},
      {"str(1)", "refused 1: unknown function 'str' (write string(x))"},
      {"float(1)", "refused 1: unknown function 'float' (write double(x))"},
      {"abs(1)", "refused 1: unknown function 'abs' (write x < 0 ? -x : x)"},
      {"'a'.startswith('a')",
       "refused 5: unknown function 'startswith' (did you mean 'startsWith'?)"},
      {"2.0.sqrt()", "refused 5: sqrt() is not a method (write sqrt(x))"},
  });
}

}  // namespace
}  // namespace runner::testing
