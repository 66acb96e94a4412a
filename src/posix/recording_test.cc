// What comes into a recorded run from outside. What the schedules of whole scenarios are worth
// is for tests/replay.
#include <gmock/gmock.h>

#include <csignal>
#include <cstdlib>
#include <utility>

#include "machine/schedule.h"
#include "posix/run_for_test.h"

namespace runner::posix {
namespace {

struct Recorded {
  Told told;
  Schedule schedule;
};

Recorded record(std::string_view text, RunOptions options, Watch watch = {}) {
  Recorded recorded;
  options.record = &recorded.schedule;
  options.timeout = 20;
  recorded.told = run_text(text, options, std::move(watch));
  EXPECT_FALSE(recorded.told.result.timed_out);
  return recorded;
}

RunResult replay(std::string_view text, const Schedule& schedule,
                 std::optional<double> timeout = {}) {
  RunOptions options;
  options.replay = &schedule;
  options.timeout = timeout;
  return run_text(text, options).result;
}

void expect_repeatable(std::string_view text, const Schedule& schedule) {
  const std::optional<Divergence> divergence = replay(text, schedule).divergence;
  EXPECT_FALSE(divergence) << divergence->message;
}

// Killed at every so many microseconds of one of its operations.
void expect_repeatable_if_killed(std::string_view text, int32_t process, uint64_t operation,
                                 int64_t every, int64_t last) {
  for (int64_t micros = every; micros <= last; micros += every) {
    RunOptions options;
    options.kills = {
        InjectedKill{.process = process, .operation = operation, .delay_nanos = micros * 1000}};
    expect_repeatable(text, record(text, options).schedule);
  }
}

// To the process that prints its pid, when `main` prints something: then it is far from where it
// printed, and nobody has to ask whether that took effect.
Watch send_to_printer(int signal) {
  return [signal, pid = pid_t{0}](const Event& event) mutable {
    if (event.kind != EventKind::kOutput) return;
    if (event.name != "MainProcess" && pid == 0) {
      pid = static_cast<pid_t>(std::atoi(event.text.c_str()));
    } else if (pid > 0) {
      kill(std::exchange(pid, -1), signal);
    }
  };
}

constexpr double kNoTimeAtAll = 1e-9;

TEST(Replaying, ThatIsStoppedByItsLimitHasNotDiverged) {
  constexpr std::string_view kText = "main: [{print: a}, {sleep: 1ms}, {print: b}]\n";
  const RunResult result = replay(kText, record(kText, {}).schedule, kNoTimeAtAll);
  EXPECT_TRUE(result.timed_out);
  EXPECT_FALSE(result.divergence) << result.divergence->message;
}

TEST(Replaying, IsNotLimitedByTheScenariosTime) {
  const std::string text = "main: [{print: a}, {sleep: 1ms}, {print: b}]\n";
  const RunResult result = replay(text + "timeout: 1us\n", record(text, {}).schedule);
  EXPECT_FALSE(result.timed_out);
  EXPECT_FALSE(result.divergence) << result.divergence->message;
}

TEST(Recording, GoesOnWhereSomebodyIsKilledFromOutside) {
  constexpr std::string_view kText = R"(
events: [e]
processes: {p: {steps: [{print: "${self.pid}"}, {trigger: e}, {sleep: 30}]}}
main: [{start: p}, {wait: e}, {print: now}, {join: p}, {print: "${p.exitcode}"}]
)";
  const Recorded recorded = record(kText, {}, send_to_printer(SIGKILL));
  EXPECT_EQ(recorded.told.lines.back(), "-9");
  EXPECT_EQ(recorded.schedule.ending, Schedule::Ending::kEnd);
  expect_repeatable(kText, recorded.schedule);
}

TEST(Recording, EndsWhereASignalFromOutsideIsHandled) {
  constexpr std::string_view kText = R"(
events: [e]
processes:
  p:
    on_signal: {SIGTERM: [{print: handled}]}
    steps: [{print: "${self.pid}"}, {trigger: e}, {sleep: 30}]
main: [{start: p}, {wait: e}, {print: now}, {join: p}, {print: over}]
)";
  const Recorded recorded = record(kText, {}, send_to_printer(SIGTERM));
  EXPECT_THAT(recorded.told.lines, testing::IsSupersetOf({"handled", "over"}));
  EXPECT_EQ(recorded.schedule.ending, Schedule::Ending::kUnfinished);
  expect_repeatable(kText, recorded.schedule);
}

