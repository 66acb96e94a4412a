// CEL's arithmetic of ints and doubles, and what this language adds: they mix.
#include "expr/expr_testing.h"

namespace runner::testing {
namespace {

TEST(CelNumbers, ComputesWithInts) {
  expect_outcomes({
      {"40 + 2", "42"},      {"42 + (-7)", "35"},    {"-4 + (-2)", "-6"},   {"42 - 12", "30"},
      {"42 - (-22)", "64"},  {"-42 - (-12)", "-30"}, {"42 * 2", "84"},      {"40 * (-2)", "-80"},
      {"-30 * (-2)", "60"},  {"15 * 0", "0"},        {"42 / 2", "21"},      {"7 / 2", "3"},
      {"-7 / 2", "-3"},      {"7 / -2", "-3"},       {"-80 / (-2)", "40"},  {"47 % 5", "2"},
      {"43 % (-5)", "3"},    {"-42 % (-5)", "-2"},   {"-3 % 5", "-3"},      {"-(42)", "-42"},
      {"-(-42)", "42"},      {"--42", "42"},         {"-(0)", "0"},         {"2 + 3 * 4", "14"},
      {"(2 + 3) * 4", "20"}, {"20 - 5 - 3", "12"},   {"100 / 10 / 5", "2"}, {"2 * 7 % 4", "2"},
      {"-2 * -3", "6"},      {"1 - -1", "2"},
  });
}

TEST(CelNumbers, KnowsTheLawsOfArithmetic) {
  expect_true({
      "75 + 15 == 15 + 75",
      "5 + (15 + 20) == (5 + 15) + 20",
      "15 * 25 == 25 * 15",
      "15 * (23 * 88) == (15 * 23) * 88",
      "5 * (15 + 25) == 5 * 15 + 5 * 25",
      "7.5 + 1.5 == 1.5 + 7.5",
      "5.625 + (15.75 + 2.0) == (5.625 + 15.75) + 2.0",
      "1.5 * 25.875 == 25.875 * 1.5",
      "5.75 * (1.5 + 2.5) == 5.75 * 1.5 + 5.75 * 2.5",
  });
}

TEST(CelNumbers, RefusesToOverflow) {
  expect_outcomes({
      {"9223372036854775807 + 1", "error arithmetic: 9223372036854775807 + 1 overflows 64 bits"},
      {"-9223372036854775808 - 1", "error arithmetic: -9223372036854775808 - 1 overflows 64 bits"},
      {"-9223372036854775808 + (-1)",
       "error arithmetic: -9223372036854775808 + -1 overflows 64 bits"},
      {"1 - (-9223372036854775807)",
       "error arithmetic: 1 - -9223372036854775807 overflows 64 bits"},
      {"-(-9223372036854775808)", "error arithmetic: -(-9223372036854775808) overflows 64 bits"},
      {"(-9223372036854775808) * -1",
       "error arithmetic: -9223372036854775808 * -1 overflows 64 bits"},
      {"(-9223372036854775808) / -1",
       "error arithmetic: -9223372036854775808 / -1 overflows 64 bits"},
      {"(-9223372036854775808) % -1",
       "error arithmetic: -9223372036854775808 % -1 overflows 64 bits"},
      {"5000000000 * 5000000000", "error arithmetic: 5000000000 * 5000000000 overflows 64 bits"},
      {"(-5000000000) * 5000000000",
       "error arithmetic: -5000000000 * 5000000000 overflows 64 bits"},
      {"9223372036854775807 + 0", "9223372036854775807"},
      {"-9223372036854775808", "-9223372036854775808"},
      {"- 9223372036854775808", "-9223372036854775808"},
      {"-9223372036854775807 - 1", "-9223372036854775808"},
  });
}

TEST(CelNumbers, DividesIntsByZeroWithAnError) {
  expect_outcomes({
      {"15 / 0", "error arithmetic: division by zero"},
      {"0 / 0", "error arithmetic: division by zero"},
      {"34 % 0", "error arithmetic: modulus by zero"},
      {"15.75 / 0.0", "inf"},
      {"-15.75 / 0.0", "-inf"},
      {"0.0 / 0.0", "nan"},
      {"1 / 0.0", "inf"},
      {"1.0 / 0", "inf"},
  });
}

TEST(CelNumbers, ComputesWithDoubles) {
  expect_outcomes({
      {"4.25 + 15.25", "19.5"},
      {"17.75 + (-7.75)", "10.0"},
      {"-4.125 + (-2.125)", "-6.25"},
      {"42.0 - 12.0", "30.0"},
      {"42.875 - (-22.0)", "64.875"},
      {"42.5 * 0.2", "8.5"},
      {"40.75 * (-2.25)", "-91.6875"},
      {"-3.0 * (-2.5)", "7.5"},
      {"15.36 * 0.0", "0.0"},
      {"0.0625 / 0.002", "31.25"},
      {"-2.0 / 2.0", "-1.0"},
      {"-8.875 / (-0.0625)", "142.0"},
      {"-(4.5)", "-4.5"},
      {"-(-1.25)", "1.25"},
      {"-(0.0)", "-0.0"},
      {"2.0 * 8.988466e+307 ", "inf"},
      {"2.0 * -8.988466e+307 ", "-inf"},
      {"1e-324 / 2.0", "0.0"},
      {"0.1 + 0.2", "0.30000000000000004"},
  });
}

TEST(CelNumbers, MixesIntsAndDoubles) {
  expect_outcomes({
      {"1 + 0.5", "1.5"},
      {"0.5 + 1", "1.5"},
      {"3 - 0.5", "2.5"},
      {"2 * 1.5", "3.0"},
      {"1 / 2.0", "0.5"},
      {"3.0 / 2", "1.5"},
      {"2 * 3.0", "6.0"},
  });
}

TEST(CelNumbers, RefusesOtherOperands) {
  expect_outcomes({
      {"47.5 % 5.5", "refused 6: '%' needs two ints, not double and double"},
      {"5 % 2.0", "refused 3: '%' needs two ints, not int and double"},
      {"-false", "refused 1: '-' needs a number, not bool"},
      {"-'a'", "refused 1: '-' needs a number, not string"},
      {"1 + 'a'",
       "refused 3: '+' needs two numbers, two strings or two lists, not int and string "
       "(write string(x) for the number's text, or a text with ${…} in it)"},
      {"'a' * 3", "refused 5: '*' needs two numbers, not string and int"},
      {"[1] * 2", "refused 5: '*' needs two numbers, not list and int"},
      {"true + true",
       "refused 6: '+' needs two numbers, two strings or two lists, not bool and bool"},
      {"null - 1", "refused 6: '-' needs two numbers, not null and int"},
      {"{} + {}", "refused 4: '+' needs two numbers, two strings or two lists, not map and map"},
      {"[1, 'a'][1] + 1",
       "error type: '+' needs two numbers, two strings or two lists, not string and int"},
      {"[1.5][0] % 2", "error type: '%' needs two ints, not double and int"},
      {"-[true][0]", "error type: '-' needs a number, not bool"},
      {"['a'][0] * 3", "error type: '*' needs two numbers, not string and int"},
  });
}

TEST(CelNumbers, NamesTheOperatorsPlaceInAnError) {
  Diagnostics diagnostics;
  Ast ast = parse_expression("1 + 2 * (3 / 0)", column_of, diagnostics);
  const Value value = evaluate(ast, {});
  ASSERT_TRUE(value.is_error());
  EXPECT_EQ(value.as_error().line, 1);
  EXPECT_EQ(value.as_error().column, 12);
}

}  // namespace
}  // namespace runner::testing
