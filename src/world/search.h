// Breadth-first search through a state space: every state once, in the order of its distance from
// the beginning, so that the first of a kind is a nearest one.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "world/clock_tick.h"
#include "world/packed_states.h"
#include "world/space.h"

namespace runner::world {

class StubbornSets;
class Symmetry;

struct SearchLimits {
  uint64_t states = UINT32_MAX - 2;
  size_t bytes = SIZE_MAX;
  uint32_t depth = UINT32_MAX;
  std::chrono::steady_clock::time_point time = std::chrono::steady_clock::time_point::max();
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

  Verdict run(const Numbers& from);

  uint64_t state_count() const { return states_.size(); }
  uint64_t transition_count() const { return transitions_; }
  uint32_t depth() const { return depth_; }
  size_t bytes() const { return states_.bytes() + space_.bytes(); }
  // A step led to a state that was not one level further: there may be cycles.
  bool may_have_cycles() const { return may_have_cycles_; }

  const std::vector<StateNumber>& ends() const { return ends_; }
  const std::vector<StateNumber>& deadlocks() const { return deadlocks_; }
  // The first step that led to a complaint, by the complaint's number.
  const std::vector<Move>& complaints() const { return complaints_; }
  // The first state in which a condition of `always` does not hold; by condition.
  const std::vector<StateNumber>& violations() const { return violations_; }

  Numbers numbers(StateNumber state) const;
  // The states from the beginning to this one.
  std::vector<StateNumber> path(StateNumber state) const;
  // The numbers after an edge of `process`, in their canonical form.
  void successor(const Numbers& numbers, const Edge& edge, Numbers& next) const;

 private:
  bool expand(StateNumber state);
  void take_edges(StateNumber state, int32_t process, Leaf leaf);
  void take(const Edge& edge);
  void pack_pending();
  void flush(StateNumber state);
  void tick(StateNumber state);
  void look_at(StateNumber state);

  Space& space_;
  SearchLimits limits_;
  StubbornSets* stubborn_;
  Symmetry* symmetry_;
  ClockTick clock_;
  PackedStates states_;

  uint64_t transitions_ = 0;
  uint32_t depth_ = 0;
  StateNumber level_end_ = 0;
  bool may_have_cycles_ = false;
  std::vector<StateNumber> ends_;
  std::vector<StateNumber> deadlocks_;
  std::vector<Move> complaints_;
  std::vector<StateNumber> violations_;

  // The state being expanded, and the steps from it that are still to be stored.
  Numbers numbers_;
  Numbers next_;
  std::vector<uint64_t> words_;
  uint64_t hash_ = 0;
  std::vector<Leaf> leaves_;
  std::vector<int32_t> enabled_;
  std::vector<uint64_t> pending_words_;
  std::vector<int32_t> pending_numbers_;  // instead, where states are sorted
  std::vector<uint64_t> pending_hashes_;
};

}  // namespace runner::world
