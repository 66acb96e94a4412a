#include "world/simulate.h"

#include <gmock/gmock.h>

#include <csignal>
#include <set>

#include "world/test_scenario.h"

namespace runner::world {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;
using testing::UnorderedElementsAre;

struct Told {
  RunResult result;
  std::vector<std::string> lines;
  std::vector<Event> events;
};

Told run(std::string_view steps, uint64_t seed = 0, std::optional<double> timeout = std::nullopt) {
  const Program program = program_of(steps);
  Story story;
  RunOptions options;
  options.seed = seed;
  options.timeout = timeout;
  options.sink = &story;
  Told run;
  run.result = simulate(program, options);
  run.lines = story.lines();
  run.events = story.events();
  return run;
}

TEST(Simulate, TellsTheSameStoryForTheSameSeed) {
  constexpr std::string_view kSteps = R"(
processes:
  p: {count: 4, steps: [{sleep: 0.1}, {print: "a ${index} ${now()}"}, {print: "b ${randint(1, 100)}"}]}
)";
  for (uint64_t seed = 0; seed < 5; ++seed)
    EXPECT_EQ(run(kSteps, seed).lines, run(kSteps, seed).lines);
}

TEST(Simulate, SleepsInVirtualTime) {
  const Told r = run(R"(
processes:
  late: {steps: [{sleep: 2m}, {print: late}]}
  early: {steps: [{sleep: 1m}, {print: "early ${now()}"}]}
)");
  EXPECT_THAT(r.lines, ElementsAre("early 2025-01-01 00:01:00", "late"));
  EXPECT_DOUBLE_EQ(r.result.seconds, 120);
}

TEST(Simulate, FiftySeedsShowARace) {
  constexpr std::string_view kSteps = R"(
values: {counter: 0}
processes: {p: {count: 2, steps: [{repeat: 2, do: [{set: {counter: "${counter + 1}"}}]}]}}
observe: [counter]
)";
  std::set<int64_t> seen;
  for (uint64_t seed = 0; seed < 50; ++seed)
    seen.insert(run(kSteps, seed).result.observed.front().as_int());
  EXPECT_EQ(seen, (std::set<int64_t>{2, 3, 4}));
}

TEST(Simulate, LocksAreOwned) {
  const Told r = run(R"(
locks: {m: , r: {reentrant: true}}
processes: {p: {steps: [{try: [{release: m}], catch: [{print: "${error.message}"}]}]}}
main:
  - try: [{release: m}]
    catch: [{print: "${error.kind}: ${error.message}"}]
  - acquire: m
  - start: p
  - join: p
  - acquire: m
    timeout: 0
    ok: again
  - acquire: r
  - acquire: r
  - release: r
  - print: "${again} ${r.owner}"
)");
  EXPECT_THAT(r.lines, ElementsAre("misuse: m is not held by this process",
                                   "m is held by MainProcess: only its holder may release it",
                                   "False MainProcess"));
}

TEST(Simulate, ADeadOwnersLockFollowsItsPolicy) {
  const Told r = run(R"(
locks: {e: , r: {on_owner_death: release}, h: {on_owner_death: hold}}
processes: {p: {steps: [{acquire: [e, r, h]}]}}
main:
  - start: p
  - join: p
  - try: [{acquire: e}]
    catch: [{print: "${error.kind}: ${error.message}"}]
  - acquire: e
  - acquire: r
  - print: "${e.owner} ${r.owner} ${h.owner}"
  - acquire: h
)");
  EXPECT_THAT(r.lines,
              ElementsAre("owner_died: e was held by p, which died", "MainProcess MainProcess p"));
  ASSERT_TRUE(r.result.deadlock);
  EXPECT_EQ(r.result.deadlock->category, "killed holder");
  EXPECT_EQ(r.result.deadlock->processes.front().doing,
            "waits for lock h, held by p, which has ended");
}

TEST(Simulate, LooksAtEveryStateForWhatShallAlwaysHold) {
  const Told r = run(R"(
values: {v: 1}
main: [{set: {v: 2}}, {set: {v: 3}}, {set: {v: 1}}]
expect: {always: [v < 3, v > 0]}
)");
  ASSERT_EQ(r.result.always.size(), 2u);
  EXPECT_FALSE(r.result.always[0].is_true());
  EXPECT_TRUE(r.result.always[1].is_true());
}

