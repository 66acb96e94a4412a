#include "world/trail.h"

#include "world/symmetry.h"

namespace runner::world {

Walker::Walker(Space& space, Symmetry* symmetry)
    : space_(space),
      symmetry_(symmetry),
      clock_(space),
      numbers_(space.initial()),
      next_(space.component_count()) {}

const Numbers& Walker::canonical() {
  sorted_ = numbers_;
  if (symmetry_ != nullptr) symmetry_->sort(sorted_);
  return sorted_;
}

const Edge* Walker::edge_of(const Step& step) {
  const Leaf leaf = space_.transitions().leaf(step.process, numbers_.data());
  for (const Edge& edge : space_.transitions().edges(leaf))
    if (edge.way() == step.way) return &edge;
  return nullptr;
}

void Walker::apply(const Edge& edge, Numbers& next) const {
  next = numbers_;
  for (const Write& write : space_.transitions().writes(edge))
    next[static_cast<size_t>(write.component)] = write.number;
}

bool Walker::stands_still() {
  return !space_.is_end(numbers_) && !space_.anyone_goes_on(numbers_);
}

bool Walker::take(const Step& step) {
  if (step.process == kNobody) {
    if (!stands_still() || !clock_.pass(numbers_, next_)) return false;
    numbers_.swap(next_);
    return true;
  }
  const Edge* edge = edge_of(step);
  if (edge == nullptr) return false;
  apply(*edge, next_);
  numbers_.swap(next_);
  return true;
}

const Complaint* Walker::complaint_of(const Step& step) {
  if (step.process == kNobody) return nullptr;
  const Edge* edge = edge_of(step);
  if (edge == nullptr || edge->complaint < 0) return nullptr;
  return &space_.transitions().complaints()[static_cast<size_t>(edge->complaint)];
}

std::vector<Step> Walker::steps() {
  std::vector<Step> steps;
  for (int32_t process = 0; process < space_.world().process_count(); ++process) {
    const Leaf leaf = space_.transitions().leaf(process, numbers_.data());
    for (const Edge& edge : space_.transitions().edges(leaf))
      steps.push_back({process, edge.way()});
  }
  if (stands_still() && clock_.pass(numbers_, next_)) steps.push_back({});
  return steps;
}

bool Walker::is_at(const Numbers& numbers, const Numbers& canonical) {
  sorted_ = numbers;
  if (symmetry_ != nullptr) symmetry_->sort(sorted_);
  return sorted_ == canonical;
}

// Of several the one that stays with the same process.
Step Walker::step_to(const Numbers& canonical, int32_t preferred) {
  std::optional<Step> found;
  const Numbers here = numbers_;
  for (const Step& step : steps()) {
    if (found && step.process != preferred) continue;
    CHECK(take(step));
    if (is_at(numbers_, canonical)) found = step;
    numbers_ = here;
    if (found && found->process == preferred) break;
  }
  CHECK(found.has_value());
  return *found;
}

Trail Walker::follow(const std::vector<Numbers>& path) {
  Trail trail;
  for (size_t i = 1; i < path.size(); ++i) {
    const int32_t before = trail.empty() ? kNobody : trail.back().process;
    trail.push_back(step_to(path[i], before));
    CHECK(take(trail.back()));
  }
  return trail;
}

}  // namespace runner::world
