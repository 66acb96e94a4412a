// Breadth-first search through a state space: every state once, in the order of its distance from
// the beginning, so that the first of a kind is a nearest one.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "world/clock_tick.h"
#include "world/packed_states.h"
#include "world/pending_states.h"
#include "world/space.h"

namespace runner::world {

class StubbornSets;
class Symmetry;

struct SearchLimits {
  uint64_t states = uint64_t{3} << 30;  // a table's 32-bit numbers and tags bear so many
  // Everything that the search takes, with what the space has learned.
  size_t bytes = SIZE_MAX;
  uint32_t depth = UINT32_MAX;
  std::chrono::steady_clock::time_point time = std::chrono::steady_clock::time_point::max();
  // Keep 64-bit fingerprints in place of states: from the beginning, or once memory gets scarce.
  bool compact = false;
  bool may_compact = false;
};

// A step from a state.
struct Move {
  StateNumber from = kNoState;
  int32_t process = kNobody;  // kNobody: time passes
  Way way;
};

class Search {
 public:
  enum class Verdict : uint8_t { kComplete, kStates, kMemory, kTime, kDepth };

  // The reductions may be null: then every step of every process is taken.
  Search(Space& space, const SearchLimits& limits, StubbornSets* stubborn, Symmetry* symmetry);

  // Called a few times a second while the search runs.
  void on_progress(std::function<void()> report) { report_ = std::move(report); }
  // A compact search forgets its states. What is to be learned from all of them has to be learned
  // on the way: from each when it is expanded, in the order of their numbers; and where nobody goes
  // on by itself, which is a proper end or a deadlock.
  using AtState = std::function<void(StateNumber state, const Numbers& numbers)>;
  void on_state(AtState at_state) { at_state_ = std::move(at_state); }
  using AtEnd = std::function<void(StateNumber state, const Numbers& numbers, bool deadlock)>;
  void on_end(AtEnd at_end) { at_end_ = std::move(at_end); }

  // Unless it says kComplete, all states up to depth() steps from the beginning have been reached,
  // and all nearer ones expanded: every way to go on from them was tried, every condition looked
  // at. (With reductions: as far as those keep distances.)
  Verdict run(const Numbers& from);
  // Takes every step from these states, reductions or not, and goes on from what is new. REQUIRES
  // that run() was complete and the search is not compact; distances are then no longer shortest.
  Verdict expand_fully(std::span<const StateNumber> states);

  uint64_t state_count() const { return states_.size(); }
  uint64_t transition_count() const { return transitions_; }
  uint32_t depth() const { return depth_; }
  // States that are still to be expanded.
  uint64_t frontier() const { return states_.size() - expanded_; }
  size_t bytes() const { return states_.store().bytes() + other_bytes(); }
  // A step led to a state that was not one level further: there may be cycles.
  bool may_have_cycles() const { return may_have_cycles_; }

  bool is_compact() const { return states_.store().is_compact(); }
  // An upper bound of the probability that any two different states were taken for one.
  double collision_probability() const;

  const std::vector<StateNumber>& ends() const { return ends_; }
  const std::vector<StateNumber>& deadlocks() const { return deadlocks_; }
  // The first step that led to a complaint, by the complaint's number.
  const std::vector<Move>& complaints() const { return complaints_; }
  // The first state in which a condition of `always` does not hold; by condition.
  const std::vector<StateNumber>& violations() const { return violations_; }

  // A compact search finds them by going there once more from the beginning: for several states of
  // one path ask for numbers_along().
  Numbers numbers(StateNumber state) const;
  // The states from the beginning to this one.
  std::vector<StateNumber> path(StateNumber state) const;
  // The numbers of the states of path(state).
  std::vector<Numbers> numbers_along(StateNumber state) const;
  // kNoState: it was not reached. In a compact search it may be another with the same fingerprint.
  StateNumber find(const Numbers& numbers) const { return states_.find(numbers); }
  // The numbers after an edge of `process`, in their canonical form.
  void successor(const Numbers& numbers, const Edge& edge, Numbers& next) const;

 private:
  Verdict go_on();
  std::optional<Verdict> look_at_limits();
  bool next_level();
  bool expand(StateNumber state, bool fully);
  bool take_edges(StateNumber state, int32_t process, Leaf leaf);
  bool take_sorted(StateNumber state, const Edge& edge);
  void take(StateNumber state, const Edge& edge);
  void push(const Numbers& next, StateNumber parent);
  bool flush();
  bool stand_still(StateNumber state);
  void look_at(StateNumber state);
  bool fit_numbers();
  bool find_memory(size_t more, size_t words);
  size_t other_bytes() const;
  std::optional<Numbers> towards(const Numbers& numbers, StateNumber state) const;

  Space& space_;
  SearchLimits limits_;
  StubbornSets* stubborn_;
  Symmetry* symmetry_;
  mutable ClockTick clock_;
  PackedStates states_;
  std::function<void()> report_;
  AtState at_state_;
  AtEnd at_end_;
  std::chrono::steady_clock::time_point reported_;

  uint64_t transitions_ = 0;
  uint32_t depth_ = 0;
  StateNumber expanded_ = 0;
  StateNumber level_end_ = 0;
  bool may_have_cycles_ = false;
  size_t known_bytes_ = 0;   // other_bytes(), when they were counted last
  size_t much_learned_ = 0;  // at so many bytes of component values they are counted again
  std::vector<StateNumber> ends_;
  std::vector<StateNumber> deadlocks_;
  std::vector<Move> complaints_;
  std::vector<StateNumber> violations_;

  Numbers first_;  // where it began
  // The state being expanded.
  Numbers numbers_;
  Numbers next_;
  std::vector<uint64_t> words_;
  std::vector<uint64_t> packed_;
  uint64_t hash_ = 0;
  std::vector<Leaf> leaves_;
  std::vector<int32_t> enabled_;
  PendingStates pending_;
};

// How much may be learned between two looks at the limits.
inline constexpr size_t kMuchLearned = size_t{1} << 20;

// The search's limits hold for whatever it has to compute, too.
template <typename Part>
Search::Verdict within(const SearchLimits& limits, Space& space, const Part& part) {
  const Granted granted(space.tables().allowance(), {limits.bytes, limits.time});
  try {
    return part();
  } catch (const Exhausted& exhausted) {
    const bool time = exhausted.limit == Exhausted::Limit::kTime;
    return time ? Search::Verdict::kTime : Search::Verdict::kMemory;
  }
}

}  // namespace runner::world
