// Ways through a state space as lists of steps, and going them.
#pragma once

#include <optional>
#include <vector>

#include "world/clock_tick.h"
#include "world/search.h"
#include "world/space.h"

namespace runner::world {

class Symmetry;

// Somebody goes on in one of its ways; kNobody: time passes.
struct Step {
  int32_t process = kNobody;
  Way way;
  friend bool operator==(const Step&, const Step&) = default;
};
using Trail = std::vector<Step>;

// Goes through concrete states (replicas are not exchanged), a step at a time.
class Walker {
 public:
  // `symmetry`, which may be null, tells which states the search took for the same.
  Walker(Space& space, Symmetry* symmetry);

  const Numbers& numbers() const { return numbers_; }
  // The canonical form of where it is.
  const Numbers& canonical();
  void restart() { numbers_ = space_.initial(); }
  void stand_at(const Numbers& numbers) { numbers_ = numbers; }

  // False when the step is not possible here: then it stays.
  bool take(const Step& step);
  // The complaint with which the step would end, or nothing.
  const Complaint* complaint_of(const Step& step);
  // All steps from here.
  std::vector<Step> steps();

  // Goes along the states of a search's path and gives the steps. REQUIRES that the walker stands
  // in the first of them.
  Trail follow(const std::vector<Numbers>& path);

 private:
  bool stands_still();
  const Edge* edge_of(const Step& step);
  void apply(const Edge& edge, Numbers& next) const;
  bool is_at(const Numbers& numbers, const Numbers& canonical);
  Step step_to(const Numbers& canonical, int32_t preferred);

  Space& space_;
  Symmetry* symmetry_;
  ClockTick clock_;
  Numbers numbers_;
  Numbers next_;
  Numbers sorted_;
};

}  // namespace runner::world
