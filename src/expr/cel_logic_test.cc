// CEL's logic: && and || take up errors from either side, ?: computes one branch.
#include "expr/expr_testing.h"

namespace runner::testing {
namespace {

TEST(CelLogic, Decides) {
  expect_true({"true && true", "false || true", "true || false", "true || true", "!false", "!!true",
               "true ? true : false"});
  expect_false({"false && false", "false && true", "true && false", "false || false", "!true"});
}

TEST(CelLogic, TakesUpErrorsThatDoNotMatter) {
  expect_false({
      "false && (2 / 0 > 3 ? false : true)",
      "(2 / 0 > 3 ? false : true) && false",
      "1 / 0 > 1 && false",
      "[1, 2, 3][3] == 1 && false",
      "{0: 1}[1] == 1 && false",
      "['x'][0] && false",
      "false && ['x'][0]",
      "(1 / 0 == 1 && true) && false",
      "(1 / 0 == 1 || false) && false",
      "!(1 / 0 == 1 || true)",
  });
  expect_true({
      "true || (2 / 0 > 3 ? false : true)",
      "(2 / 0 > 3 ? false : true) || true",
      "[1, 2, 3][3] == 1 || true",
      "{0: 1}[1] == 1 || true",
      "['horses'][0] || true",
      "true || [32][0]",
      "{'a': 1}.b || true",
      "(1 / 0 == 1 && true) || true",
      "1 / 0 == 1 || 2 / 0 == 1 || true",
  });
}

// Nor does the type of what a literal has decided.
TEST(CelLogic, ALiteralDecides) {
  expect_true({"true || 32", "'horses' || true"});
  expect_false({"false && 32", "'horses' && false"});
}

TEST(CelLogic, GivesErrorsThatMatter) {
  expect_outcomes({
      {"true && 1 / 0 != 0", "error arithmetic: division by zero"},
      {"1 / 0 != 0 && true", "error arithmetic: division by zero"},
      {"false || 1 / 0 != 0", "error arithmetic: division by zero"},
      {"1 / 0 != 0 || false", "error arithmetic: division by zero"},
      {"1 % 0 != 0 || 1 / 0 != 0", "error arithmetic: modulus by zero"},
      {"['a'][0] && true", "error type: '&&' needs two bools, not string"},
      {"true && ['a'][0]", "error type: '&&' needs two bools, not string"},
      {"false || [1][0]", "error type: '||' needs two bools, not int"},
      {"[1][0] || false", "error type: '||' needs two bools, not int"},
      {"[1][0] && ['a'][0]", "error type: '&&' needs two bools, not int"},
      {"![1][0]", "error type: '!' needs a bool, not int"},
      {"[1][0] ? 1 : 2", "error type: a condition must be a bool, not int"},
  });
}

TEST(CelLogic, ComputesOneBranchOnly) {
  expect_outcomes({
      {"true ? 1 : 2", "1"},
      {"false ? 'foo' : 'bar'", "'bar'"},
      {"true ? 'cows' : 17", "'cows'"},
      {"true ? 1 : 1 / 0", "1"},
      {"false ? 1 / 0 : 2", "2"},
      {"2 / 0 > 4 ? 'baz' : 'quux'", "error arithmetic: division by zero"},
      {"false ? 1 : false ? 2 : 3", "3"},
      {"(true ? false : true) ? 1 : 2", "2"},
      {"true ? (false ? 1 : 2) : 3", "2"},
  });
}

TEST(CelLogic, RefusesWhatIsKnownToBeNoBool) {
  expect_outcomes({
      {"!0", "refused 1: '!' needs a bool, not int"},
      {"!3", "refused 1: '!' needs a bool, not int"},
      {"'horses' && true", "refused 1: '&&' needs two bools, not string"},
      {"true && 32", "refused 9: '&&' needs two bools, not int"},
      {"false || 32", "refused 10: '||' needs two bools, not int"},
      {"'cows' ? false : 17", "refused 1: a condition must be a bool, not string"},
      {"1 ? 2 : 3", "refused 1: a condition must be a bool, not int"},
      {"null && 1",
       "refused 1: '&&' needs two bools, not null\n"
       "refused 9: '&&' needs two bools, not int"},
  });
}

TEST(CelLogic, BindsAsCelSays) {
  expect_true({
      "false && false || true",
      "true || false && false",
      "!false && true",
      "1 + 1 == 2 && 2 * 2 == 4",
      "1 < 2 == true",
      "2 in [1, 2] == true",
      "1 == 1 ? true : false",
  });
}

}  // namespace
}  // namespace runner::testing