TEST(Simulate, NotifyWakesAsManyAsAsked) {
  const Told r = run(R"(
conditions: [c]
values: {n: 0}
processes: {p: {count: 6, steps: [{acquire: c}, {wait: c}, {add: {n: 1}}, {release: c}]}}
main:
  - start: p
  - sleep: 1
  - for: k
    in: [2, 4, 3]
    do:
      - acquire: c
      - notify: c
        count: ${k}
      - release: c
      - sleep: 1
      - print: "${n} ${c.waiting}"
)");
  EXPECT_THAT(r.lines, ElementsAre("2 4", "6 0", "6 0"));
}

TEST(Simulate, AConditionWaitThatIsLateHoldsTheLockAgain) {
  const Told r = run(R"(
locks: [m]
conditions: {c: m}
main:
  - lock: m
    do:
      - wait: c
        timeout: 0.5
        ok: woken
      - print: "${woken} ${m.owner} ${elapsed()}"
)");
  EXPECT_THAT(r.lines, ElementsAre("False MainProcess 0.5"));
}

TEST(Simulate, BarriersGiveEachIndexOnceAndRunTheActionOnce) {
  const Told r = run(R"(
barriers: {b: {parties: 3, action: act}}
lists: {out: []}
tasks: {act: {steps: [{append: {out: -1}}]}}
processes: {p: {count: 3, steps: [{barrier: b, into: i}, {append: {out: "${i}"}}]}}
main:
  - start: p
  - join: p
  - for: x
    in: out
    do: [{print: "${x}"}]
)");
  ASSERT_EQ(r.lines.front(), "-1");
  EXPECT_THAT(r.lines, UnorderedElementsAre("-1", "0", "1", "2"));
}

TEST(Simulate, ABarrierBreaksForAllWhenOneIsLate) {
  const Told r = run(R"(
barriers: {b: {parties: 3, timeout: 0.5}}
processes:
  p:
    count: 2
    steps: [{try: [{barrier: b}], catch: [{print: "${error.kind}"}]}]
main:
  - start: p
  - sleep: 1
  - try: [{barrier: b}]
    catch: [{print: "late: ${error.kind} ${b.broken}"}]
  - join: p
  - reset: b
  - print: "${b.broken} ${b.waiting}"
)");
  EXPECT_THAT(r.lines, UnorderedElementsAre("timeout", "broken", "late: broken True", "False 0"));
}

TEST(Simulate, AKilledPartyBreaksTheBarrierButAHandledSignalDoesNot) {
  const Told r = run(R"(
barriers: {b: 2, c: 2}
processes:
  p: {steps: [{barrier: b}]}
  s: {on_signal: {SIGUSR1: [{print: handled}]}, steps: [{barrier: c}]}
main:
  - start: [p, s]
  - sleep: 1
  - kill: p
  - send: SIGUSR1
    to: s
  - join: s
  - print: "${b.broken} ${c.broken} ${c.waiting}"
)");
  EXPECT_THAT(r.lines, ElementsAre("handled", "True False 0"));
}

TEST(Simulate, WaitingGetsAreServedInTheOrderOfTheirArrival) {
  const Told r = run(R"(
queues: [q]
processes:
  g: {count: 5, steps: [{sleep: "${index * 0.1}"}, {get: q, into: x}, {print: "${index}:${x}"}]}
main:
  - start: g
  - sleep: 1
  - for: i
    in: range(5)
    do: [{put: {q: "${i}"}}, {sleep: 0.1}]
)");
  EXPECT_THAT(r.lines, ElementsAre("0:0", "1:1", "2:2", "3:3", "4:4"));
}

TEST(Simulate, AClosedQueueIsDrainedAndThenFails) {
  const Told r = run(R"(
queues: {q: 1}
processes: {p: {steps: [{try: [{put: {q: 2}}], catch: [{print: "put: ${error.kind}"}]}]}}
main:
  - put: {q: 1}
  - start: p
  - sleep: 1
  - close: q
  - get: q
    into: x
  - print: "${x} ${q.closed}"
  - try: [{get: q}]
    catch: [{print: "get: ${error.message}"}]
)");
  EXPECT_THAT(r.lines, UnorderedElementsAre("put: closed", "1 True", "get: queue q is closed"));
}

TEST(Simulate, JoiningAQueueWaitsForEveryTaskDone) {
  const Told r = run(R"(
queues: [q]
processes:
  w: {count: 4, daemon: true, steps: [{while: true, do: [{get: q}, {sleep: 0.1}, {task_done: q}]}]}
main:
  - start: w
  - for: i
    in: range(10)
    do: [{put: {q: "${i}"}}]
  - join: q
  - print: "${elapsed()}"
  - task_done: q
)");
  EXPECT_THAT(r.lines,
              ElementsAre(testing::StartsWith("0.3"),
                          "MainProcess failed: task_done on q more often than there were items"));
}

