// What a search has found: failures and outcomes, each once, with a nearest state or step that
// shows it.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "world/end_judge.h"
#include "world/exploration.h"
#include "world/search.h"
#include "world/trail.h"
#include "world/wait_graph.h"

namespace runner::world {

// Where a finding shows: in a state, or at the end of a step from one.
struct Sighting {
  StateNumber state = kNoState;
  std::optional<Complaint> complaint;  // with which the step from the state ends
};

struct FoundFailure {
  ExplorationFailure failure;  // without its schedule
  Sighting sighting;
  std::optional<size_t> condition;  // of `always`
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
  Findings(Space& space, const Search& search);

  void collect();

  std::vector<FoundFailure> failures;  // nearest first within their kinds
  std::vector<FoundOutcome> outcomes;
  bool some_path_ends = false;

 private:
  void add(FoundFailure found);
  void look_at_deadlock(StateNumber state);
  void look_at_end(StateNumber state);
  void look_at_complaint(const Move& move, const Complaint& complaint);
  void look_at_violation(size_t condition, StateNumber state);
  void look_at_stopped_by_kills();
  RunResult result_at(const Numbers& numbers, bool ended);
  void object_to(const RunResult& result, StateNumber state);

  Space& space_;
  const Search& search_;
  EndJudge judge_;
  Recorder recorder_;
  std::set<std::string> seen_;
};

// The deadlock of a state in which nobody can go on by itself. `passed`: wakeups that have gone by.
Deadlock deadlock_in(const Space& space, const WaitGraph& graph);
// Tells deadlocks apart by who is stuck where.
std::string signature_of(const Deadlock& deadlock);

}  // namespace runner::world
