// Every interleaving with few preemptions: switches away from a process that could go on. Most
// errors need one or two, and there are far fewer such interleavings than there are altogether.
//
// Switches are free where the last process waits or has ended. Who waits with a timeout waits. A
// kill from outside is no switch. The search goes by preemptions first and steps second: what it
// finds, it finds with the fewest preemptions, and with the fewest steps among those. Madanlal
// Musuvathi, Shaz Qadeer, "Iterative context bounding for systematic testing of multithreaded
// programs" (2007).
#pragma once

#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "world/search.h"

namespace runner::world {

class PreemptionSearch {
 public:
  using Verdict = Search::Verdict;

  // Of the limits depth and compaction do not apply.
  PreemptionSearch(Space& space, const SearchLimits& limits, int64_t most_preemptions);

  // Called a few times a second while the search runs.
  void on_progress(std::function<void()> report) { report_ = std::move(report); }

  // kComplete: every interleaving with at most so many preemptions was tried.
  Verdict run(const Numbers& from);

  // Up to how many preemptions everything was tried; -1: not even without any.
  int64_t covered() const { return covered_; }
  // More preemptions lead to nothing else: every interleaving was tried. Known after kComplete.
  bool is_exhaustive() const { return exhaustive_; }

  // A state here is one of the space's with the process that went last, where that matters.
  uint64_t state_count() const { return states_.size(); }
  uint64_t transition_count() const { return transitions_; }
  uint32_t depth() const { return depth_; }
  // Whether a schedule with at most so many preemptions may go round for ever. False is certain;
  // true also where there is no memory or time to find out.
  bool may_go_round();
  uint64_t frontier() const { return states_.size() - expanded_; }
  size_t bytes() const { return states_.store().bytes() + other_bytes(); }

  const std::vector<StateNumber>& ends() const { return ends_; }
  const std::vector<StateNumber>& deadlocks() const { return deadlocks_; }
  // The first step that led to a complaint, by the complaint's number.
  const std::vector<Move>& complaints() const { return complaints_; }
  // The first state in which a condition of `always` does not hold; by condition.
  const std::vector<StateNumber>& violations() const { return violations_; }

  // The component numbers of a state, in the space's terms.
  Numbers numbers(StateNumber state) const;
  std::vector<StateNumber> path(StateNumber state) const;
  // With how many preemptions it was reached.
  int64_t preemptions(StateNumber state) const;

 private:
  // The states that take the same number of preemptions: one run of numbers, in which those that
  // take d steps begin at levels[d].
  struct Layer {
    std::vector<StateNumber> levels;

    std::pair<StateNumber, StateNumber> level(size_t depth) const {
      if (depth + 1 >= levels.size()) return {0, 0};
      return {levels[depth], levels[depth + 1]};
    }
  };

  Verdict add_layers();
  bool add_layer();
  bool add_level(size_t depth);
  void unpack(StateNumber state);
  bool expand(StateNumber state);
  bool preempt(StateNumber state);
  bool take(StateNumber state, int32_t process, bool steps, bool kills);
  bool is_known(int32_t complaint) const;
  bool insert(StateNumber parent, int32_t last);
  bool stand_still(StateNumber state);
  void look_at(StateNumber state);
  bool leads_back(StateNumber state) const;
  bool has_cycle();
  std::vector<StateNumber> successors(StateNumber state);
  bool fit_numbers();
  bool has_room(size_t words);
  bool is_within_limits();
  bool look_at_limits();
  size_t other_bytes() const;
  bool can_go_on(int32_t process, const Numbers& numbers) const;
  void after(int32_t process, const Edge& edge);
  bool leads_further();

  Space& space_;
  SearchLimits limits_;
  int64_t most_;
  ClockTick clock_;
  PackedStates states_;
  std::function<void()> report_;
  std::chrono::steady_clock::time_point reported_;
  Verdict verdict_ = Verdict::kComplete;

  Numbers first_;
  std::vector<Layer> layers_;
  Layer layer_;  // the next, which is being made, and how many steps its newest states take
  size_t steps_ = 0;
  int64_t covered_ = -1;
  bool exhaustive_ = false;
  uint64_t transitions_ = 0;
  uint64_t expansions_ = 0;
  uint64_t expanded_ = 0;
  uint32_t depth_ = 0;
  bool may_have_cycles_ = false;  // a step led to a state that was reached with no more steps
  size_t known_bytes_ = 0;
  size_t much_learned_ = 0;
  std::vector<StateNumber> ends_;
  std::vector<StateNumber> deadlocks_;
  std::vector<Move> complaints_;
  std::vector<StateNumber> violations_;

  size_t last_at_;          // the component that says who went last: 0 for nobody, else one more
  Numbers numbers_;         // of the state being expanded
  int32_t last_ = kNobody;  // who went last before it, if he could go on
  Numbers next_;
  std::vector<uint64_t> words_;
};

}  // namespace runner::world
