#include "cli/execution.h"

#include <random>

#include "cli/located_reports.h"
#include "posix/backend.h"
#include "sinks/capture.h"
#include "sinks/tee.h"
#include "verdict/report.h"
#include "world/simulate.h"

namespace runner {
namespace {

// Large enough never to come twice, small enough to be typed.
constexpr uint32_t kSeedLimit = 1'000'000'000;

bool judges_output(const Scenario& scenario) {
  return scenario.expect.output || scenario.expect.error_output;
}

}  // namespace

Execution execute(const Program& program, const ExecutionRequest& request) {
  Capture capture;
  Tee sinks;
  if (request.sink != nullptr) sinks.add(*request.sink);
  if (request.keep_output || judges_output(program.scenario)) sinks.add(capture);

  RunOptions options;
  options.seed = request.seed;
  options.timeout = request.timeout;
  options.record = request.record;
  options.kills = request.kills;
  options.stop_signal = request.stop_signal;
  LocatedReports located(sinks, request.source);
  options.sink = &located;

  Execution execution;
  switch (request.backend) {
    case Backend::kPosix:
      execution.result = posix::run(program, options, request.statistics);
      break;
    case Backend::kWorld:
      execution.result = world::simulate(program, options);
      break;
  }
  located.idle();  // judging may take a while
  execution.report = report_end(execution.result, request.source->name());
  execution.captured = {capture.output(), capture.error_output() + execution.report};
  execution.judgement =
      judge(program.scenario, execution.result, execution.captured, request.source->name());
  return execution;
}

uint64_t fresh_seed() {
  // Not the processor's own source: cpuid asks for it, and that ends in the hypervisor.
  return std::random_device("getentropy")() % kSeedLimit;
}

}  // namespace runner
