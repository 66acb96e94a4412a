// What a search has found: failures and outcomes, each once, with a nearest state or step that
// shows it.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "world/end_judge.h"
#include "world/exploration.h"
#include "world/preemption_search.h"
#include "world/random_schedules.h"
#include "world/search.h"
#include "world/trail.h"
#include "world/wait_graph.h"

namespace runner::world {

// Where a finding shows: in a state, or at the end of a step from one.
struct Sighting {
  StateNumber state = kNoState;        // of a search
  Trail trail;                         // to the state, where no search has found it
  std::optional<Complaint> complaint;  // with which the step from the state ends
};

struct FoundFailure {
  ExplorationFailure failure;  // without its schedule
  Sighting sighting;
  std::optional<size_t> condition;  // of `always`
  bool in_deadlock = false;         // an expectation that a deadlock does not fulfil
  Trail trail;
  std::string signature;  // tells failures apart, also between two explorations
};

struct FoundOutcome {
  std::vector<Value> values;
  Sighting sighting;
  std::string signature;
};

class Findings {
 public:
  explicit Findings(Space& space);

  // Makes the search tell of every end that it comes to; this must outlive its run.
  void watch(Search& search);
  // What a search has met on its way. REQUIRES that it was watched while it ran.
  void collect(const Search& search);
  void collect(const PreemptionSearch& search);
  void collect(const RandomSchedule& schedule);

  // What it takes to know all this.
  size_t bytes() const;

  std::vector<FoundFailure> failures;
  std::vector<FoundOutcome> outcomes;
  bool some_path_ends = false;
  bool some_path_ends_well = false;    // and no process has failed
  bool some_path_ends_failed = false;  // and some process has
  // Somewhere the lines were too much alike to tell whether they are what is expected.
  bool output_is_undecided = false;

 private:
  void add(FoundFailure found);
  template <typename AnySearch>
  void collect_met(const AnySearch& search);
  void look_at_deadlock(const Numbers& numbers, const Sighting& sighting);
  void look_at_end(const Numbers& numbers, const Sighting& sighting);
  void look_at_complaint(const Complaint& complaint, Sighting sighting);
  void look_at_violation(size_t condition, const Numbers& numbers, Sighting sighting);
  RunResult result_at(const Numbers& numbers, bool ended);
  bool output_is_right(const Numbers& numbers);
  void object_to(const RunResult& result, const Numbers& numbers, const Sighting& sighting);

  Space& space_;
  EndJudge judge_;
  Recorder recorder_;
  std::set<std::string> seen_;
  std::set<Numbers> ends_;  // of random schedules
};

// The deadlock of a state in which nobody can go on by itself. `passed`: wakeups that have gone by.
Deadlock deadlock_in(const Space& space, const WaitGraph& graph);
// Tells deadlocks apart by who is stuck where.
std::string signature_of(const Deadlock& deadlock);

}  // namespace runner::world
