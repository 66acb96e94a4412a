// Going through a state space in the way that was asked for: every interleaving, those with few
// preemptions, or random schedules. What was found on the way, how far it went, and the trails to
// what was found.
#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "world/findings.h"
#include "world/state_graph.h"

namespace runner::world {

class Sweep {
 public:
  // The reductions may be null. All must outlive it.
  Sweep(Space& space, const ExplorationRequest& request, StubbornSets* stubborn,
        Symmetry* symmetry);

  // Fills in coverage and statistics.
  void run(Exploration& result);

  Findings& findings() { return *findings_; }
  // Those that cannot be left. Known after every interleaving was tried with all states at hand.
  const std::vector<EndlessComponent>& endless() const { return endless_; }
  // The search whose states are all at hand, for questions about all of them; null: there is none.
  const Search* search() const { return search_ && !search_->is_compact() ? &*search_ : nullptr; }

  Trail trail_to(const Sighting& sighting);
  // What was asked for, from now on.
  SearchLimits limits() const;

 private:
  using Clock = std::chrono::steady_clock;

  void search(Exploration& result);
  void search_few_preemptions(Exploration& result);
  void try_random_schedules(Exploration& result);
  bool has_graph() const;
  void leave_loops_out(Exploration& result) const;
  bool stop_ignoring();
  void tell_progress(const SearchProgress& progress);
  double seconds() const;

  Space& space_;
  const ExplorationRequest& request_;
  StubbornSets* stubborn_;
  Symmetry* symmetry_;
  Clock::time_point began_ = Clock::now();
  std::optional<Search> search_;
  std::optional<PreemptionSearch> preemptions_;
  std::optional<Findings> findings_;
  std::vector<EndlessComponent> endless_;
};

}  // namespace runner::world
