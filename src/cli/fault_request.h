// `--fault`: which process of the scenario is to be killed, and what came of it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/options.h"
#include "machine/run.h"
#include "scenario/model.h"

namespace runner {

// The process that the request names, in this scenario; nothing when there is none: then `problem`
// says so. A process that the scenario calls `runner` comes before the runner itself.
std::optional<InjectedKill> find_victim(const FaultRequest& request, const Scenario& scenario,
                                        std::string& problem);

// A line for each: whether the process came to the operation at which it was to be killed, and was.
std::string tell_faults(const std::vector<FaultRequest>& requests,
                        const std::vector<InjectedKill>& kills, const RunResult& result);

}  // namespace runner
