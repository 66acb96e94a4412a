// What steps become.
#include "expr/ast.h"
#include "expr/text_form.h"
#include "scenario/load_testing.h"

namespace runner {
namespace {

const Step& only_step(const Scenario& scenario) {
  return scenario.main->steps[0];
}

Scenario with_main(const std::string& step, const std::string& declarations = "") {
  return accepted("scenario: steps\n" + declarations + "main:\n" + step);
}

TEST(Steps, ValuesKeepTheirTypesAndTemplates) {
  const Scenario scenario = with_main(R"(  - let:
      a: 5
      b: "5"
      c: ${1 + 1}
      d: "x = ${a}"
      e: [1, "${a}", {k: yes}]
      f: [1, 2.0, null]
)");
  const auto& assignments = only_step(scenario).assignments;
  std::vector<std::string> texts;
  for (const Assignment& assignment : assignments) texts.push_back(ast_text(assignment.value.ast));
  EXPECT_THAT(texts, testing::ElementsAre("5", "\"5\"", "(1 + 1)", testing::HasSubstr("%0"),
                                          "[1, %0, {\"k\": \"yes\"}]", "[1, 2.0, null]"));
  EXPECT_EQ(assignments[5].value.ast.kind, AstKind::kLiteral);
  EXPECT_THAT(scenario.main->slots, testing::ElementsAre("a", "b", "c", "d", "e", "f"));
}

TEST(Steps, DurationsThatAreKnownAreSeconds) {
  const Scenario scenario = with_main(R"(  - sleep: 250us
  - work: 2m
    by: wall
  - sleep: "${0.5}"
  - lock: m
    timeout: -1
    do: []
)",
                                      "locks: [m]\n");
  const Steps& steps = scenario.main->steps;
  EXPECT_DOUBLE_EQ(steps[0].value->ast.value.as_double(), 250e-6);
  EXPECT_DOUBLE_EQ(steps[1].value->ast.value.as_double(), 120);
  EXPECT_TRUE(steps[1].wall_clock);
  EXPECT_DOUBLE_EQ(steps[3].timeout->ast.value.as_double(), -1);
}

TEST(Steps, ReferencesAreBare) {
  const Scenario scenario = with_main(R"(  - let: {i: 1}
  - acquire: fork[0]
  - acquire: fork[n - 1]
  - acquire: fork[(i + 1) % n]
  - release: ["fork[0]", m]
  - release: fork
  - start: worker
  - join: ["worker[1]", main, self]
  - for: p
    in: live()
    do: [terminate: p]
)",
                                      "vars: {n: 3}\nlocks: {fork: {count: 3}, m: }\n"
                                      "processes: {worker: {count: 2, steps: []}}\n");
  const auto targets = [&](size_t step) {
    std::vector<std::string> texts;
    for (const Reference& target : scenario.main->steps[step].targets) {
      texts.push_back(text_of(target));
    }
    return texts;
  };
  EXPECT_THAT(targets(1), testing::ElementsAre("object 0"));
  EXPECT_THAT(targets(2), testing::ElementsAre("object 2"));
  EXPECT_THAT(targets(3), testing::ElementsAre("object 0…2[((%0 + 1) % 3)]"));
  EXPECT_THAT(targets(4), testing::ElementsAre("object 0", "object 3"));
  EXPECT_THAT(targets(5), testing::ElementsAre("object 0…2"));
  EXPECT_TRUE(scenario.main->steps[5].targets[0].array);
  EXPECT_THAT(targets(6), testing::ElementsAre("process 1…2"));
  EXPECT_THAT(targets(7), testing::ElementsAre("process 2", "process 0", "self"));
  EXPECT_EQ(text_of(scenario.main->steps[8].body[0].targets[0]), "%1");
  EXPECT_EQ(scenario.main->steps[3].targets[0].text, "fork[(i + 1) % n]");
}

TEST(Steps, PlacesHavePaths) {
  const Scenario scenario = with_main(R"(  - let: {x: [[1]]}
  - let: {"x[0][0]": 2}
  - set:
      d["k"].deep: 1
      xs[size(xs) - 1]: 2
  - put: {"jobs[1]": 1}
  - remove: d["k"]
  - pop: xs
    index: 0
    into: y
)",
                                      "lists: [xs]\ndicts: [d]\nqueues: {jobs: {count: 2}}\n");
  const Steps& steps = scenario.main->steps;
  const Place& local = steps[1].assignments[0].place;
  EXPECT_TRUE(local.local);
  EXPECT_EQ(local.slot, 0);
  EXPECT_EQ(local.path.size(), 2u);
  const Place& deep = steps[2].assignments[0].place;
  EXPECT_EQ(text_of(deep.object), "object 1");
  EXPECT_EQ(deep.path.size(), 2u);
  EXPECT_EQ(reads_of(steps[2].assignments[1].place.path[0]), "size(object 0)");
  EXPECT_EQ(text_of(steps[3].assignments[0].place.object), "object 3");
  EXPECT_EQ(steps[4].assignments[0].place.path.size(), 1u);
  EXPECT_TRUE(steps[5].index.has_value());
  EXPECT_EQ(steps[5].into, 1);
}

