#include "posix/statistics.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "posix/run_for_test.h"

namespace runner::posix {
namespace {

struct Counted {
  RunResult result;
  RunStatistics statistics;

  const ObjectStatistics* object(std::string_view name) const {
    for (const ObjectStatistics& one : statistics.objects) {
      if (one.name == name) return &one;
    }
    return nullptr;
  }
  const ProcessStatistics* process(std::string_view name) const {
    for (const ProcessStatistics& one : statistics.processes) {
      if (one.name == name) return &one;
    }
    return nullptr;
  }
};

Counted count(std::string_view text, RunOptions options = {}) {
  const Program program = program_of_text(text);
  Story story({});
  options.sink = &story;
  Counted counted;
  counted.result = run(program, options, &counted.statistics);
  EXPECT_EQ(run_statistics, nullptr);
  return counted;
}

TEST(Histogram, KnowsDurationsToAFactorOfTwo) {
  Histogram histogram{};
  EXPECT_EQ(histogram.summary().count, 0);
  for (int64_t nanos = 1; nanos <= 1000; ++nanos) histogram.add(nanos);
  histogram.add(5'000'000);
  const DurationStatistics summary = histogram.summary();
  EXPECT_EQ(summary.count, 1001);
  EXPECT_EQ(summary.median, 511);
  EXPECT_EQ(summary.p99, 1023);
  EXPECT_EQ(summary.most, 5'000'000);
}

TEST(Histogram, NothingIsLongerThanTheLongest) {
  Histogram histogram{};
  histogram.add(600);
  EXPECT_EQ(histogram.summary().median, 600);
  histogram.add(INT64_MAX);
  EXPECT_EQ(histogram.summary().most, INT64_MAX);
}

TEST(Statistics, CountWhatWasTaken) {
  const Counted counted = count(
      "locks: [mutex, unused]\n"
      "semaphores: {slots: 2}\n"
      "barriers: {sync: 2}\n"
      "queues: [jobs]\n"
      "processes:\n"
      "  p:\n"
      "    count: 2\n"
      "    steps:\n"
      "      - repeat: 3000\n"
      "        do: [{lock: mutex, do: []}]\n"
      "      - acquire: slots\n"
      "      - release: slots\n"
      "      - barrier: sync\n"
      "      - put: {jobs: 1}\n"
      "      - get: jobs\n");
  ASSERT_NE(counted.object("mutex"), nullptr);
  EXPECT_EQ(counted.object("mutex")->taken, 6000);
  EXPECT_EQ(counted.object("mutex")->held.count, 1024 + (6000 - 1024) / 256);
  EXPECT_EQ(counted.object("mutex")->waited.count, counted.object("mutex")->contended);
  EXPECT_EQ(counted.object("slots")->taken, 2);
  EXPECT_EQ(counted.object("sync")->taken, 2);
  EXPECT_EQ(counted.object("sync")->waited.count, 2);
  EXPECT_EQ(counted.object("jobs")->taken, 4);
  EXPECT_EQ(counted.object("unused"), nullptr);
}

TEST(Statistics, AReentrantLockIsTakenOnce) {
  const Counted counted = count(
      "locks: {mutex: {reentrant: true}}\n"
      "main: [{lock: mutex, do: [{lock: mutex, do: []}]}]\n");
  EXPECT_EQ(counted.object("mutex")->taken, 1);
  EXPECT_EQ(counted.object("mutex")->held.count, 1);
}

TEST(Statistics, AConditionsWaitEndsAHold) {
  const Counted counted = count(
      "conditions: [c]\n"
      "values: {ready: false}\n"
      "processes:\n"
      "  p: {steps: [{lock: c, do: [{wait: c, until: ready}]}]}\n"
      "  q: {steps: [{lock: c, do: [{set: {ready: true}}, {notify_all: c}]}]}\n");
  const ObjectStatistics* condition = counted.object("c");
  ASSERT_NE(condition, nullptr);
  EXPECT_EQ(condition->held.count, condition->taken);
}

TEST(Statistics, ProcessorTimeIsTheProcessesOwn) {
  const Counted counted = count(
      "processes: {busy: {steps: [{work: 50ms}]}, idle: {steps: [{sleep: 1ms}]}}\n"
      "main: [{start: [busy, idle]}, {join: [busy, idle]}]\n");
  const ProcessStatistics* busy = counted.process("busy");
  const ProcessStatistics* main = counted.process("MainProcess");
  ASSERT_TRUE(busy != nullptr && main != nullptr && counted.process("idle") != nullptr);
  EXPECT_GE(busy->user_nanos + busy->system_nanos, 40'000'000);
  EXPECT_GE(busy->wall_nanos, 40'000'000);
  EXPECT_GE(counted.process("idle")->voluntary_switches, 1);
  EXPECT_EQ(busy->calls, -1);
}

TEST(Statistics, SurviveAKilledHolder) {
  RunOptions options;
  options.kills = {InjectedKill{1, 2, 0}};
  const Counted counted = count(
      "locks: {mutex: {on_owner_death: release}}\n"
      "processes:\n"
      "  p: {steps: [{acquire: mutex}, {print: x}]}\n"
      "main: [{start: p}, {join: p}, {lock: mutex, do: []}]\n",
      options);
  EXPECT_EQ(counted.object("mutex")->taken, 2);
  EXPECT_EQ(counted.object("mutex")->held.count, 1);
}

TEST(Statistics, AWorkerIsToldOfWithThoseBeforeIt) {
  const Counted counted = count(R"(
pools: {p: {workers: 1, tasks_per_worker: 1}}
tasks: {one: {params: [x], steps: [{return: "${x}"}]}}
main:
  - {map: one, over: range(3), chunk: 1, pool: p, into: r}
  - close: p
)");
  const auto worker =
      std::find_if(counted.statistics.processes.begin(), counted.statistics.processes.end(),
                   [](const ProcessStatistics& one) { return one.calls >= 0; });
  ASSERT_NE(worker, counted.statistics.processes.end());
  EXPECT_EQ(worker->calls, 3);
  EXPECT_GE(worker->replaced, 2);
}

TEST(Statistics, WorkersTellTheirCalls) {
  const Counted counted = count(
      "pools: {pool: 2}\n"
      "main:\n"
      "  - map: compute_square\n"
      "    over: range(8)\n"
      "    chunk: 1\n"
      "    pool: pool\n"
      "    into: squares\n"
      "  - close: pool\n");
  int64_t calls = 0;
  for (const ProcessStatistics& one : counted.statistics.processes) {
    calls += std::max<int64_t>(one.calls, 0);
  }
  EXPECT_EQ(calls, 8);
}

}  // namespace
}  // namespace runner::posix
