// Outcomes: the final values of what a scenario observes.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "scenario/model.h"

namespace runner {

using AllowedOutcome = std::map<std::string, Value>;

// "counter=4 turn='a'". `values` are those of `observe`, in order.
std::string outcome_text(const Scenario& scenario, const std::vector<Value>& values);
std::string outcome_text(const Scenario& scenario, const AllowedOutcome& allowed);

// Whether the values are those that `allowed` names; what it leaves out may be anything.
bool is_outcome(const Scenario& scenario, const std::vector<Value>& values,
                const AllowedOutcome& allowed);

}  // namespace runner
