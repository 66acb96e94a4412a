// Whole runs on real processes.
#include <gmock/gmock.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <iterator>

#include "posix/backend.h"
#include "posix/run_for_test.h"

namespace runner::posix {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

TEST(Run, PrintsInTheOrderOfEvents) {
  const Told r = run_text(R"(
processes: {p: {steps: [{print: child}]}}
main: [{print: before}, {start: p}, {join: p}, {print: after}]
)");
  EXPECT_THAT(r.lines, ElementsAre("before", "child", "after"));
  EXPECT_FALSE(r.result.deadlock);
  EXPECT_EQ(r.result.processes[1].exit_code, 0);
}

TEST(Run, TellsStartsAndEndsWithPids) {
  const Told r = run_text(R"(
processes: {p: {steps: [{exit: 3}]}}
main: [{start: p}, {join: p}]
)");
  std::vector<std::string> story;
  for (const Event& event : r.events) {
    if (event.kind == EventKind::kStarted) {
      EXPECT_GT(event.number, 0);
      story.push_back(event.name + " started");
    }
    if (event.kind == EventKind::kEnded) {
      story.push_back(event.name + " ended " + std::to_string(event.number));
    }
  }
  EXPECT_THAT(story,
              ElementsAre("MainProcess started", "p started", "p ended 3", "MainProcess ended 0"));
}

TEST(Run, ATerminatedProcessEndsBySignal15) {
  const Told r = run_text(R"(
processes: {p: {steps: [{sleep: 60}]}}
main:
  - start: p
  - print: "${p.alive} ${p.exitcode}"
  - terminate: p
  - print: "${p.alive} ${p.exitcode}"
)");
  EXPECT_THAT(r.lines, ElementsAre("True None", "False -15"));
  EXPECT_FALSE(r.result.processes[1].failed);
}

TEST(Run, AHandledSignalInterruptsASleep) {
  const Told r = run_text(R"(
events: [ready]
processes:
  p:
    on_signal: {SIGTERM: [{print: handled}, {exit: 7}]}
    steps: [{trigger: ready}, {sleep: 60}]
main: [{start: p}, {wait: ready}, {terminate: p}, {print: "${p.exitcode}"}]
)");
  EXPECT_THAT(r.lines, ElementsAre("handled", "7"));
}

TEST(Run, AnIgnoredSignalDoesNothing) {
  const Told r = run_text(R"(
events: [ready]
processes:
  p: {on_signal: {SIGTERM: ignore}, steps: [{trigger: ready}, {sleep: 60}]}
main:
  - start: p
  - wait: ready
  - {send: SIGTERM, to: p}
  - {join: p, timeout: 0.05}
  - print: "${p.alive}"
  - kill: p
  - print: "${p.exitcode}"
)");
  EXPECT_THAT(r.lines, ElementsAre("True", "-9"));
}

TEST(Run, NamesNestedStartsAsPythonDoes) {
  const Told r = run_text(R"(
processes:
  a: {name: null, steps: [{start: [b, c]}, {join: [b, c]}]}
  b: {name: null, steps: [{print: "${self.name}"}]}
  c: {name: null, steps: [{print: "${self.name}"}]}
main: [{start: a}, {join: a}, {print: "${a.name}"}]
)");
  EXPECT_THAT(r.lines, UnorderedElementsAre("Process-1:1", "Process-1:2", "Process-1"));
}

TEST(Run, ADaemonEndsWithItsParentAndAChildIsJoined) {
  const Told r = run_text(R"(
processes:
  background: {daemon: true, steps: [{sleep: 60}, {print: never}]}
  child: {steps: [{sleep: 0.05}, {print: child}]}
main: [{start: [background, child]}, {print: main}]
)");
  EXPECT_THAT(r.lines, ElementsAre("main", "child"));
  EXPECT_EQ(r.result.processes[1].exit_code, -15);
  EXPECT_FALSE(r.result.processes[1].failed);
}

TEST(Run, TheChildrenOfAKilledProcessEndWithIt) {
  const Told r = run_text(R"(
events: [ready]
processes:
  parent: {steps: [{start: child}, {sleep: 60}]}
  child: {steps: [{start: grandchild}, {sleep: 60}]}
  grandchild: {steps: [{trigger: ready}, {sleep: 60}]}
main:
  - start: parent
  - wait: ready
  - kill: parent
  - print: "${parent.exitcode} ${child.alive} ${grandchild.alive}"
)");
  EXPECT_THAT(r.lines, ElementsAre("-9 False False"));
  for (const ProcessEnd& end : r.result.processes) EXPECT_FALSE(end.failed) << end.name;
}

// Also a child that was not yet through with being born.
TEST(Run, ANewbornsEndIsThatOfItsKilledParent) {
  for (int i = 0; i < 40; ++i) {
    const Told r = run_text(R"(
processes:
  child: {steps: [{sleep: 600s}]}
  parent: {steps: [{start: child}, {kill: parent}]}
main: [{start: parent}, {join: parent}, {join: child}]
)");
    for (const ProcessEnd& end : r.result.processes) EXPECT_FALSE(end.failed) << end.exit_code;
  }
}

TEST(Run, AnUncaughtErrorIsReportedWithItsPlace) {
  const Told r = run_text(R"(
processes: {p: {steps: [{fail: "it broke"}]}}
main: [{start: p}, {join: p}]
)");
  EXPECT_THAT(r.lines, ElementsAre("p failed: it broke"));
  EXPECT_TRUE(r.result.processes[1].failed);
  EXPECT_EQ(r.result.processes[1].exit_code, 1);
}

TEST(Run, ASignalThatNobodySentIsAFailure) {
  const Told r = run_text(R"(
values: {pid: 0}
processes: {p: {steps: [{sleep: 60}]}}
main: [{start: p}, {print: "${p.pid}"}, {join: p}, {print: "${p.exitcode}"}]
)",
                          {}, [](const Event& event) {
                            if (event.kind != EventKind::kOutput || event.text == "-9") return;
                            kill(std::stoi(event.text), SIGKILL);
                          });
  EXPECT_EQ(r.lines.back(), "-9");
  EXPECT_TRUE(r.result.processes[1].failed);
}

