// What expressions read, and in which order.
#include "scenario/load_testing.h"

namespace runner {
namespace {

// The objects' numbers stand in their names: o0 … and fork 7 … 9; process 1, workers 2 … 3.
constexpr const char* kReadDeclarations = R"(scenario: reads
values: {v0: 0, w1: 0}
lists: {xs2: [1]}
dicts: {d3: {a: 1}}
barriers: {b4: 2}
queues: [q5]
locks: {m6: , fork: {count: 3}}
vars: {n: 3}
)";

// The reads of an expression in the steps of process p, where x is local 1 and `index` local 0.
std::string reads(const std::string& expression) {
  const Scenario scenario = accepted(std::string(kReadDeclarations) +
                                     "processes:\n"
                                     "  p:\n"
                                     "    steps:\n"
                                     "      - let: {x: 1}\n"
                                     "      - let:\n"
                                     "          y: >-\n"
                                     "            ${" +
                                     expression +
                                     "}\n"
                                     "  worker: {count: 2, steps: []}\n");
  if (scenario.groups.empty()) return "";
  return reads_of(scenario.groups[0].frame.steps[1].assignments[0].value);
}

TEST(Reads, OfWhatIsNamedOnceEachInTextualOrder) {
  EXPECT_EQ(reads("w1 + v0"), "object 1, object 0");
  EXPECT_EQ(reads("v0 + w1 + v0"), "object 0, object 1");
  EXPECT_EQ(reads("x + n"), "");
  EXPECT_EQ(reads("true ? v0 : w1"), "object 0, object 1");
  EXPECT_EQ(reads("[v0].all(e, e > w1)"), "object 0, object 1");
}

TEST(Reads, OfSizesAndElementsWhereNothingElseIsNeeded) {
  EXPECT_EQ(reads("size(xs2)"), "size(object 2)");
  EXPECT_EQ(reads("xs2.size()"), "size(object 2)");
  EXPECT_EQ(reads("xs2[x]"), "object 2{%1}");
  EXPECT_EQ(reads("xs2[x + 1]"), "object 2{(%1 + 1)}");
  EXPECT_EQ(reads("d3['a']"), "object 3{\"a\"}");
  EXPECT_EQ(reads("d3.a.b"), "object 3{\"a\"}");
  EXPECT_EQ(reads("d3[self.name]"), "object 3{#0 with self.name}");
}

TEST(Reads, OfTheWholeWhereMoreIsNeeded) {
  EXPECT_EQ(reads("size(xs2) + xs2[0]"), "object 2");
  EXPECT_EQ(reads("xs2[v0]"), "object 2, object 0");
  EXPECT_EQ(reads("has(d3.a)"), "object 3");
  EXPECT_EQ(reads("range(2).map(i, xs2[i])"), "object 2");
  EXPECT_EQ(reads("x > 0 && xs2[x - 1] == 1"), "object 2");
}

TEST(Reads, OfAttributes) {
  EXPECT_EQ(reads("m6.owner"), "object 6.owner");
  EXPECT_EQ(reads("q5.size"), "object 5.size");
  EXPECT_EQ(reads("p.exitcode"), "process 1.exitcode");
  EXPECT_EQ(reads("main.name"), "process 0.name");
  EXPECT_EQ(reads("self.index + self.index"), "self.index");
  EXPECT_EQ(reads("[p, self]"), "process 1, self");
  EXPECT_EQ(reads("live()"), "live()");
}

TEST(Reads, SeveralAttributesOfOneObjectAtOnce) {
  EXPECT_EQ(reads("b4.waiting < b4.parties"), "object 4");
  EXPECT_EQ(reads("q5.size == 0 && q5.closed"), "object 5");
  EXPECT_EQ(reads("b4.waiting + b4.waiting"), "object 4.waiting");
}

TEST(Reads, OfMembersUnderAnIndexOfLocals) {
  EXPECT_EQ(reads("fork[1].owner"), "object 8.owner");
  EXPECT_EQ(reads("fork[n - 1].owner"), "object 9.owner");
  EXPECT_EQ(reads("fork[x].owner"), "object 7…9[%1].owner");
  EXPECT_EQ(reads("fork[(index + 1) % n].owner"), "object 7…9[((%0 + 1) % 3)].owner");
  EXPECT_EQ(reads("worker[1].alive"), "process 3.alive");
  EXPECT_EQ(reads("worker[x]"), "process 2…3[%1]");
}

TEST(Reads, OfWholeArraysOtherwise) {
  EXPECT_EQ(reads("fork[v0].owner"), "object 7…9, object 0");
  EXPECT_EQ(reads("range(3).all(i, fork[i].owner == null)"), "object 7…9");
  EXPECT_EQ(reads("worker.all(w, w.exitcode == 0)"), "process 2…3");
  EXPECT_EQ(reads("x < n && fork[x].owner == null"), "object 7…9");
}

TEST(Reads, OfObjectParameters) {
  const Scenario scenario = accepted(R"(scenario: parameters
tasks:
  t:
    params: [{xs: list}, {m: lock}, {p: process}, plain]
    steps:
      - print: ${size(xs)} ${m.owner} ${p.alive} ${plain} ${xs}
)");
  EXPECT_EQ(reads_of(*scenario.tasks[0].frame.steps[0].value), "%0, %1.owner, %2.alive");
}

}  // namespace
}  // namespace runner