TEST(Simulate, SignalsActAsPosixSays) {
  const Told r = run(R"(
events: [never]
processes:
  plain: {steps: [{wait: never}]}
  handles: {on_signal: {SIGTERM: [{print: handled}, {exit: 7}]}, steps: [{wait: never}]}
  ignores: {on_signal: {SIGTERM: ignore}, steps: [{sleep: 10}]}
main:
  - start: [plain, handles, ignores]
  - terminate: [plain, handles]
  - send: SIGTERM
    to: ignores
  - join: ignores
    timeout: -1
  - print: "${plain.exitcode} ${handles.exitcode} ${ignores.alive}"
  - kill: ignores
  - print: "${ignores.exitcode}"
)");
  EXPECT_THAT(r.lines, ElementsAre("handled", "-15 7 True", "-9"));
}

TEST(Simulate, ASignalOnAConditionComesWithTheLockHeld) {
  const Told r = run(R"(
locks: [m]
conditions: {c: m}
processes:
  p: {on_signal: {SIGTERM: [{print: "handler: ${m.owner}"}]}, steps: [{lock: m, do: [{wait: c}]}]}
main:
  - start: p
  - sleep: 1
  - lock: m
    do: [{send: SIGTERM, to: p}, {sleep: 1}, {print: "main: ${m.owner}"}]
  - join: p
  - print: "${c.waiting} ${p.exitcode}"
)");
  EXPECT_THAT(r.lines, ElementsAre("main: MainProcess", "handler: None", "0 0"));
}

TEST(Simulate, ChildrenOfAKilledParentAreKilled) {
  const Told r = run(R"(
events: [never]
processes:
  child: {steps: [{wait: never}]}
  parent: {steps: [{start: child}, {join: child}]}
main:
  - start: parent
  - sleep: 1
  - terminate: parent
  - print: "${parent.exitcode} ${child.exitcode}"
)");
  EXPECT_THAT(r.lines, ElementsAre("-15 -9"));
}

TEST(Simulate, NumbersAreThoseOfTheStarter) {
  const Told r = run(R"(
processes:
  a: {name: null, steps: [{start: [b, c]}, {join: [b, c]}, {print: "${self.name}"}]}
  b: {steps: [{print: "${self.name}"}]}
  c: {name: null, steps: [{print: "${self.name}"}]}
main: [{start: a}, {join: a}]
)");
  EXPECT_THAT(r.lines, UnorderedElementsAre("b", "Process-1:2", "Process-1"));
}

TEST(Simulate, DaemonsEndWithTheirParent) {
  const Told r = run(R"(
processes:
  d: {daemon: true, steps: [{sleep: 100}, {print: never}]}
  stubborn: {daemon: true, on_signal: {SIGTERM: ignore}, steps: [{sleep: 100}]}
main: [{start: [d, stubborn]}]
)");
  EXPECT_TRUE(r.lines.empty());
  EXPECT_EQ(r.result.processes[1].exit_code, -15);
  EXPECT_EQ(r.result.processes[2].exit_code, -9);
  EXPECT_FALSE(r.result.processes[2].failed);
}

TEST(Simulate, UncaughtErrorsAreReportedAndEndTheProcess) {
  const Told r = run("processes: {p: {steps: [{assert: 1 > 2}]}}\n");
  EXPECT_THAT(r.lines, ElementsAre("p failed: assertion failed: 1 > 2"));
  EXPECT_EQ(r.result.processes[1].exit_code, 1);
  EXPECT_TRUE(r.result.processes[1].failed);
  EXPECT_EQ(r.events[2].line, 2);
}

TEST(Simulate, MisuseOfProcessesIsAnErrorOfWhoeverDoesIt) {
  const Told r = run(R"(
processes:
  p: {steps: [{print: p}]}
  d: {daemon: true, steps: [{try: [{start: p}], catch: [{print: "${error.message}"}]}]}
main:
  - try: [{join: p}]
    catch: [{print: "${error.message}"}]
  - start: d
  - join: d
  - start: p
  - join: p
  - try: [{start: p}]
    catch: [{print: "${error.message}"}]
)");
  EXPECT_THAT(r.lines, ElementsAre("p was not started", "a daemon may not start processes", "p",
                                   "p was started before"));
}

