// Orders that matter although it does not look so: an exploration that leaves out orders has to
// come to the same outcomes.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "expr/text_form.h"
#include "world/exploration.h"
#include "world/test_scenario.h"

namespace runner::world {
namespace {

using Outcomes = std::set<std::string>;

Outcomes outcomes(std::string_view steps, bool partial_order) {
  ExplorationRequest request;
  request.partial_order = partial_order;
  Outcomes outcomes;
  for (const ExplorationOutcome& outcome : explore(program_of(steps), request).outcomes) {
    std::string text;
    for (const auto& [name, value] : outcome.values) text += name + "=" + to_repr(value) + " ";
    outcomes.insert(text);
  }
  return outcomes;
}

void expect_outcomes(std::string_view steps, const Outcomes& expected) {
  EXPECT_EQ(outcomes(steps, false), expected);
  EXPECT_EQ(outcomes(steps, true), expected);
}

TEST(Interference, OfAPoolsWorkerThatBeginsAgain) {
  expect_outcomes(R"(
values: {x: 0, y: 0}
pools: {pool: {workers: 1, tasks_per_worker: 1}}
tasks:
  add_one: {params: [n], steps: [{add: {x: 1}}, {return: "${n}"}]}
processes:
  reader: {steps: [{set: {y: "${x}"}}]}
  owner: {steps: [{map: add_one, over: range(2), pool: pool, chunk: 1, into: u}]}
observe: [x, y]
main: [{start: [reader, owner]}]
)",
                  {"x=2 y=0 ", "x=2 y=1 ", "x=2 y=2 "});
}

TEST(Interference, OfAPoolsWorkerThatIsReplaced) {
  expect_outcomes(R"(
values: {x: 0, y: 0}
pools: {pool: {workers: 1, on_worker_death: {retry: 1}}}
tasks:
  add_one: {steps: [{add: {x: 1}, into: n}, {if: n == 1, then: [{kill: self}]}]}
processes:
  reader: {steps: [{set: {y: "${x}"}}]}
  owner: {steps: [{submit: add_one, pool: pool, into: h}, {gather: h, into: u}]}
observe: [x, y]
main: [{start: [reader, owner]}]
)",
                  {"x=2 y=0 ", "x=2 y=1 ", "x=2 y=2 "});
}

TEST(Interference, OfAnyConditionOfAnArrayWithTheLock) {
  expect_outcomes(R"(
locks: [m]
conditions: {c: {lock: m, count: 2}}
values: {v: 1, first: none}
processes:
  p:
    steps:
      - let: {i: "${v}"}
      - {lock: "c[i]", do: [{if: first == "none", then: [{set: {first: p}}]}]}
  q:
    steps:
      - {lock: m, do: [{if: first == "none", then: [{set: {first: q}}]}]}
observe: [first]
main: [{start: [p, q]}]
)",
                  {"first='p' ", "first='q' "});
}

TEST(Interference, OfAnEndWithWhoTakesTheLockThroughItsCondition) {
  expect_outcomes(R"(
locks: {m: {on_owner_death: release}}
conditions: {c: m}
events: [e]
values: {got: null}
processes:
  p: {steps: [{acquire: m}, {trigger: e}]}
  q: {steps: [{wait: e}, {acquire: c, timeout: 0, ok: g}, {set: {got: "${g}"}}]}
observe: [got]
main: [{start: [p, q]}]
)",
                  {"got=False ", "got=True "});
}

TEST(Interference, OfAnEndWithWhoLooksAtItsArgument) {
  expect_outcomes(R"(
values: {x: null, y: null}
tasks:
  look: {params: [{one: process}], steps: [{set: {x: "${one.alive}"}}]}
  await:
    params: [{one: process}]
    steps: [{join: one, timeout: 1, ok: in_time}, {set: {y: "${in_time}"}}]
processes:
  p: {steps: [{yield: true}]}
  q: {steps: [{call: look, args: [p]}]}
  r: {steps: [{call: await, args: [p]}]}
observe: [x, y]
main: [{start: [p, q, r]}]
)",
                  {"x=False y=False ", "x=False y=True ", "x=True y=False ", "x=True y=True "});
}

