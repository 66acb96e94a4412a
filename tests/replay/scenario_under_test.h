// The scenarios on which exploring and real processes are compared.
#pragma once

#include <string>
#include <vector>

#include "events/event.h"
#include "machine/run.h"
#include "machine/schedule.h"
#include "program/program.h"
#include "world/exploration.h"

namespace runner {

// All scenarios of scenarios/classics, tests/oracles and tests/conformance, relative to the root,
// sorted.
std::vector<std::string> scenario_paths();
// A path as the name of a test.
std::string test_name(const std::string& path);

Program program_at(const std::string& path);
// Of a scenario without its name.
Program program_of(const std::string& text);

// Explores it as far as a few seconds go.
world::Exploration explored(const Program& program);

// Whatever sleeps and timeouts say: real processes may be late.
world::Exploration explored_untimed(const Program& program);
world::Exploration explored_with_kills(const Program& program, int64_t kills);

struct Silence final : EventSink {
  void take(const Event&) override {}
};

// On real processes; nobody is left afterwards.
RunResult run_really(const Program& program, RunOptions options);

// The first step with this operation.
ScheduleStep& step_of(Schedule& schedule, Op op);

std::string words(const std::optional<Divergence>& divergence);
std::string words(const std::vector<Value>& values);

}  // namespace runner
