// The lints' words are pinned by tests/errors/lint_*.yaml; here is where they keep quiet.
#include <filesystem>
#include <fstream>
#include <sstream>

#include "scenario/load_testing.h"

namespace runner {
namespace {

namespace fs = std::filesystem;
using testing::IsEmpty;

TEST(Lint, SaysNothingAboutTheShippedScenarios) {
  for (const auto& entry : fs::directory_iterator(fs::path(RUNNER_SOURCE_DIR) / "scenarios")) {
    if (entry.path().extension() != ".yaml") continue;
    std::ostringstream text;
    text << std::ifstream(entry.path()).rdbuf();
    EXPECT_THAT(warnings_of(text.str()), IsEmpty()) << entry.path();
  }
}

TEST(Lint, KeepsQuietAboutTexts) {
  const std::string text = R"(scenario: texts
vars: {n: 3}
values: {c: 0, state: idle, unset: }
locks: {fork: {count: 2}}
lists: {xs: []}
queues: [q]
pools: {workers: 1}
tasks:
  take: {params: [{o: lock}, x], steps: [{lock: o, do: [{print: "${x}"}]}]}
main:
  - let: {item: c, file: item.txt, label: "item-1", other: worker-1}
  - print: ${item} ${file} ${label} ${other} ${c} ${state} ${unset} ${xs}
  - set: {state: c, unset: c, c: "${c + 1}"}
  - put: {q: {c: 1}}
  - put: {q: {nobody}}
  - append: {xs: "$${c}"}
  - call: take
    args: ["fork[0]", n]
  - submit: take
    args:
      - fork[1]
      - n
    pool: workers
  - call: take
    args: {x: item, o: "fork[1]"}
  - print: '{"c": 1} {{c}} $nobody {nobody} US$n ${{"c": n}} ${"{c}"}'
  - print: c + 1
  - fail: c + 1
)";
  EXPECT_THAT(warnings_of(text), IsEmpty());
}

TEST(Lint, KeepsQuietAboutWaitsThatAreOver) {
  const std::string text = R"y(scenario: waits
vars: {n: 0}
values: {x: 1}
events: {e: {count: 3}, never: null}
conditions: [c]
queues: {unfilled: null, closed: null}
semaphores: {slots: {value: "${index}", count: 3}}
tasks:
  in_turn: {params: [i], steps: [{repeat: 2, do: [{trigger: "e[i]"}, {let: {i: 1}}]}]}
  perhaps: {params: [i], steps: [{if: x > 10, then: [{let: {i: 1}}]}, {trigger: "e[i]"}]}
processes:
  p: {target: in_turn, args: [0]}
  q: {target: perhaps, args: [2]}
  waits: {steps: [{wait: never}]}
  ended: {steps: [{start: waits}, {join: waits}]}
main:
  - lock: c
    do: [{wait: c, until: x > 0}]
  - for: i
    in: [1, 2]
    do: [{acquire: "slots[i]"}]
  - repeat: ${n}
    do: [{put: {unfilled: 1}}]
  - close: closed
  - try: [{put: {closed: 1}}]
    catch: [{print: closed}]
  - join: [unfilled, closed]
  - start: [p, q]
  - wait: e[1]
  - wait: e[2]
  - if: n == 1
    then: [{start: waits}]
  - start: ended
  - terminate: ended
)y";
  EXPECT_THAT(warnings_of(text), IsEmpty());
}

TEST(Lint, FindsTheCycleOfTheNaivePhilosophers) {
  const std::string text = R"(scenario: philosophers
vars: {n: 3}
locks: {fork: {count: "${n}"}}
processes:
  philosopher:
    count: ${n}
    steps:
      - lock: fork[index]
        do:
          - lock: fork[(index + 1) % n]
            do: []
)";
  EXPECT_THAT(warnings_of(text),
              testing::ElementsAre("10:19 locks are taken in opposite orders: fork[0], fork[1], "
                                   "fork[2], then fork[0] again"));
}

TEST(Lint, KeepsQuietAboutOrderedOrGatedLocks) {
  const std::string ordered = R"(scenario: ordered
locks: {fork: {count: 3}}
processes:
  philosopher:
    count: 3
    steps:
      - let:
          first: ${min(index, (index + 1) % 3)}
          second: ${max(index, (index + 1) % 3)}
      - lock: fork[first]
        do:
          - lock: fork[second]
            do: []
)";
  EXPECT_THAT(warnings_of(ordered), IsEmpty());
  const std::string alone = R"(scenario: alone
locks: [a, b]
main:
  - lock: a
    do: [{lock: b, do: []}]
  - lock: b
    do: [{lock: a, do: []}]
)";
  EXPECT_THAT(warnings_of(alone), IsEmpty());
  const std::string timed = R"(scenario: timed
locks: [a, b]
processes:
  one: {steps: [{lock: a, do: [{lock: b, timeout: 1, ok: x, do: []}]}]}
  two: {steps: [{lock: b, do: [{lock: a, do: []}]}]}
)";
  EXPECT_THAT(warnings_of(timed), IsEmpty());
}

TEST(Lint, KeepsQuietWhereItCannotKnow) {
  const std::string text = R"(scenario: unknown
barriers: {b: {count: 2, parties: 2}}
values: {which: 0}
tasks: {begin: {params: [{p: process}], steps: [start: p]}}
processes:
  worker: {steps: [{barrier: "b[which]"}, {barrier: "b[0]"}]}
  other: {steps: []}
main:
  - call: begin
    args: [other]
  - join: other
  - for: p
    in: "[worker]"
    do: [start: p]
)";
  EXPECT_THAT(warnings_of(text), IsEmpty());
}

TEST(Lint, KeepsQuietAboutRecursionAndGenerations) {
  const std::string text = R"(scenario: recursion
tasks:
  down:
    params: [n]
    steps:
      - if: n > 0
        then:
          - call: down
            args: ["${n - 1}"]
processes:
  p: {target: down, args: [3]}
main: [start: p]
)";
  EXPECT_THAT(warnings_of(text), IsEmpty());
}

}  // namespace
}  // namespace runner