TEST(Run, NothingSurvivesTheDeathOfMain) {
  const Told r = run_text(R"(
events: [ready]
processes: {p: {count: 3, steps: [{sleep: 60}]}}
main: [{start: p}, {print: "${self.pid}"}, {sleep: 60}]
)",
                          {}, [](const Event& event) {
                            if (event.kind == EventKind::kOutput)
                              kill(std::stoi(event.text), SIGKILL);
                          });
  EXPECT_EQ(r.result.processes[0].exit_code, -9);
  EXPECT_TRUE(r.result.processes[0].failed);
  for (const ProcessEnd& end : r.result.processes) EXPECT_TRUE(end.ended) << end.name;
}

TEST(Run, ALimitEndsARunAndSaysWhatEverybodyDid) {
  const Told r = run_limited("main: [{print: begin}, {sleep: 60}]\n", 0.05);
  EXPECT_TRUE(r.result.timed_out);
  ASSERT_EQ(r.result.time_limit.size(), 1u);
  EXPECT_EQ(r.result.time_limit[0].doing, "sleeps");
  EXPECT_LT(r.result.seconds, 30);
}

TEST(Run, ALimitIsToldByWhenItCame) {
  const Told r = run_limited("main: [{sleep: 60}]\n", 0.05);
  ASSERT_EQ(r.events.back().kind, EventKind::kEnded);
  EXPECT_LT(r.result.seconds, static_cast<double>(r.events.back().time) * 1e-9);
}

// Each for a second or so, a minute in all.
std::string long_finally() {
  std::string text = "main: [{print: done}]\nexpect:\n  finally:\n";
  for (int i = 0; i < 60; ++i)
    text += "    - sum(range(9000).map(x, sum(range(9000)) + " + std::to_string(i) + ")) > 0\n";
  return text;
}

TEST(Run, ALimitEndsWhatIsEvaluatedInTheEnd) {
  const Told r = run_limited(long_finally(), 0.05);
  EXPECT_TRUE(r.result.timed_out);
  EXPECT_LT(r.result.finally.size(), 60u);
}

TEST(Run, ASignalToTheRunnerEndsWhatIsEvaluatedInTheEnd) {
  const Told r = run_text(long_finally(), {}, [](const Event& event) {
    if (event.kind == EventKind::kEnded) kill(getpid(), SIGTERM);
  });
  EXPECT_EQ(r.result.stopped_by_signal, SIGTERM);
  EXPECT_LT(r.result.finally.size(), 60u);
}

