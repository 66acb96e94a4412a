// The steps between the states of a finished search, found once more, and what the shape of the
// whole says: the components in which it can go round for ever and that it cannot leave. Kills from
// outside are left out: that somebody might come and kill is no way out.
#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "world/search.h"
#include "world/stubborn_sets.h"
#include "world/symmetry.h"

namespace runner::world {

// States from each of which every other one can be reached again, and nothing else.
struct EndlessComponent {
  std::vector<StateNumber> states;  // ascending
  // In none of them every enabled process was tried: one may have been ignored for ever.
  bool may_ignore = false;
};

class StateGraph {
 public:
  // The reductions, which may be null, are those of the search.
  StateGraph(Space& space, const Search& search, StubbornSets* stubborn, Symmetry* symmetry);

  std::span<const StateNumber> successors(StateNumber state) const {
    return {targets_.data() + first_[state], targets_.data() + first_[state + 1]};
  }
  std::vector<EndlessComponent> endless_components() const;

  // What making the graph of a search, and asking it, will take.
  static size_t bytes_for(const Search& search);

 private:
  void add_successors(StateNumber state);
  void add_successor(const Numbers& numbers);

  Space& space_;
  const Search& search_;
  StubbornSets* stubborn_;
  Symmetry* symmetry_;
  ClockTick clock_;
  std::vector<size_t> first_;         // by state: its first target
  std::vector<StateNumber> targets_;  // one after the other
  std::vector<bool> reduced_;         // by state: some enabled process was not tried
};

// By state: the number of its strongly connected component; components are numbered so that steps
// never lead to a higher number. Robert Tarjan, "Depth-first search and linear graph algorithms"
// (1972).
std::vector<uint32_t> strong_components(const StateGraph& graph, size_t states);

}  // namespace runner::world
