// Lists and maps: joining, indexing, selecting.
#include "expr/expr_testing.h"

namespace runner::testing {
namespace {

TEST(CelCollections, JoinsLists) {
  expect_outcomes({
      {"[0, 1, 2] + [3, 4, 5]", "[0, 1, 2, 3, 4, 5]"},
      {"[2] + [2]", "[2, 2]"},
      {"[] + []", "[]"},
      {"[] + [3, 4]", "[3, 4]"},
      {"[1, 2] + []", "[1, 2]"},
      {"[1] + ['a']", "[1, 'a']"},
      {"[1] + [2] + [3] + [4]", "[1, 2, 3, 4]"},
  });
  const std::map<std::string, Value> values = {{"xs", Value::list({Value::integer(1)})}};
  EXPECT_EQ(outcome("xs + xs", values), "[1, 1]");
  EXPECT_EQ(outcome("[xs + xs + xs, xs]", values), "[[1, 1, 1], [1]]");
}

TEST(CelCollections, IndexesLists) {
  expect_outcomes({
      {"[7, 8, 9][0]", "7"},
      {"[7, 8, 9][0.0]", "7"},
      {"[7, 8, 9][2.0]", "9"},
      {"['foo'][0]", "'foo'"},
      {"[0, 1, 1, 2, 3, 5, 8, 13][4]", "3"},
      {"[[[[['foo']]]]][0][0][0][0][0]", "'foo'"},
      {"[1, 2, 3][3]", "error index: index 3 is outside the list of 3"},
      {"[1, 2, 3][-1]", "error index: index -1 is outside the list of 3"},
      {"[][0]", "error index: index 0 is outside the list of 0"},
      {"[7, 8, 9][0.1]", "error type: a list's index is an int, not 0.1"},
      {"[1, 2, 3]['']", "refused 11: a list's index is an int, not string"},
      {"[1, 2, 3][true]", "refused 11: a list's index is an int, not bool"},
      {"[1, 2, 3][[''][0]]", "error type: a list's index is an int, not string"},
      {"'abc'[0]", "refused 6: a string has no elements"},
      {"['abc'][0][0]", "error type: string has no elements"},
      {"1[0]", "refused 2: an int has no elements"},
  });
}

TEST(CelCollections, LooksUpKeys) {
  expect_outcomes({
      {"{0: 1, 2: 2, 5: true}[5]", "True"},
      {"{true: 5}[true]", "5"},
      {"{'n': 'x'}['n']", "'x'"},
      {"{'n': 'x'}.n", "'x'"},
      {"{1: 'a'}[1.0]", "'a'"},
      {"{'map': {'k': 'v'}, 'list': [1]}['map'].k", "'v'"},
      {"{'/api/v1': true}.`/api/v1`", "True"},
      {"{'content-type': 'json'}.`content-type` == 'json'", "True"},
      {"{true: null}[true]", "None"},
      {"{0: 1, 2: 2, 5: 3}[1]", "error key: no such key: 1"},
      {"{'a': 1}.b", "error key: no such key: 'b'"},
      {"{'a': 1}['b']", "error key: no such key: 'b'"},
      {"{1: 'a'}[1.5]", "error key: no such key: 1.5"},
      {"{1: 'a'}['1']", "error key: no such key: '1'"},
      {"{1: 'a'}[true]", "error key: no such key: True"},
      {"{1: 'a'}[null]", "refused 10: a map's key is a bool, an int or a string, not null"},
      {"{1: 'a'}[[null][0]]", "error type: a map's key is a bool, an int or a string, not null"},
  });
}

TEST(CelCollections, SelectsReservedWordsToo) {
  for (const std::string word :
       {"as", "break", "const", "continue", "else", "for", "function", "if", "import", "let",
        "loop", "package", "namespace", "return", "var", "void", "while"}) {
    EXPECT_EQ(outcome("{'" + word + "': 1}." + word), "1");
    EXPECT_NE(outcome(word).find("is a reserved word of CEL"), std::string::npos) << word;
  }
  EXPECT_EQ(outcome("{'in': 1}.in"), "refused 11: 'in' cannot be selected (write m[\"in\"])");
}

TEST(CelCollections, RefusesToSelectFromScalars) {
  expect_outcomes({
      {"1.5.a", "refused 5: a double has no attribute 'a'"},
      {"'abc'.length", "refused 7: a string has no attribute 'length' (write size(x))"},
      {"[1].size", "refused 5: a list has no attribute 'size' (write size(x))"},
      {"null.a", "refused 6: a null has no attribute 'a'"},
      {"[15][0].pancakes", "error type: int has no attribute 'pancakes'"},
  });
}

TEST(CelCollections, SelectsAttributesOfProcesses) {
  ProcessBody body;
  body.name = "worker";
  body.pid = 12;
  body.parent_pid = 10;
  body.index = 3;
  body.status = ProcessStatus::kStarted;
  std::map<std::string, Value> values = {{"p", Value::process(body)}};
  EXPECT_EQ(outcome("[p.name, p.pid, p.alive, p.exitcode, p.daemon, p.index, p.status]", values),
            "['worker', 12, True, None, False, 3, 'started']");
  EXPECT_EQ(outcome("has(p.pid) && !has(p.nope)", values), "True");
  EXPECT_EQ(outcome("p.nope", values), "error key: a process has no attribute 'nope'");
  EXPECT_EQ(outcome("p == p && p in [p] && p != 1", values), "True");
  EXPECT_EQ(outcome("p + 1", values),
            "error type: '+' needs two numbers, two strings or two lists, not process and int");
  body.status = ProcessStatus::kStopped;
  body.has_exit_code = true;
  body.exit_code = -15;
  values["p"] = Value::process(body);
  EXPECT_EQ(outcome("[p.alive, p.exitcode, p.status]", values), "[False, -15, 'stopped']");
  body = {};
  values["p"] = Value::process(body);
  EXPECT_EQ(outcome("[p.alive, p.pid, p.status]", values), "[False, None, 'initial']");
}

TEST(CelCollections, NestsAsDeepAsCelDemands) {
  expect_outcomes({
      {"size([[[[[[[[[[[[0]]]]]]]]]]]])", "1"},
      {"size({0: {0: {0: {0: {0: {0: {0: {0: {0: {0: {0: {0: 'foo'}}}}}}}}}}}})", "1"},
      {"((((((((((((((((((((((((((((((((7))))))))))))))))))))))))))))))))", "7"},
      {"!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!true", "True"},
      {"--------------------------------19", "19"},
      {"[[[[[[[[[[[['foo']]]]]]]]]]]][0][0][0][0][0][0][0][0][0][0][0][0]", "'foo'"},
      {"3 - 3 + 3 - 3 + 3 - 3 + 3 - 3 + 3 - 3 + 3 - 3 + 3 - 3 + 3 - 3 + 3 - 3 + 3 - 3 + 3", "3"},
      {"4 * 4 / 4 * 4 / 4 * 4 / 4 * 4 / 4 * 4 / 4 * 4 / 4 * 4 / 4 * 4 / 4 * 4 / 4 * 4 / 4", "4"},
  });
  EXPECT_EQ(outcome("[0][[0][[0][[0][[0][[0][[0][[0][[0][[0][[0][[0][0]]]]]]]]]]]]"), "0");
  std::string conditional = "1";
  std::string alternatives = "true";
  std::string conjunction = "false";
  std::string calls = "7";
  for (int i = 0; i < 32; ++i) {
    conditional = "false ? 0 : " + conditional;
    alternatives = "false || " + alternatives;
    conjunction = "true && " + conjunction;
    calls = "int(" + calls + ")";
  }
  EXPECT_EQ(outcome(conditional), "1");
  EXPECT_EQ(outcome(alternatives), "True");
  EXPECT_EQ(outcome(conjunction), "False");
  EXPECT_EQ(outcome(calls), "7");
}

}  // namespace
}  // namespace runner::testing
