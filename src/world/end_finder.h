// Whether a proper end can still be reached from a state.
#pragma once

#include <optional>
#include <unordered_map>
#include <vector>

#include "world/stubborn_sets.h"
#include "world/symmetry.h"
#include "world/trail.h"

namespace runner::world {

class EndFinder {
 public:
  // The reductions, which may be null, keep every end.
  EndFinder(Space& space, StubbornSets* stubborn, Symmetry* symmetry)
      : space_(space), stubborn_(stubborn), symmetry_(symmetry), clock_(space) {}

  // Without anyone being killed from outside. Nothing: too large to tell.
  std::optional<bool> can_end(const Numbers& numbers);

  // The first step of the trail after which no end can be reached; -1: none, or not known, or there
  // was no end to be reached from the beginning.
  int64_t point_of_no_return(const Trail& trail);

 private:
  void push_successors(const Numbers& numbers);

  Space& space_;
  StubbornSets* stubborn_;
  Symmetry* symmetry_;
  ClockTick clock_;
  std::unordered_map<uint64_t, bool> known_;  // by a state's hash: whether it can end
  std::vector<Numbers> open_;
};

}  // namespace runner::world