TEST(Steps, CallsMatchArgumentsByNameAndInOrder) {
  const Scenario scenario = accepted(R"(scenario: calls
lists: [out]
pools: {pool: 2}
tasks:
  t: {params: [a, {xs: list}], steps: [append: {xs: "${a}"}]}
  pass: {params: [{xs: list}], steps: [{call: t, args: [1, xs]}]}
main:
  - {call: t, args: {xs: out, a: 1}}
  - {submit: t, args: [2, out], pool: pool, into: h}
  - {call: do_something, args: [10], into: list}
  - {call: do_something, args: {size: 10, out: out}}
  - {gather: h}
  - map: compute_square
    over: list
    pool: pool
    star: true
    unordered: true
    on_error: keep
    chunk: 2
)");
  const Steps& steps = scenario.main->steps;
  EXPECT_EQ(steps[0].arguments[0].kind, Argument::Kind::kValue);
  EXPECT_EQ(text_of(*steps[0].arguments[1].reference), "object 0");
  EXPECT_EQ(text_of(*steps[1].pool), "object 1");
  EXPECT_EQ(steps[2].arguments[1].kind, Argument::Kind::kAbsent);
  EXPECT_EQ(steps[3].callee->kind, Callee::Kind::kKernel);
  EXPECT_EQ(text_of(*scenario.tasks[1].frame.steps[0].arguments[1].reference), "%0");
  EXPECT_TRUE(steps[5].star && steps[5].unordered && steps[5].keep_errors);
}

TEST(Steps, EachCatchHasAnErrorOfItsOwn) {
  const Scenario scenario = with_main(R"(  - try: [fail: outer]
    catch:
      - try: [fail: inner]
        catch: [print: "${error.message}"]
      - print: ${error.message}
)");
  const Step& outer = only_step(scenario);
  const Step& inner = outer.otherwise[0];
  EXPECT_NE(outer.variable, inner.variable);
  EXPECT_EQ(ast_text(inner.otherwise[0].value->ast),
            "%" + std::to_string(inner.variable) + ".message");
  EXPECT_EQ(ast_text(outer.otherwise[1].value->ast),
            "%" + std::to_string(outer.variable) + ".message");
}

TEST(Steps, LocalsLiveToTheEndOfTheirFrame) {
  const Scenario scenario = with_main(R"(  - if: true
    then: [let: {x: 1}]
  - print: ${x}
  - for: i
    in: range(2)
    do: []
  - print: ${i}
)");
  EXPECT_THAT(scenario.main->slots, testing::ElementsAre("x", "i"));
}

TEST(Steps, TimeoutsHaveTwoAnswers) {
  const Scenario scenario = with_main(R"(  - get: q
    into: x
    timeout: 10ms
    ok: in_time
  - wait: [q, h]
    timeout: 0
    into: ready
    on_timeout: [print: late]
)",
                                      "queues: [q]\nevents: [h]\n");
  const Steps& steps = scenario.main->steps;
  EXPECT_EQ(steps[0].into, 0);
  EXPECT_EQ(steps[0].ok, 1);
  ASSERT_TRUE(steps[1].on_timeout.has_value());
  EXPECT_EQ(steps[1].on_timeout->size(), 1u);
}

TEST(Steps, SourcesAreExpressionsOrLists) {
  const Scenario scenario = with_main(R"(  - for: a
    in: [1, two, "${1 + 2}"]
    do: []
  - for: b
    in: range(3)
    do: []
  - choose: c
    in: [true, false]
)");
  EXPECT_EQ(ast_text(scenario.main->steps[0].value->ast), "[1, \"two\", (1 + 2)]");
  EXPECT_EQ(ast_text(scenario.main->steps[1].value->ast), "range(3)");
  EXPECT_EQ(ast_text(scenario.main->steps[2].value->ast), "[true, false]");
}

}  // namespace
}  // namespace runner
