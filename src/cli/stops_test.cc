#include "cli/stops.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>

#include "cli/execution.h"
#include "program/program.h"
#include "scenario/load.h"

namespace runner {
namespace {

// Gets the signal at the first event of that kind.
class Stopping final : public EventSink {
 public:
  explicit Stopping(EventKind at) : at_(at) {}

  void take(const Event& event) override {
    if (event.kind == at_) raise(SIGINT);
  }

 private:
  EventKind at_;
};

Execution simulate_stopped(EventKind at, const std::string& text) {
  const Source source("test.yaml", "scenario: test\n" + text);
  Diagnostics diagnostics;
  std::optional<Scenario> scenario = load_scenario(source, {}, diagnostics);
  EXPECT_TRUE(scenario.has_value());
  const Program program = compile(std::move(*scenario));
  Stopping sink(at);
  tell_stops();
  ExecutionRequest request;
  request.backend = Backend::kWorld;
  request.source = &source;
  request.timeout = 30;
  request.sink = &sink;
  request.keep_output = true;
  request.stop_signal = &HeldStops::signal();
  const HeldStops stops;
  Execution execution = execute(program, request);
  HeldStops::told(execution.result.stopped_by_signal);
  leave_stops_to_parent();
  return execution;
}

void expect_told(const Execution& execution) {
  EXPECT_EQ(execution.captured.output, "hello\n");
  EXPECT_EQ(execution.report, "test.yaml: stopped by SIGINT\n");
  EXPECT_EQ(execution.judgement.status, kStoppedBySignal + SIGINT);
}

TEST(HeldStops, EndASimulatedRunThatKeepsWhatItPrinted) {
  expect_told(
      simulate_stopped(EventKind::kOutput, "main: [{print: hello}, {while: true, do: []}]\n"));
}

TEST(HeldStops, EndWhatIsEvaluatedAfterIt) {
  expect_told(
      simulate_stopped(EventKind::kEnded,
                       "main: [{print: hello}]\n"
                       "expect: {finally: ['sum(range(9000).map(x, sum(range(9000)))) > 0']}\n"));
}

TEST(HeldStops, ASecondSignalWaitsForNothing) {
  const auto stop_twice = [] {
    tell_stops();
    const HeldStops stops;
    raise(SIGINT);
    raise(SIGTERM);
    _exit(0);
  };
  EXPECT_EXIT(stop_twice(), testing::ExitedWithCode(kStoppedBySignal + SIGINT),
              "^runner: stopped by SIGINT\n$");
}

TEST(HeldStops, WhatNobodyTellsActsInTheEnd) {
  const auto stop = [] {
    tell_stops();
    {
      const HeldStops stops;
      raise(SIGINT);
    }
    _exit(0);
  };
  EXPECT_EXIT(stop(), testing::ExitedWithCode(kStoppedBySignal + SIGINT),
              "^runner: stopped by SIGINT\n$");
}

TEST(HeldStops, AnotherStrokeOfWhatWasToldIsNoNews) {
  const auto stop = [] {
    tell_stops();
    {
      const HeldStops stops;
      raise(SIGINT);
      HeldStops::told(SIGINT);
    }
    raise(SIGINT);
    _exit(7);
  };
  EXPECT_EXIT(stop(), testing::ExitedWithCode(7), "^$");
}

TEST(HeldStops, AnAlarmOfSomebodyElseIsNothing) {
  const auto stop = [] {
    const HeldStops stops;
    raise(SIGALRM);
    _exit(7);
  };
  EXPECT_EXIT(stop(), testing::ExitedWithCode(7), "^$");
}

TEST(HeldStops, WhatTakesTooLongIsEnded) {
  const auto stop = [] {
    tell_stops();
    const HeldStops stops;
    raise(SIGINT);
    for (;;) pause();
  };
  EXPECT_EXIT(stop(), testing::ExitedWithCode(kStoppedBySignal + SIGINT),
              "^runner: stopped by SIGINT\n$");
}

}  // namespace
}  // namespace runner
