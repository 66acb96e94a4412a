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

TEST(Lint, ATerminatedPoolEndsNobodyElse) {
  const std::string text = R"(scenario: pool
events: [e]
pools: {pool: 1}
processes:
  p: {steps: [{wait: e}]}
main:
  - start: p
  - submit: compute_square
    args: [3]
    pool: pool
    into: h
  - gather: h
  - terminate: pool
  - join: p
)";
  EXPECT_THAT(warnings_of(text),
              testing::ElementsAre("5:22 nobody can end this wait for 'e': nothing triggers it"));
}

TEST(Lint, WhatIsTakenAgainIsHeld) {
  const std::string text = R"(scenario: again
locks: [a]
conditions: [c]
values: {n: 0}
processes:
  waits: {steps: [{lock: c, do: [{if: n > 0, then: [{release: c}, {acquire: c}]}, {wait: c}]}]}
  d: {daemon: true, steps: [{while: true, do: [{start: h}, {join: h}]}]}
  h: {steps: [{print: h}]}
main:
  - start: [waits, d]
  - acquire: a
  - if: n > 0
    then: [{release: a}, {acquire: a}]
  - acquire: a
  - release: a
)";
  EXPECT_THAT(warnings_of(text), testing::UnorderedElementsAre(
                                     "14:14 'a' is held already: its holder waits for itself",
                                     "6:90 nobody can end this wait for 'c': nothing notifies it",
                                     "7:49 a daemon may not start processes, and 'd' is one"));
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

struct Quiet {
  const char* title;
  const char* text;
};

class QuietLint : public testing::TestWithParam<Quiet> {};