TEST(Simulate, PoolsKeepTheOrderOfTheInput) {
  const Told r = run(R"(
pools: {pool: 3}
tasks: {sq: {params: [x], steps: [{sleep: "${1.0 / (x + 1)}"}, {return: "${x * x}"}]}}
main:
  - map: sq
    over: range(5)
    pool: pool
    into: r
  - print: "${r}"
  - map: sq
    over: range(3)
    pool: pool
    unordered: true
    into: r
  - print: "${r}"
  - submit: sq
    args: [9]
    pool: pool
    into: h
  - gather: h
    into: r
  - print: "${r}"
  - close: pool
)");
  EXPECT_THAT(r.lines, ElementsAre("[0, 1, 4, 9, 16]", "[4, 1, 0]", "81"));
}

TEST(Simulate, AMapWaitsForAllAndFailsWithTheFirstError) {
  const Told r = run(R"(
pools: {pool: 2}
values: {n: 0}
tasks: {f: {params: [x], steps: [{add: {n: 1}}, {if: x % 2 == 1, then: [{fail: "bad ${x}"}]}, {return: "${x}"}]}}
main:
  - try: [{map: f, over: range(6), pool: pool, chunk: 1}]
    catch: [{print: "${error.kind} ${error.message.contains('bad 1 (item 1, ForkPoolWorker-')} ${n}"}]
  - map: f
    over: [2, 3]
    pool: pool
    on_error: keep
    into: r
  - print: "${r[0]} ${r[1].error.startsWith('bad 3')}"
)");
  EXPECT_THAT(r.lines, ElementsAre("fail True 6", "2 True"));
}

TEST(Simulate, AWorkerThatDiesIsReplaced) {
  const Told r = run(R"(
pools: {once: 1, again: {workers: 1, on_worker_death: {retry: 1}}}
values: {n: 0}
tasks:
  die: {params: [x], steps: [{kill: self}]}
  first: {params: [x], steps: [{add: {n: 1}, into: k}, {if: k == 1, then: [{kill: self}]}, {return: "${k}"}]}
  name: {params: [x], steps: [{return: "${self.name}"}]}
main:
  - try: [{map: die, over: [1], pool: once}]
    catch: [{print: "${error.kind}: ${error.message}"}]
  - map: name
    over: [1]
    pool: once
    into: r
  - print: "${r}"
  - map: first
    over: [1]
    pool: again
    into: r
  - print: "${r}"
)");
  EXPECT_THAT(r.lines, ElementsAre("terminated: worker ForkPoolWorker-1 died (SIGKILL) during die",
                                   "['ForkPoolWorker-2']", "[2]"));
}

TEST(Simulate, APoolWhoseInitializerFailsGivesUp) {
  const Told r = run(R"(
pools: {pool: {workers: 2, initializer: init}}
tasks: {init: {steps: [{fail: no}]}}
main:
  - try: [{map: compute_square, over: [1], pool: pool}]
    catch: [{print: "${error.message}"}]
)");
  EXPECT_THAT(r.lines, ElementsAre("the pool's initializer failed: no"));
}

TEST(Simulate, WaitsForAnyOfSeveral) {
  const Told r = run(R"(
events: [e]
queues: [q]
processes: {p: {steps: [{sleep: 1}]}}
main:
  - start: p
  - wait: [e, q, p]
    into: ready
  - print: "${ready} ${elapsed()}"
  - put: {q: 1}
  - trigger: e
  - wait: [e, q]
    into: ready
  - print: "${ready}"
)");
  EXPECT_THAT(r.lines, ElementsAre("['p'] 1.0", "['e', 'q']"));
}

TEST(Simulate, TheShorterTimeoutEndsTheRun) {
  const Told r = run(R"(
timeout: 5
events: [never]
processes: {p: {steps: [{while: true, do: [{sleep: 1}]}]}}
)",
                     0, 3.5);
  EXPECT_TRUE(r.result.timed_out);
  EXPECT_FALSE(r.result.deadlock);
  EXPECT_DOUBLE_EQ(r.result.seconds, 3.5);
  ASSERT_EQ(r.result.time_limit.size(), 2u);
  EXPECT_EQ(r.result.time_limit[0].doing, "joins p");
  EXPECT_EQ(r.result.time_limit[1].doing, "sleeps");
}

