// One run of one scenario on one of the backends, with its verdict.
#pragma once

#include <atomic>
#include <optional>
#include <string>

#include "events/event.h"
#include "machine/run.h"
#include "machine/schedule.h"
#include "machine/statistics.h"
#include "program/program.h"
#include "text/source.h"
#include "verdict/judge.h"

namespace runner {

enum class Backend : uint8_t { kPosix, kWorld };

struct ExecutionRequest {
  Backend backend = Backend::kPosix;
  const Source* source = nullptr;  // for positions, and to show the lines that errors stand in
  uint64_t seed = 0;
  std::optional<double> timeout;
  Schedule* record = nullptr;  // gets the way that a real run went; may be null
  std::vector<InjectedKill> kills;
  RunStatistics* statistics = nullptr;            // kPosix: gets what the run cost; may be null
  EventSink* sink = nullptr;                      // gets every event as it happens; may be null
  bool keep_output = false;                       // capture it even where nothing is expected of it
  const std::atomic<int>* stop_signal = nullptr;  // as RunOptions has it
};

struct Execution {
  RunResult result;
  std::string report;  // for standard error: how the run ended, when not by itself
  Captured captured;
  Judgement judgement;
};

Execution execute(const Program& program, const ExecutionRequest& request);

// A seed that nobody has chosen.
uint64_t fresh_seed();

}  // namespace runner
