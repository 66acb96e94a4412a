#include "world/end_finder.h"

#include "base/limits.h"
#include "world/packed_states.h"

namespace runner::world {

namespace {

uint64_t hash_of(const Numbers& numbers) {
  uint64_t hash = 0;
  for (size_t i = 0; i < numbers.size(); ++i)
    hash += component_hash(static_cast<ComponentNumber>(i), numbers[i]);
  return hash;
}

}  // namespace

void EndFinder::push_successors(const Numbers& numbers) {
  Transitions& transitions = space_.transitions();
  std::vector<int32_t> enabled;
  for (int32_t process = 0; process < space_.world().process_count(); ++process)
    if (transitions.goes_on(transitions.leaf(process, numbers.data()))) enabled.push_back(process);
  Numbers next(numbers.size());
  if (enabled.empty()) {
    if (clock_.pass(numbers, next)) open_.push_back(next);
    return;
  }
  if (stubborn_ != nullptr && enabled.size() > 1) stubborn_->choose(numbers, enabled);
  for (const int32_t process : enabled) {
    const Leaf leaf = transitions.leaf(process, numbers.data());
    for (const Edge& edge : transitions.edges(leaf)) {
      if (edge.kind == Way::Kind::kKill) continue;
      next = numbers;
      for (const Write& write : transitions.writes(edge))
        next[static_cast<size_t>(write.component)] = write.number;
      open_.push_back(next);
    }
  }
}

// Depth first, as an end is mostly near the bottom. What was visited in vain cannot end.
std::optional<bool> EndFinder::can_end(const Numbers& numbers) {
  std::vector<uint64_t> visited;
  open_ = {numbers};
  while (!open_.empty()) {
    Numbers at = std::move(open_.back());
    open_.pop_back();
    if (space_.is_end(at)) {
      for (const uint64_t hash : visited) known_.erase(hash);
      return true;
    }
    if (symmetry_ != nullptr) symmetry_->sort(at);
    const uint64_t hash = hash_of(at);
    if (!known_.try_emplace(hash, false).second) continue;
    visited.push_back(hash);
    if (known_.size() > limits::kStatesForAnEnd) return std::nullopt;
    push_successors(at);
  }
  return false;
}

int64_t EndFinder::point_of_no_return(const Trail& trail) {
  std::vector<Numbers> passed;
  Walker walker(space_, nullptr);
  for (const Step& step : trail) {
    passed.push_back(walker.numbers());
    CHECK(walker.take(step));
  }
  // Where the last state can end, so can all before it; from a state without return there is none.
  // Backwards, as then hardly anything is left to be searched, and never twice.
  int64_t first = -1;
  std::optional<bool> ends = can_end(walker.numbers());
  if (!ends || *ends) return -1;
  for (size_t i = trail.size(); i-- > 0;) {
    ends = can_end(passed[i]);
    if (!ends) return -1;
    first = static_cast<int64_t>(i);
    if (*ends) return first;
  }
  return -1;
}

}  // namespace runner::world