TEST(Run, ASignalToTheRunnerEndsTheRunWithTheGraceOfHandlers) {
  const Told r = run_text(R"(
events: [ready]
processes:
  p: {on_signal: {SIGTERM: [{print: goodbye}]}, steps: [{trigger: ready}, {sleep: 60}]}
main: [{start: p}, {wait: ready}, {print: go}, {join: p}, {print: never}]
)",
                          {}, [](const Event& event) {
                            if (event.text == "go") kill(getpid(), SIGINT);
                          });
  EXPECT_EQ(r.result.stopped_by_signal, SIGINT);
  EXPECT_THAT(r.lines, ElementsAre("go", "goodbye"));
}

TEST(Run, ASignalThatCameBeforeItsBeginningEndsIt) {
  const std::atomic<int> signal = SIGTERM;
  RunOptions options;
  options.stop_signal = &signal;
  EXPECT_EQ(run_text("main: [{sleep: 60}]\n", options).result.stopped_by_signal, SIGTERM);
}

TEST(Run, ASecondSignalEndsEverythingAtOnce) {
  const Told r = run_text(R"(
events: [ready]
processes:
  p: {on_signal: {SIGTERM: [{print: ending}, {sleep: 60}]}, steps: [{trigger: ready}, {sleep: 60}]}
main: [{start: p}, {wait: ready}, {print: go}, {join: p}]
)",
                          {}, [](const Event& event) {
                            // The same one twice within a moment would be one.
                            if (event.text == "go") kill(getpid(), SIGTERM);
                            if (event.text == "ending") kill(getpid(), SIGINT);
                          });
  EXPECT_EQ(r.result.stopped_by_signal, SIGTERM);
  EXPECT_THAT(r.lines, ElementsAre("go", "ending"));
  EXPECT_LT(r.result.seconds, 0.9);
}

// In a process of its own, which is killed; its orphans become this one's.
TEST(Run, NothingSurvivesTheDeathOfTheSupervisor) {
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  int ready[2];
  ASSERT_EQ(pipe(ready), 0);
  const pid_t supervisor = fork();
  if (supervisor == 0) {
    run_text(R"(
events: {ready: {count: 3}}
processes:
  parent: {steps: [{start: child}, {trigger: "ready[0]"}, {sleep: 60}]}
  child: {count: 2, on_signal: {SIGTERM: ignore}, steps: [{trigger: "ready[index + 1]"}, {sleep: 60}]}
main: [{start: parent}, {wait: "ready[0]"}, {wait: "ready[1]"}, {wait: "ready[2]"}, {print: go}, {sleep: 60}]
)",
             {}, [&](const Event& event) {
               if (event.text != "go") return;
               EXPECT_EQ(write(ready[1], "x", 1), 1);
             });
    _exit(0);
  }
  char byte = 0;
  ASSERT_EQ(read(ready[0], &byte, 1), 1);
  kill(supervisor, SIGKILL);
  int ended = 0;
  int status = 0;
  while (waitpid(-1, &status, 0) > 0) {
    EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    ++ended;
  }
  EXPECT_EQ(ended, 5);
  prctl(PR_SET_CHILD_SUBREAPER, 0);
  close(ready[0]);
  close(ready[1]);
}

TEST(Run, EndsWhenNothingCanBeWrittenAnyMore) {
  class BrokenSink final : public EventSink {
   public:
    void take(const Event& event) override { broken_ |= event.kind == EventKind::kOutput; }
    bool broken() const override { return broken_; }

   private:
    bool broken_ = false;
  };
  const Program program = program_of_text("main: [{print: line}, {sleep: 60}]\n");
  BrokenSink sink;
  RunOptions options;
  options.sink = &sink;
  EXPECT_LT(run(program, options).seconds, 30);
}

TEST(Run, AFailingStartIsAnErrorOfTheStarter) {
  const Told r = run_text(R"(
processes: {p: {nice: -5, steps: [{print: never}]}}
main: [{start: p}, {join: p}, {print: "${p.exitcode}"}]
)");
  // Where the system allows it, the process runs.
  EXPECT_TRUE(r.lines.back() == "1" || r.lines.back() == "0");
}

