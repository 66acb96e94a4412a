// CEL's macros.
#include "expr/expr_testing.h"

namespace runner::testing {
namespace {

TEST(CelMacros, All) {
  expect_true({
      "[1, 2, 3].all(e, e > 0)",
      "[].all(e, e > 0)",
      "{}.all(k, k == 1)",
      "{'key1': 1, 'key2': 2}.all(k, k.startsWith('key'))",
      "['signer'].all(signer, ['artifact'].all(artifact, true))",
      "range(5).all(i, i < 5)",
  });
  expect_false({
      "[1, 2, 3].all(e, e == 2)",
      "[1, 2, 3].all(e, e == 17)",
      "[1, 'foo', 3].all(e, e == 1)",
      "[1, 2, 3].all(e, 6 / (2 - e) == 6)",
      "[0, 'foo', 3].all(e, e % 2 == 1)",
      "{'key1': 1, 'key2': 2}.all(k, k == 'key2')",
  });
  expect_outcomes({
      {"[1, 'foo', 3].all(e, e % 2 == 1)", "error type: '%' needs two ints, not string and int"},
      {"[1, 2, 3].all(e, e / 0 != 17)", "error arithmetic: division by zero"},
      {"[1, 'a'].all(e, [true, e][1])", "error type: a condition must be a bool, not int"},
  });
}

TEST(CelMacros, Exists) {
  expect_true({
      "[1, 2, 3].exists(e, e > 0)",
      "[1, 2, 3].exists(e, e == 2)",
      "[1, 'foo', 3].exists(e, e != '1')",
      "{'key1': 1, 'key2': 2}.exists(k, k == 'key2')",
      "!{'key1': 1, 'key2': 2}.exists(k, k == 'key3')",
      "{'key': 1, 1: 21}.exists(k, k != 2)",
      "!{'key': 1, 1: 42}.exists(k, k == 2)",
      "[0, 1].exists(e, 1 / e == 1)",
      "['a', true].exists(e, e)",
  });
  expect_false({
      "[].exists(e, e == 2)",
      "[1, 2, 3].exists(e, e > 3)",
      "[1, 'foo', 3].exists(e, e == '10')",
  });
  expect_outcomes({
      {"[1, 2, 3].exists(e, e / 0 == 17)", "error arithmetic: division by zero"},
      {"['a', false].exists(e, e)", "error type: a condition must be a bool, not string"},
  });
}

TEST(CelMacros, ExistsOne) {
  expect_true({
      "[7].exists_one(a, a == 7)",
      "[6, 7, 8].exists_one(foo, foo % 5 == 2)",
      "{6: 'six', 7: 'seven', 8: 'eight'}.exists_one(foo, foo % 5 == 2)",
  });
  expect_false({
      "[].exists_one(a, a == 7)",
      "[8].exists_one(a, a == 7)",
      "[1, 2, 3].exists_one(x, x > 20)",
      "[0, 1, 2, 3, 4].exists_one(n, n % 2 == 1)",
      "['foal', 'foo', 'four'].exists_one(n, n.startsWith('fo'))",
  });
  expect_outcomes({
      {"[3, 2, 1, 0].exists_one(n, 12 / n > 1)", "error arithmetic: division by zero"},
      {"[1].exists_one(n, [n][0])", "error type: a condition must be a bool, not int"},
  });
}

TEST(CelMacros, Filter) {
  expect_outcomes({
      {"[].filter(n, n % 2 == 0)", "[]"},
      {"[2].filter(n, n == 2)", "[2]"},
      {"[1].filter(n, n > 3)", "[]"},
      {"[1, 2, 3].filter(e, e > 3)", "[]"},
      {"[0, 1, 2, 3, 4].filter(x, x % 2 == 1)", "[1, 3]"},
      {"[1, 2, 3].filter(n, n > 0)", "[1, 2, 3]"},
      {"['signer'].filter(signer, ['artifact'].all(artifact, true))", "['signer']"},
      {"{'John': 'smart', 'Paul': 'cute'}.filter(key, key == 'Paul')", "['Paul']"},
      {"[[1], [2, 3]].filter(xs, size(xs) == 2)", "[[2, 3]]"},
      {"[3, 2, 1, 0].filter(n, 12 / n > 4)", "error arithmetic: division by zero"},
      {"[1, 2].filter(n, [n][0])", "error type: a condition must be a bool, not int"},
      {"range(6).filter(n, n % 2 == 0)", "[0, 2, 4]"},
  });
}

TEST(CelMacros, Map) {
  expect_outcomes({
      {"[].map(n, n / 2)", "[]"},
      {"[3].map(n, n * n)", "[9]"},
      {"[2, 4, 6].map(n, n / 2)", "[1, 2, 3]"},
      {"['a', 'b'].map(s, s + s)", "['aa', 'bb']"},
      {"[2, 1, 0].map(n, 4 / n)", "error arithmetic: division by zero"},
      {"{'John': 'smart'}.map(key, key)", "['John']"},
      {"[1, 2, 3, 4].map(n, n % 2 == 0, n * n)", "[4, 16]"},
      {"[1, 2].map(n, [n], n)", "refused 15: a condition must be a bool, not list"},
      {"[1, 2].map(n, [n][0], n)", "error type: a condition must be a bool, not int"},
      {"[[1, 2], [3]].map(xs, xs.map(x, x * 10))", "[[10, 20], [30]]"},
      {"[1, 2].map(a, [10, 20].map(b, a * b))", "[[10, 20], [20, 40]]"},
      {"[1, 2].map(a, [a, a])", "[[1, 1], [2, 2]]"},
      {"range(3).map(i, {'i': i})", "[{'i': 0}, {'i': 1}, {'i': 2}]"},
      {"range(2, 5).map(i, i)", "[2, 3, 4]"},
      {"range(5, 2).map(i, i)", "[]"},
      {"range(-2, 1).map(i, i)", "[-2, -1, 0]"},
      {"range(9223372036854775807, -9223372036854775808).map(i, i)", "[]"},
      {"range(9223372036854775806, 9223372036854775807).map(i, i)", "[9223372036854775806]"},
      {"['a'].map(x, x + 'b').map(y, y + 'c')", "['abc']"},
      {"[1, 2, 3].map(x, x).size()", "3"},
  });
}

TEST(CelMacros, UseWhatLiesAround) {
  const std::map<std::string, Value> values = {
      {"limit", Value::integer(2)}, {"xs", Value::list({Value::integer(1), Value::integer(3)})}};
  EXPECT_EQ(outcome("xs.filter(x, x > limit)", values), "[3]");
  EXPECT_EQ(outcome("xs.map(x, xs.map(y, x * y + limit))", values), "[[3, 5], [5, 11]]");
  EXPECT_EQ(outcome("xs.map(x, x)", values), "[1, 3]");
  EXPECT_EQ(outcome("xs == xs.map(x, x) && xs[0] == 1", values), "True");
}

TEST(CelMacros, RefuseWhatIsNoLoop) {
  expect_outcomes({
      {"1.map(x, x)", "refused 3: map() needs a list or a map, not int"},
      {"'abc'.map(c, c)", "refused 7: map() needs a list or a map, not string"},
      {"true.all(x, x)", "refused 6: all() needs a list or a map, not bool"},
      {"['abc'][0].map(c, c)", "error type: a macro needs a list or a map, not string"},
      {"[1].all(x)",
       "refused 5: all() takes a variable and an expression of it (write xs.all(x, x > 0))"},
      {"[1].map(x, 1, 2, 3)",
       "refused 5: map() takes a variable and an expression of it (write xs.map(x, x + 1))"},
      {"[1].filter(x, true, x)",
       "refused 5: filter() takes a variable and an expression of it (write xs.filter(x, x > 0))"},
      {"[1].all(1, true)",
       "refused 9: the first argument of all() must be a plain name "
       "(write xs.all(x, …) and use x in the expression)"},
      {"[1].all(x.y, true)",
       "refused 11: the first argument of all() must be a plain name "
       "(write xs.all(x, …) and use x in the expression)"},
      {"[1].all(x, x)", "error type: a condition must be a bool, not int"},
      {"[1].all(x, 1)", "refused 12: a condition must be a bool, not int"},
      {"all([1], x)",
       "refused 1: unknown function 'all' (write xs.all(x, …))\n"
       "refused 10: unknown name 'x'"},
  });
}

TEST(CelMacros, WatchTheirVariablesNames) {
  const std::string choose = " (choose another name for the variable)";
  EXPECT_EQ(outcome("[1].all(taken, true)", {{"taken", Value::integer(1)}}),
            "refused 9: 'taken' is already a local" + choose);
  EXPECT_EQ(outcome("[1].all(x, [2].all(x, true))"),
            "refused 20: 'x' is already the variable of a macro around this one" + choose);
  for (const std::string reserved : {"self", "main", "index", "error"}) {
    EXPECT_EQ(outcome("[1].map(" + reserved + ", 1)"),
              "refused 9: '" + reserved + "' is reserved" + choose);
  }
  EXPECT_EQ(outcome("[1].map(if, 1)"),
            "refused 9: 'if' is a reserved word of CEL, it cannot be a "
            "name (write condition ? a : b)");
  EXPECT_EQ(outcome("[1].all(x, true) && [2].all(x, x == 2)"), "True");
  EXPECT_EQ(outcome("[1].all(size, size == 1)"), "True");
}

TEST(CelMacros, HasTellsWhetherAKeyIsThere) {
  expect_true({"has({'a': 1}.a)", "has({'a': null}.a)", "has({'a': {'b': 1}}.a.b)",
               "has({'foo.txt': 32}.`foo.txt`)"});
  expect_false({"has({}.a)", "has({'a': 1}.b)", "has({'a': {}}.a.b)"});
  expect_outcomes({
      {"has({}.a.b)", "error key: no such key: 'a'"},
      {"has([1][0].a)", "error type: has() needs a map or a process, not int"},
      {"has(1.5.a)", "refused 1: has() needs a map or a process, not double"},
      {"has({})", "refused 1: has() takes one selection (write has(m.key), or key in m)"},
      {"has({'a': 1}['a'])",
       "refused 1: has() takes one selection (write has(m.key), or key in m)"},
      {"has()", "refused 1: has() takes one selection (write has(m.key), or key in m)"},
  });
}

}  // namespace
}  // namespace runner::testing
