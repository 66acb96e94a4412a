// Shortest ways to what the partial-order reduction keeps, but not always on a shortest way:
// failing steps, and states that violate a condition of `always`.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "world/trail.h"

namespace runner::world {

// What a trail ends with.
struct Goal {
  std::optional<Complaint> complaint;  // by whichever replica
  std::optional<size_t> condition;     // of `always`, which does not hold
};

class Shortening {
 public:
  Shortening(Space& space, Symmetry* symmetry) : space_(space), symmetry_(symmetry) {}

  // Without what leads back to where it was.
  Trail without_detours(const Trail& trail);

  // Leaves out every step without which the goal is reached, too; of a very long one some of them.
  Trail trimmed(Trail trail, const Goal& goal);

  // Looks for shorter trails by searching without the reduction up to the longest of them, within
  // the limits. True when the trails are now certain to be shortest.
  bool prove(std::vector<Trail>& trails, const std::vector<Goal>& goals, SearchLimits limits);

 private:
  bool is_reached(Walker& walker, const Step& step, const Goal& goal);
  // The part of the trail, without some of its steps, at whose end the goal is reached.
  std::optional<Trail> without(const Trail& trail, size_t begin, size_t end, const Goal& goal);
  std::optional<Trail> find(const Search& search, const Goal& goal);

  Space& space_;
  Symmetry* symmetry_;
  uint64_t walked_ = 0;  // steps, to see which can be left out
};

// Whether they are told as one: replicas fail alike, but where only of some it is expected.
bool is_same(const Space& space, const Complaint& a, const Complaint& b);
// The step from here that ends with this complaint, by whichever replica.
std::optional<Step> complaining_step(const Space& space, Walker& walker,
                                     const Complaint& complaint);

}  // namespace runner::world
