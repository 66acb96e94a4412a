// How often repeated runs of a scenario ended in which way, as litmus tests print it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "machine/run.h"
#include "scenario/model.h"

namespace runner {

// What exploring found possible, for comparison with what runs showed.
struct PossibleEnds {
  // By the text of the row: the length of a shortest schedule, where one is known.
  std::map<std::string, std::optional<int64_t>> steps;
  // Rows that other ends have too: a run may notice that some are stuck while others still come
  // closer to the deadlock that exploring tells as a whole.
  std::set<std::string> parts;
  bool complete = true;  // there are no others

  bool has(const std::string& row) const { return steps.contains(row) || parts.contains(row); }
};

class Histogram {
 public:
  // `scenario` must outlive it.
  explicit Histogram(const Scenario& scenario);

  void add(const RunResult& result);

  // From now on the text also says which rows are possible, and lists what was never observed.
  void compare_with(PossibleEnds possible);
  // Whether some run had an outcome or a deadlock that a complete exploration calls impossible:
  // then the outcome depends on the clock or on chance, or one of the two worlds is wrong.
  bool has_impossible() const;

  // "1000 runs, 2 outcomes", then a line for each outcome: how often, its values, whether that is
  // never, sometimes or always, and, where the scenario says which outcomes are allowed, whether it
  // is. Outcomes that are allowed but were not seen are listed with 0.
  std::string text() const;

  // The rows' texts of ends without an outcome.
  static std::string deadlock_text(const std::string& category);
  static constexpr std::string_view kEnded = "(ended)";
  static constexpr std::string_view kFailed = "(a process failed)";

 private:
  struct Row {
    int64_t count = 0;
    bool judged = false;  // an outcome, not another kind of end
    bool allowed = false;
    bool comparable = false;  // exploring knows such ends; a limit or a failed process is none
  };
  using Entry = std::pair<std::string, Row>;

  std::vector<Entry> entries() const;
  void add_unseen(std::vector<Entry>& entries) const;
  std::string possibility(const Entry& entry) const;
  std::string comparison() const;

  const Scenario& scenario_;
  std::map<std::string, Row> rows_;
  std::vector<bool> seen_;  // of the allowed outcomes
  int64_t runs_ = 0;
  std::optional<PossibleEnds> possible_;
};

}  // namespace runner
