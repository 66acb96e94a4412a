// What steps become: the listing of a routine, as `runner check --listing` prints it.
#include <gtest/gtest.h>

#include <string>

#include "program/program.h"
#include "scenario/load.h"

namespace runner {
namespace {

Program compiled(const std::string& text) {
  const Source source("x.yaml", "scenario: x\n" + text);
  Diagnostics diagnostics;
  std::optional<Scenario> scenario = load_scenario(source, {}, diagnostics);
  EXPECT_TRUE(scenario.has_value()) << render(source, diagnostics);
  return scenario ? compile(std::move(*scenario)) : Program{};
}

std::string all_of(const std::string& text) {
  return "\n" + listing(compiled(text));
}

// The listing of main, without its heading.
std::string main_of(const std::string& text) {
  const std::string all = all_of(text);
  const size_t heading = all.find("\nmain (");
  const size_t begin = all.find('\n', heading + 1) + 1;
  size_t end = begin;
  while (end < all.size() && all[end] == ' ') end = all.find('\n', end) + 1;
  return "\n" + all.substr(begin, end - begin);
}

TEST(Compile, ReadsComeBeforeTheExpressionInTextualOrder) {
  EXPECT_EQ(main_of(R"(values: {a: 1, b: 2}
lists: [xs]
main:
  - set: {a: "${b + (size(xs) > 3 ? xs[b] : a)}"}
)"),
            R"(
   0  read b -> %1
   1  read xs -> %2
   2  read a -> %3
   3  %0 = (#0 + ((size(#1) > 3) ? #1[#0] : #2))
   4  store a %0
   5  return
)");
}

TEST(Compile, ABranchThatIsNeverTakenIsReadAllTheSame) {
  EXPECT_EQ(main_of(R"(values: {a: 1}
main:
  - if: false && a > 1
    then: [{print: yes}]
)"),
            R"(
   0  read a -> %0
   1  unless (false && (#0 > 1)) jump 4
   2  %0 = 'yes'
   3  print %0
   4  return
)");
}

TEST(Compile, Loops) {
  EXPECT_EQ(main_of(R"(main:
  - while: true
    do:
      - repeat: 2
        do: [{break: true}]
      - continue: true
)"),
            R"(
   0  unless true jump 8
   1  %0 = 2
   2  count check %0
   3  count next %0 else 6
   4  jump 6
   5  jump 3
   6  jump 0
   7  jump 0
   8  return
)");
}

TEST(Compile, ALockBlockIsReleasedHoweverItIsLeft) {
  EXPECT_EQ(main_of(R"(locks: [m]
main:
  - while: true
    do:
      - lock: m
        do:
          - if: random() < 0.5
            then: [{break: true}]
          - return: 1
)"),
            R"(
   0  unless true jump 13
   1  acquire m
   2  unless (random() < 0.5) jump 5
   3  release m
   4  jump 13
   5  %0 = 1
   6  %1 = None
   7  exit %1
   8  release m
   9  jump 12
  10  release m
  11  rethrow
  12  jump 0
  13  return
      cleanup 2..4 -> 10
      cleanup 5..9 -> 10
)");
}

TEST(Compile, ATimeoutRaisesOrAnswersOrGoesElsewhere) {
  EXPECT_EQ(main_of(R"(locks: [m]
queues: [q]
events: [e]
main:
  - acquire: m
    timeout: 1s
  - get: q
    timeout: 2
    ok: got
    into: x
  - wait: e
    timeout: 10ms
    on_timeout: [{print: late}]
  - release: m
)"),
            R"(
   0  %2 = 1.0
   1  deadline %2 %2
   2  acquire m until %2
   3  %2 = 2.0
   4  deadline %2 %2
   5  get q until %2 late 8 -> %1:x
   6  %0:got = True
   7  jump 9
   8  %0:got = False
   9  %2 = 0.01
  10  deadline %2 %2
  11  wait event e until %2 late 13
  12  jump 15
  13  %3 = 'late'
  14  print %3
  15  release m
  16  return
)");
}

TEST(Compile, CatchLooksInsideOut) {
  EXPECT_EQ(main_of(R"(main:
  - try:
      - try: [{fail: inner}]
        catch: [{fail: outer}]
    catch: [{print: "${error.message}"}]
)"),
            R"(
   0  %2 = 'inner'
   1  raise fail %2
   2  jump 6
   3  catch %0:error
   4  %2 = 'outer'
   5  raise fail %2
   6  jump 10
   7  catch %1:error
   8  %2 = %1.message
   9  print %2
  10  return
      catch 0..2 -> 3
      catch 0..6 -> 7
)");
}

TEST(Compile, AnArrayIsItsMembers) {
  EXPECT_EQ(main_of(R"(locks: {fork: {count: 2}}
vars: {n: 2}
main:
  - acquire: fork
  - for: i
    in: range(2)
    do: [{release: "fork[(i + 1) % n]"}]
)"),
            R"(
   0  %1 = -1
   1  range next %1 of 2 else 4
   2  acquire fork[%1]
   3  jump 1
   4  %1 = range(2)
   5  check list %1
   6  %2 = 0
   7  for next %1 -> %0:i else 11
   8  %3 = ((%0 + 1) % 2)
   9  release fork[%3]
  10  jump 7
  11  return
)");
}

TEST(Compile, SeveralKeysAreSeveralStores) {
  EXPECT_EQ(main_of(R"(values: {a: 1}
dicts: [d]
main:
  - set: {a: 2, 'd["k"]': "${a}"}
  - add: {a: 1}
    into: now_it_is
)"),
            R"(
   0  %1 = 2
   1  store a %1
   2  %1 = 'k'
   3  read a -> %3
   4  %2 = %3
   5  store d [%1] %2
   6  %1 = 1
   7  add a %1 -> %0:now_it_is
   8  return
)");
}

TEST(Compile, PoolsAndKernels) {
  EXPECT_EQ(main_of(R"(pools: {pool: 2}
main:
  - map: compute_square
    over: range(3)
    pool: pool
    into: squares
  - call: do_something
    args: {size: 2}
    into: list
  - submit: compute_square
    args: [4]
    pool: pool
    into: h
  - gather: h
    into: x
  - close: pool
)"),
            R"(
   0  %4 = range(3)
   1  check list %4
   2  pool submit pool compute_square %4 mapped -> %5
   3  pool gather %5 -> %0:squares
   4  %4 = 2
   5  %5 = None
   6  call kernel 0 %4+2 -> %1:list
   7  %4 = 4
   8  %5 = list %4+1
   9  pool submit pool compute_square %5 star -> %2:h
  10  %4 = %2:h
  11  branch not list %4 jump 20
  12  %5 = 0
  13  %6 = []
  14  for next %4 -> %7 else 18
  15  pool gather %7 -> %7
  16  append local %6 %7
  17  jump 14
  18  %3:x = %6
  19  jump 21
  20  pool gather %4 -> %3:x
  21  pool close pool
  22  return
)");
}

TEST(Compile, ConditionsWaitInALoop) {
  EXPECT_EQ(main_of(R"(conditions: [c]
values: {n: 0}
main:
  - lock: c
    do:
      - wait: c
        until: n > 0
      - notify: c
        count: 2
)"),
            R"(
   0  acquire c
   1  read n -> %0
   2  if (#0 > 0) jump 5
   3  condition wait c
   4  jump 1
   5  %0 = 2
   6  notify c %0
   7  release c
   8  jump 11
   9  release c
  10  rethrow
  11  return
      cleanup 1..8 -> 9
)");
}

TEST(Compile, WithoutMainTheProcessesAreStartedAndJoined) {
  EXPECT_EQ(all_of(R"(processes:
  a: {steps: [{print: a}]}
  b: {after: [a], steps: [{print: b}]}
  c: {daemon: true, steps: [{sleep: 1}]}
)"),
            R"(
main (3 slots)
   0  %0 = [0, 0, 0]
   1  implicit next %0 %1 wait 4 done 7
   2  start %1
   3  jump 1
   4  wait any %1 -> %2
   5  implicit mark %0 %1 %2
   6  jump 1
   7  join a
   8  join b
   9  return
process a (2 slots)
   0  %1 = 'a'
   1  print %1
   2  return
process b (2 slots)
   0  %1 = 'b'
   1  print %1
   2  return
process c (2 slots)
   0  %1 = 1.0
   1  deadline %1 %1
   2  sleep until %1
   3  return
process 0 'MainProcess' runs main
process 1 'a' runs process a
process 2 'b' runs process b
process 3 'c' runs process c, daemon
)");
}

TEST(Compile, HandlersAndConditionsAreRoutinesOfTheirOwn) {
  EXPECT_EQ(all_of(R"(values: {n: 0}
barriers: {sync: {parties: 1, action: tick}}
tasks:
  tick: {steps: [{add: {n: 1}}]}
processes:
  p:
    steps: [{barrier: sync}]
    on_signal: {SIGTERM: [{exit: 3}], SIGINT: ignore}
main: [{start: p}]
observe: [n]
expect: {finally: n == 1, always: n <= 1}
)"),
            R"(
task tick (1 slots)
   0  %0 = 1
   1  add n %0
   2  return
main (0 slots)
   0  start p
   1  return
process p (2 slots)
   0  barrier wait sync -> %1
   1  branch no action %1 jump 7
   2  call action %1
   3  barrier pass sync -> %1
   4  jump 7
   5  barrier fail sync
   6  rethrow
   7  return
      cleanup 2..3 -> 5
handler of p (2 slots)
   0  %1 = 3
   1  exit %1
   2  return
finally n == 1 (2 slots)
   0  read n -> %1
   1  %0 = (#0 == 1)
   2  return %0
observe n (2 slots)
   0  read n -> %1
   1  %0 = %1
   2  return %0
always n <= 1 (2 slots)
   0  read n -> %1
   1  %0 = (#0 <= 1)
   2  return %0
process 0 'MainProcess' runs main
process 1 'p' runs process p
)");
}

// One inside the other, but not so for whoever compiles them.
TEST(Compile, TakesAsManyLocksAtOnceAsThereAre) {
  constexpr size_t kLocks = 100'000;
  const Program program = compiled(R"(
locks:
  m: {count: 100000}
main:
  - lock: m
    do: [{print: x}]
)");
  const Routine& routine = program.routines[static_cast<size_t>(program.processes[0].routine)];
  EXPECT_EQ(routine.scopes.size(), kLocks);
}

}  // namespace
}  // namespace runner