TEST(Run, TwoThatWaitForEachOthersLockAreADeadlock) {
  const Told r = run_text(R"(
locks: [left, right]
barriers: {both: 2}
processes:
  a: {steps: [{acquire: left}, {barrier: both}, {acquire: right}]}
  b: {steps: [{acquire: right}, {barrier: both}, {acquire: left}]}
main: [{start: [a, b]}, {join: [a, b]}]
)");
  ASSERT_TRUE(r.result.deadlock.has_value());
  EXPECT_EQ(r.result.deadlock->category, "lock cycle");
  EXPECT_LT(r.result.seconds, 1.5);
}

TEST(Run, ACycleBesideOneThatRunsIsFoundToo) {
  const Told r = run_text(R"(
locks: [left, right]
barriers: {both: 2}
processes:
  a: {steps: [{acquire: left}, {barrier: both}, {acquire: right}]}
  b: {steps: [{acquire: right}, {barrier: both}, {acquire: left}]}
  busy: {steps: [{sleep: 60}]}
main: [{start: [a, b, busy]}, {join: [a, b, busy]}]
)");
  ASSERT_TRUE(r.result.deadlock.has_value());
  EXPECT_TRUE(r.result.deadlock->partial);
  EXPECT_LT(r.result.seconds, 10);
}

TEST(Run, EvaluatesTheFinalState) {
  const Told r = run_text(R"(
values: {counter: 0}
processes: {p: {count: 2, steps: [{repeat: 1000, do: [{add: {counter: 1}}]}]}}
observe: [counter]
expect: {finally: counter == 2000}
)");
  ASSERT_EQ(r.result.finally.size(), 1u);
  EXPECT_TRUE(r.result.finally[0].is_true());
  EXPECT_EQ(r.result.observed[0].as_int(), 2000);
}

TEST(Run, SurvivesTheDeathOfAProcessAtAnyOperation) {
  for (uint64_t operation = 1; operation < 12; ++operation) {
    RunOptions options;
    options.kills = {InjectedKill{.process = 1, .operation = operation}};
    const Told r = run_text(R"(
locks: {mutex: {on_owner_death: release}}
lists: [items]
processes:
  p: {count: 2, steps: [{repeat: 3, do: [{lock: mutex, do: [{append: {items: 1}}]}]}]}
observe: [items.size()]
)",
                            options);
    EXPECT_FALSE(r.result.deadlock) << operation;
    EXPECT_TRUE(r.result.processes[2].ended);
    EXPECT_EQ(r.result.processes[2].exit_code, 0);
  }
}

// The one that was killed has ended, though its replacement runs on until the limit.
TEST(Run, TellsOfTheWorkerThatWasKilledNotOfItsReplacement) {
  const pid_t supervisor = getpid();
  const auto kill_first = [supervisor, killed = false](const Event& event) mutable {
    if (killed || event.kind != EventKind::kOutput) return;
    killed = true;
    EXPECT_NE(std::stoi(event.text), supervisor);
    kill(std::stoi(event.text), SIGKILL);
  };
  RunOptions options;
  options.timeout = 0.3;
  const Told r = run_text(R"(
pools: {pool: {workers: 1, on_worker_death: {retry: 3}}}
tasks: {rest: {steps: [{print: "${self.pid}"}, {sleep: 60}]}}
main: [{submit: rest, pool: pool, into: call}, {gather: call}]
)",
                          options, kill_first);
  const ProcessEnd& worker = r.result.processes[1];
  EXPECT_TRUE(r.result.timed_out);
  EXPECT_TRUE(worker.failed);
  EXPECT_TRUE(worker.ended);
  EXPECT_EQ(worker.exit_code, -SIGKILL);
}

// A run may be repeated ten thousand times.
TEST(Run, LeavesNoDescriptorOpen) {
  const auto open_descriptors = [] {
    const std::filesystem::directory_iterator descriptors("/proc/self/fd");
    return std::distance(begin(descriptors), end(descriptors));
  };
  const Program program = program_of_text("main: [{print: hello}]");
  Story story({});
  RunOptions options;
  options.sink = &story;
  const auto before = open_descriptors();
  run(program, options);
  EXPECT_EQ(open_descriptors(), before);
}

}  // namespace
}  // namespace runner::posix