TEST(Interference, OfAStartWithAJoinOfAnArgument) {
  expect_outcomes(R"(
values: {x: null}
tasks:
  await:
    params: [{one: process}]
    steps: [{try: [{join: one}], catch: [{set: {x: "${error.kind}"}}]}]
processes:
  p: {steps: [{yield: true}]}
  q: {steps: [{call: await, args: [p]}]}
observe: [x]
main: [{start: q}, {start: p}]
)",
                  {"x='misuse' ", "x=None "});
}

TEST(Interference, OfWhatALocalMeansOnceALoopHasBoundIt) {
  expect_outcomes(R"(
events: {es: {count: 2}}
values: {out: none}
processes:
  q: {steps: [{wait: "es[1]", timeout: 1, ok: in_time}, {set: {out: "${in_time}"}}]}
  p: {steps: [{let: {x: 0}}, {for: x, in: [1], do: [{trigger: "es[x]"}]}]}
observe: [out]
main: [{start: [p, q]}]
)",
                  {"out=False ", "out=True "});
}

TEST(Interference, OfWhatFollowsAChangeWithinALocal) {
  expect_outcomes(R"(
values: {v: 0, out: none}
tasks:
  two: {steps: [{set: {v: 1}}, {set: {v: 3}}]}
processes:
  q: {steps: [{set: {v: 2}}, {set: {out: "${v}"}}]}
  p: {steps: [{let: {xs: [0]}}, {let: {"xs[0]": 1}}, {if: "xs[0] == 1", then: [{call: two}]}]}
observe: [out]
main: [{start: [p, q]}]
)",
                  {"out=1 ", "out=2 ", "out=3 "});
}

TEST(Interference, OfWhatIsReleasedInCallsThatGoRound) {
  expect_outcomes(R"(
locks: [m]
values: {v: 0, out: 0}
tasks:
  f:
    params: [n]
    steps:
      - if: n <= 0
        then: [{release: m}]
        else: [{call: g, args: ["${n - 1}"]}, {set: {v: 2}}]
  g: {params: [n], steps: [{call: f, args: ["${n}"]}]}
processes:
  q: {steps: [{lock: m, do: [{set: {v: 1}}, {set: {out: "${v}"}}]}]}
  p: {steps: [{acquire: m}, {call: f, args: [1]}]}
observe: [v, out]
main: [{start: [p, q]}]
)",
                  {"v=1 out=1 ", "v=2 out=1 ", "v=2 out=2 "});
}

TEST(Interference, OfAReplicaThatAnArgumentNames) {
  expect_outcomes(R"(
values: {k: 0, out: none}
events: [go]
tasks:
  end:
    params: [{one: process}]
    steps: [{while: k < 2, do: [{yield: true}]}, {kill: one}, {trigger: go}]
processes:
  w: {count: 2, steps: [{add: {k: 1}, into: t}, {wait: go}, {set: {out: "${t}"}}]}
  q: {target: end, args: ["w[1]"]}
main: [{start: [w, q]}]
observe: [out]
)",
                  {"out=1 ", "out=2 "});
}

TEST(Interference, OfAnEndWithARuleOnTheLockThatItLeaves) {
  for (const bool partial_order : {false, true}) {
    ExplorationRequest request;
    request.partial_order = partial_order;
    const Exploration exploration = explore(program_of(R"yaml(
locks: {m: {on_owner_death: release}}
events: [e]
values: {v: 0}
processes:
  p: {steps: [{acquire: m}, {trigger: e}]}
  q: {steps: [{wait: e}, {set: {v: 1}}]}
main: [{start: [p, q]}]
expect: {always: "!(m.owner != null && v == 1)"}
)yaml"),
                                            request);
    EXPECT_FALSE(exploration.failures.empty()) << partial_order;
  }
}

// Releasing beyond the bound fails, and who comes first is the one who does not.
TEST(Interference, OfReleasesOfAnyBoundedSemaphoreOfAnArray) {
  expect_outcomes(R"(
semaphores: {s: {value: 1, count: 2, bounded: true}}
values: {v: 1, failed: none}
processes:
  taker: {steps: [{acquire: "s[1]"}]}
  p:
    steps:
      - let: {i: "${v}"}
      - {try: [{release: "s[i]"}], catch: [{set: {failed: p}}]}
  q:
    steps:
      - let: {i: "${v}"}
      - {try: [{release: "s[i]"}], catch: [{set: {failed: q}}]}
observe: [failed]
main: [{start: taker}, {join: taker}, {start: [p, q]}]
)",
                  {"failed='p' ", "failed='q' "});
}

}  // namespace
}  // namespace runner::world