TEST(Simulate, TellsTheEndOfThoseWhoAreLeft) {
  const auto ends = [](const Told& told) {
    std::vector<std::pair<std::string, int64_t>> ends;
    for (const Event& event : told.events)
      if (event.kind == EventKind::kEnded) ends.emplace_back(event.name, event.number);
    return ends;
  };
  constexpr std::string_view kSleeps = "processes: {p: {steps: [{sleep: 60}]}}\n";
  EXPECT_THAT(ends(run(kSleeps, 0, 1)),
              ElementsAre(Pair("MainProcess", -SIGTERM), Pair("p", -SIGTERM)));
  constexpr std::string_view kWaits = "events: [e]\nprocesses: {p: {steps: [{wait: e}]}}\n";
  EXPECT_THAT(ends(run(kWaits)), ElementsAre(Pair("MainProcess", -SIGKILL), Pair("p", -SIGKILL)));
}

TEST(Simulate, ComputingAndSpinningTakeTime) {
  EXPECT_TRUE(run("main: [{while: true, do: [{let: {x: 1}}]}]\n", 0, 0.05).result.timed_out);
  EXPECT_TRUE(run("values: {v: 0}\nmain: [{while: v == 0, do: []}]\n", 0, 0.1).result.timed_out);
  const Told r = run(R"(
events: [e]
processes: {p: {steps: [{sleep: 0.01}, {trigger: e}]}}
main: [{start: p}, {while: "!e", do: []}, {print: done}]
)");
  EXPECT_THAT(r.lines, ElementsAre("done"));
}

TEST(Simulate, DeadlocksSayWhoWaitsForWhat) {
  const Told r = run(R"(
locks: [a, b]
processes:
  p: {steps: [{lock: a, do: [{sleep: 0.1}, {lock: b, do: []}]}]}
  q: {steps: [{lock: b, do: [{sleep: 0.1}, {lock: a, do: []}]}]}
)");
  ASSERT_TRUE(r.result.deadlock);
  const Deadlock& deadlock = *r.result.deadlock;
  EXPECT_EQ(deadlock.category, "lock cycle");
  EXPECT_FALSE(deadlock.partial);
  ASSERT_EQ(deadlock.processes.size(), 3u);
  EXPECT_EQ(deadlock.processes[0].doing, "joins p");
  EXPECT_FALSE(deadlock.processes[0].in_cycle);
  EXPECT_EQ(deadlock.processes[1].doing, "waits for lock b, held by q");
  EXPECT_THAT(deadlock.processes[1].holds, ElementsAre("a"));
  EXPECT_TRUE(deadlock.processes[1].in_cycle);
  EXPECT_EQ(deadlock.processes[1].at.line, 5);
  EXPECT_DOUBLE_EQ(deadlock.processes[1].since, 0.1);
}

std::string category(std::string_view steps) {
  const Told r = run(steps);
  if (!r.result.deadlock) return "none";
  return r.result.deadlock->category + (r.result.deadlock->partial ? ", partial" : "");
}

TEST(Simulate, DeadlocksHaveTheirClass) {
  EXPECT_EQ(category("locks: [m]\nmain: [{acquire: m}, {acquire: m}]\n"), "self-deadlock");
  EXPECT_EQ(category("barriers: {b: 2}\nmain: [{barrier: b}]\n"), "short barrier");
  EXPECT_EQ(category(R"(
barriers: {b: {parties: 1, action: again}}
tasks: {again: {steps: [{barrier: b}]}}
main: [{barrier: b}]
)"),
            "self-deadlock");
  EXPECT_EQ(category("queues: [q]\nmain: [{get: q}]\n"), "queue with no partner");
  EXPECT_EQ(category("semaphores: {s: 0}\nmain: [{acquire: s}]\n"), "no one left to wake it");
  EXPECT_EQ(category(R"(
processes: {a: {steps: [{sleep: 1}, {join: b}]}, b: {steps: [{join: a}]}}
main: [{start: [a, b]}]
)"),
            "join cycle");
  EXPECT_EQ(category(R"(
conditions: [c]
processes: {p: {steps: [{sleep: 1}, {acquire: c}, {wait: c}]}}
main: [{start: p}, {acquire: c}, {notify: c}, {release: c}]
)"),
            "lost wakeup");
  EXPECT_EQ(category(R"(
events: [e]
processes: {p: {steps: [{wait: e}]}, q: {steps: [{sleep: 10}]}}
)"),
            "no one left to wake it, partial");
}

}  // namespace
}  // namespace runner::world