// Each of these ends well, however it goes.
TEST_P(QuietLint, AboutWhatEndsWell) {
  EXPECT_THAT(warnings_of(std::string("scenario: quiet\n") + GetParam().text), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    Scenarios, QuietLint,
    testing::Values(Quiet{"FewItemsInALoop", R"y(queues: {q: 10}
processes:
  p: {steps: [{for: x, in: [1, 2], do: [{put: {q: "${x}"}}]}]}
main:
  - start: p
  - join: p
  - get: q
    into: a
  - print: "${a}"
)y"},
                    Quiet{"ItemsOnEitherBranch", R"y(queues: {q: 2}
processes:
  p:
    steps:
      - choose: k
        in: [1, 2]
      - if: k == 1
        then: [{put: {q: 1}}, {put: {q: 2}}]
        else: [{put: {q: 3}}, {put: {q: 4}}]
main:
  - start: p
  - join: p
  - get: q
    into: a
  - print: "${a > 0}"
)y"},
                    Quiet{"AProducerThatIsTerminated", R"y(queues: {q: 1}
processes:
  p: {steps: [{put: {q: 1}}, {put: {q: 2}}]}
main:
  - start: p
  - sleep: 2ms
  - terminate: p
  - join: p
  - get: q
    timeout: 0
    ok: o
  - print: "${p.exitcode != null}"
)y"},
                    Quiet{"AQueueThatIsClosed", R"y(queues: {q: 1}
events: [first]
processes:
  p:
    steps:
      - put: {q: 1}
      - trigger: first
      - try: [{put: {q: 2}}]
        catch: [{print: "${error.kind}"}]
main:
  - start: p
  - wait: first
  - close: q
  - join: p
  - get: q
    into: a
  - print: "${a}"
expect:
  output: |
    closed
    1
)y"},
                    Quiet{"AnInitializerThatGets", R"y(queues: {q: 2}
lists: [l]
pools: {pool: {workers: 1, initializer: ini}}
tasks:
  ini: {steps: [{get: q, into: v}, {append: {l: "${v}"}}]}
processes:
  p: {steps: [{put: {q: 1}}, {put: {q: 2}}, {put: {q: 3}}]}
main:
  - submit: compute_square
    args: [2]
    pool: pool
    into: h
  - start: p
  - join: p
  - get: q
    into: a
  - gather: h
    into: b
  - print: "${a} ${b}"
  - close: pool
)y"},
                    Quiet{"ASpareProcess", R"y(barriers: {b: 2}
processes:
  worker: {count: 3, steps: [{barrier: b}]}
main:
  - start: worker[0]
  - start: worker[1]
  - join: ["worker[0]", "worker[1]"]
  - if: worker[0].exitcode != 0
    then:
      - start: worker[2]
      - join: worker[2]
expect: {exit: {"worker[0]": 0}}
)y"},
                    Quiet{"OneThatLeavesBefore", R"y(barriers: {b: 2}
vars: {extra: false}
processes:
  w: {count: 3, steps: [{if: "index == 2 && !extra", then: [{exit: 0}]}, {barrier: b}]}
main:
  - start: w
  - join: w
)y"},
                    Quiet{"AnInitializerAtABarrier", R"y(barriers: {b: 3}
tasks:
  ini: {steps: [{barrier: b}]}
pools: {pool: {workers: 2, initializer: ini}}
main:
  - submit: compute_square
    args: [2]
    pool: pool
    into: h
  - barrier: b
  - gather: h
  - close: pool
)y"},
                    Quiet{"DaemonsAtABarrier", R"y(barriers: {b: 2}
processes:
  d: {count: 3, daemon: true, steps: [{barrier: b}, {sleep: 60s}]}
main:
  - start: d
  - sleep: 5ms
)y"},
                    Quiet{"APartyThatIsTerminated", R"y(barriers: {b: 2}
processes:
  p: {steps: [{barrier: b}], on_signal: {SIGTERM: [{exit: 0}]}}
main:
  - start: p
  - while: b.waiting == 0
    do: [yield: true]
  - terminate: p
)y"},
                    Quiet{"APartyThatIsKilled", R"y(barriers: {b: 3}
processes:
  p: {steps: [{barrier: b}]}
  q: {steps: [{try: [{barrier: b}], catch: [{print: "${error.kind}"}]}]}
main:
  - start: [p, q]
  - while: b.waiting < 2
    do: [yield: true]
  - kill: p
  - join: q
expect: {output: broken}
)y"},
                    Quiet{"AnItemBehindAnExit", R"y(queues: [q]
vars: {n: 0}
processes:
  p: {steps: [{if: n == 0, then: [{exit: 0}]}, {put: {q: 1}}]}
main:
  - start: p
  - join: p
  - join: q
)y"},
                    Quiet{"ALockTakenBehindAReturn", R"y(locks: [m]
tasks:
  take: {params: [k], steps: [{if: k == 0, then: [{return: 0}]}, {acquire: m}]}
main:
  - call: take
    args: [0]
  - acquire: m
  - release: m
  - call: take
    args: [1]
  - release: m
)y"},
                    Quiet{"AStartBehindAReturn", R"y(tasks:
  go: {params: [k], steps: [{if: k == 0, then: [{return: 0}]}, {start: p}]}
processes:
  p: {steps: [print: hi]}
main:
  - call: go
    args: [0]
  - call: go
    args: [1]
  - join: p
)y"},
                    Quiet{"AnActionThatStarts", R"y(tasks: {act: {steps: [{start: p}]}}
barriers: {b: {parties: 1, action: act}}
processes:
  p: {steps: [print: hi]}
main:
  - barrier: b
  - join: p
)y"},
                    Quiet{"AnInitializerThatAcquires", R"y(conditions: {c: {lock: m}}
locks: [m]
tasks:
  ini: {steps: [{acquire: m}]}
  f: {steps: [{notify: c}, {release: m}, {return: 1}]}
pools: {pool: {workers: 1, initializer: ini}}
main:
  - submit: f
    pool: pool
    into: h
  - gather: h
    into: x
  - print: "${x}"
  - close: pool
)y"},
                    Quiet{"AnActionThatReleases", R"y(locks: [m]
tasks:
  act: {steps: [{if: "m.owner == self.name", then: [{release: m}]}]}
barriers: {b: {parties: 1, action: act}}
main:
  - acquire: m
  - barrier: b
  - acquire: m
  - barrier: b
)y"},
                    Quiet{"AnotherWhoStartsIt", R"y(processes:
  q: {steps: [{start: "p[0]"}]}
  p: {count: 2, steps: [{exit: "${index}"}]}
main:
  - start: q
  - join: q
  - join: p[0]
  - if: "p[0].status == 'initial'"
    then: [{start: "p[0]"}]
  - start: p[1]
)y"},
                    Quiet{"AJoinBeforeTheFirstItem", R"y(queues: [q]
main:
  - join: q
  - put: {q: 1}
  - get: q
    into: a
  - print: "${a}"
)y"},
                    Quiet{"WhoGivesUpALock", R"y(events: [e]
queues: [q]
locks: [m]
barriers: {b: 2}
processes:
  helper: {steps: [{print: helper}]}
  p: {steps: [{wait: e}, {get: q}, {barrier: b}]}
main:
  - start: p
  - acquire: m
  - lock: m
    timeout: 5ms
    do: [{print: never}]
    on_timeout: [{trigger: e}, {put: {q: 1}}, {barrier: b}, {start: helper}, {release: m}]
  - join: [p, helper]
)y"},
                    Quiet{"ReleasesWithinOtherSteps", R"y(locks: [a, b, c, d, e]
queues: [q]
values: {n: 0}
main:
  - acquire: [a, b, c, d]
  - lock: e
    do: [{release: a}]
  - acquire: a
  - try:
      - release: b
      - get: q
        timeout: 1ms
    catch: [{acquire: b}]
  - while: true
    do:
      - release: c
      - if: n == 3
        then: [{break: true}]
      - acquire: c
      - add: {n: 1}
  - acquire: c
  - get: q
    timeout: 1ms
    on_timeout: [{release: d}]
  - acquire: d
  - release: [a, b, c, d]
)y"},
                    Quiet{"ADaemonThatDoesNotStartThem", R"y(processes:
  helper: {steps: [{print: helper}]}
  d: {daemon: true, target: job}
tasks:
  job:
    steps:
      - if: self.daemon
        then: [{print: no children}]
        else: [{start: helper}, {join: helper}]
main: [{start: d}, {join: d}, {call: job}]
)y"},
                    Quiet{"AFailureThatIsExpected", R"y(barriers: {b: 2}
queues: [q]
processes:
  p: {count: 2, steps: [{barrier: b}]}
  late: {steps: [{get: q, timeout: 1ms}, {barrier: b}]}
  wrong: {steps: [{assert: 1 > 2}, {barrier: b}]}
  empty: {steps: [{pop: l}, {wait: e}, {trigger: e}]}
main: [{start: [p, late, wrong, empty]}, {join: [p, late, wrong, empty]}]
expect: {exit: {late: 1, wrong: 1, empty: 1}}
lists: [l]
events: [e]
)y"},
                    Quiet{"ACallThatEndsTheWaitOfAnotherCall", R"y(events: [e]
pools: {p: 2}
tasks:
  waits: {steps: [{wait: e}]}
  triggers: {steps: [{trigger: e}]}
main:
  - submit: waits
    pool: p
  - submit: triggers
    pool: p
)y"},
                    Quiet{"AWaitBehindTheTriggerOfTheRoundBefore", R"y(events: [e]
main:
  - for: i
    in: [0, 1]
    do:
      - if: i == 1
        then: [{wait: e}]
      - trigger: e
)y"},
                    Quiet{"AMisuseThatIsCaught", R"y(conditions: [c]
main:
  - try: [{wait: c}]
    catch: [{print: "${error.kind}"}]
  - lock: c
    do: []
)y"}),
    [](const auto& info) { return std::string(info.param.title); });

}  // namespace
}  // namespace runner
