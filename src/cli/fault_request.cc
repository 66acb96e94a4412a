#include "cli/fault_request.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/text.h"
#include "machine/step_words.h"
#include "scenario/signals.h"

namespace runner {
namespace {

constexpr std::string_view kRunner = "runner";
constexpr size_t kShownNames = 10;

std::string no_such_process(const std::string& name, std::vector<std::string> names) {
  std::string text =
      fmt::format("--fault: there is no process '{}'{}", name, did_you_mean(name, names));
  if (names.size() <= kShownNames) text += "; there are " + enumerate(names);
  return text;
}

std::string tell(const FaultRequest& request, const InjectedKill& kill, uint64_t operations,
                 const RunResult& result) {
  // Another signal may have ended it at that very operation, or the kill have come after its end.
  const auto victim = static_cast<size_t>(kill.process);
  const bool died = kill.process == kRunnerItself ||
                    (victim < result.processes.size() &&
                     result.processes[victim].exit_code == -signal_number("SIGKILL"));
  if (operations < request.operation || !died) {
    return fmt::format("runner: {} was not killed: it came to {} operation{}\n", request.process,
                       operations, operations == 1 ? "" : "s");
  }
  return fmt::format("runner: SIGKILL for {} at its operation {}\n", request.process,
                     request.operation);
}

}  // namespace

std::optional<InjectedKill> find_victim(const FaultRequest& request, const Scenario& scenario,
                                        std::string& problem) {
  std::vector<std::string> names;
  for (size_t i = 0; i < scenario.processes.size(); ++i) {
    names.push_back(written_name(scenario, static_cast<int32_t>(i)));
  }
  InjectedKill kill;
  kill.operation = request.operation;
  kill.delay_nanos = std::llround(request.delay * 1e9);
  const auto found = std::find(names.begin(), names.end(), request.process);
  if (found != names.end()) {
    kill.process = static_cast<int32_t>(found - names.begin());
    return kill;
  }
  names.emplace_back(kRunner);
  kill.process = kRunnerItself;
  if (request.process == kRunner) return kill;
  problem = no_such_process(request.process, std::move(names));
  return std::nullopt;
}

std::string tell_faults(const std::vector<FaultRequest>& requests,
                        const std::vector<InjectedKill>& kills, const RunResult& result) {
  std::string text;
  for (size_t i = 0; i < kills.size(); ++i) {
    const auto& all = result.operations_of_victims;  // none where the run did not begin
    text += tell(requests[i], kills[i], i < all.size() ? all[i] : 0, result);
  }
  return text;
}

}  // namespace runner
