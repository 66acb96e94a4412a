// How often repeated runs of a scenario ended in which way, as litmus tests print it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "machine/run.h"
#include "scenario/model.h"

namespace runner {

class Histogram {
 public:
  // `scenario` must outlive it.
  explicit Histogram(const Scenario& scenario);

  void add(const RunResult& result);

  // "1000 runs, 2 outcomes", then a line for each outcome: how often, its values, whether that is
  // never, sometimes or always, and, where the scenario says which outcomes are allowed, whether it
  // is. Outcomes that are allowed but were not seen are listed with 0.
  std::string text() const;

 private:
  struct Row {
    int64_t count = 0;
    bool judged = false;  // an outcome, not another kind of end
    bool allowed = false;
  };

  const Scenario& scenario_;
  std::map<std::string, Row> rows_;
  std::vector<bool> seen_;  // of the allowed outcomes
  int64_t runs_ = 0;
};

}  // namespace runner