// Who was about to be killed by it goes on.
TEST(Recording, WhoIsKilledWhileItKillsHoldsUpNobody) {
  constexpr std::string_view kText = R"(
values: {x: 0}
processes:
  p: {steps: [{repeat: 3, do: [{add: {x: 1}}]}]}
  q: {steps: [{kill: p}]}
)";
  expect_repeatable_if_killed(kText, 2, 1, 5, 100);
}

// Whoever looks at it sees it dead only behind its death in the schedule.
TEST(Recording, OfADeathThatOthersLookAtCanBeRepeated) {
  constexpr std::string_view kText = R"(
values: {n: 0}
events: [e]
locks: {m: {on_owner_death: release}}
processes:
  p: {steps: [{lock: m, do: [{repeat: 20, do: [{add: {n: 1}}]}]}]}
  w: {count: 2, steps: [{repeat: 8, do: [{let: {a: "${p.alive}", o: "${m.owner}"}}, {wait: [e, p]}]}]}
main: [{trigger: e}, {start: [p, w]}, {join: p}]
)";
  expect_repeatable_if_killed(kText, 1, 2, 5, 300);
}

// The one that it was about to fork never runs.
TEST(Recording, OfOneThatIsKilledWhileItStartsAnotherGoesOn) {
  constexpr std::string_view kText = R"(
values: {n: 0}
processes:
  p: {steps: [{start: c}]}
  c: {steps: [{add: {n: 1}}]}
main: [{start: p}, {join: p}, {add: {n: 1}}]
)";
  expect_repeatable_if_killed(kText, 1, 1, 4, 400);
}

// In all that comes of a run by itself nothing is left out.
void expect_whole(std::string_view text) {
  const Recorded recorded = record(text, {});
  EXPECT_EQ(recorded.schedule.ending, Schedule::Ending::kEnd);
  expect_repeatable(text, recorded.schedule);
}

TEST(Recording, LetsTimePassWhereSomebodyNeverRests) {
  expect_whole(R"(
values: {n: 0}
events: [never, done]
processes:
  busy: {steps: [{while: "!done", do: [{add: {n: 1}}]}]}
main: [{start: busy}, {wait: never, timeout: 1ms, ok: came}, {trigger: done}]
)");
}

TEST(Recording, OfWorkersThatAreReplacedIsWhole) {
  expect_whole(R"(
pools: {pool: {workers: 1, tasks_per_worker: 1}}
main: [{map: compute_square, over: range(3), chunk: 1, pool: pool}, {close: pool}]
)");
}

TEST(Recording, OfASignalThatLeavesALockIsWhole) {
  expect_whole(R"(
locks: [m]
events: [ready, never]
values: {h: 0}
processes:
  a:
    on_signal: {SIGTERM: [{add: {h: 1}}]}
    steps: [{lock: m, do: [{trigger: ready}, {wait: never}]}]
main: [{start: a}, {wait: ready}, {terminate: a}]
)");
}

// Only the first one is handled.
TEST(Recording, OfSignalsToOneThatSleepsIsWhole) {
  for (int i = 0; i < 20; ++i) {
    expect_whole(R"(
events: [ready]
values: {h: 0}
processes:
  a:
    on_signal: {SIGUSR1: [{add: {h: 1}}], SIGUSR2: [{add: {h: 10}}]}
    steps: [{trigger: ready}, {sleep: 5}]
  b:
    count: 2
    steps: [{wait: ready}, {sleep: 200us}, {send: SIGUSR1, to: a}, {send: SIGUSR2, to: a}]
)");
  }
}

// Its worker may have been about to take a call.
TEST(Recording, OfAPoolsKilledOwnerCanBeRepeated) {
  constexpr std::string_view kText = R"(
pools: {pool: 1}
processes:
  p:
    steps:
      - {submit: compute_square, args: [3], pool: pool, into: h}
      - gather: h
      - {repeat: 20, do: [{yield: true}]}
)";
  expect_repeatable_if_killed(kText, 1, 6, 5, 100);
}

}  // namespace
}  // namespace runner::posix
