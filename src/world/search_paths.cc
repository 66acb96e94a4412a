// How a search came to its states.
#include <algorithm>

#include "base/check.h"
#include "world/search.h"
#include "world/symmetry.h"

namespace runner::world {

std::vector<StateNumber> Search::path(StateNumber state) const {
  std::vector<StateNumber> path;
  for (; state != kNoState; state = states_.store().parent(state)) path.push_back(state);
  std::reverse(path.begin(), path.end());
  return path;
}

Numbers Search::numbers(StateNumber state) const {
  if (is_compact()) return numbers_along(state).back();
  Numbers numbers(space_.component_count());
  states_.unpack(state, numbers);
  return numbers;
}

// The step from these numbers that leads to `state`, by its fingerprint.
std::optional<Numbers> Search::towards(const Numbers& numbers, StateNumber state) const {
  Numbers next(numbers.size());
  bool waits = true;
  for (int32_t process = 0; process < space_.world().process_count(); ++process) {
    const Leaf leaf = space_.transitions().leaf(process, numbers.data());
    waits = waits && !space_.transitions().goes_on(leaf);
    for (uint32_t i = 0; i < leaf.count; ++i) {
      successor(numbers, space_.transitions().edges(leaf)[i], next);
      if (find(next) == state) return next;
    }
  }
  if (waits && clock_.pass(numbers, next)) {
    if (symmetry_ != nullptr) symmetry_->sort(next);
    if (find(next) == state) return next;
  }
  return std::nullopt;
}

std::vector<Numbers> Search::numbers_along(StateNumber state) const {
  std::vector<Numbers> along;
  const std::vector<StateNumber> path = this->path(state);
  if (!is_compact()) {
    for (const StateNumber one : path) along.push_back(numbers(one));
    return along;
  }
  along.push_back(first_);
  for (size_t i = 1; i < path.size(); ++i) {
    std::optional<Numbers> next = towards(along.back(), path[i]);
    CHECK(next.has_value());
    along.push_back(std::move(*next));
  }
  return along;
}

}  // namespace runner::world
