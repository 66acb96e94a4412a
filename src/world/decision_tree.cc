#include "world/decision_tree.h"

#include <algorithm>

#include "base/check.h"

namespace runner::world {

int32_t DecisionTree::add_branch(ComponentNumber component, int32_t least, int32_t size) {
  const size_t branch = cells_.size();
  CHECK(branch + kFirst + static_cast<size_t>(size) <= INT32_MAX);
  cells_.push_back(component);
  cells_.push_back(least);
  cells_.push_back(size);
  cells_.resize(cells_.size() + static_cast<size_t>(size), kUnknown);
  return static_cast<int32_t>(branch);
}

bool DecisionTree::holds(int32_t branch, int32_t number) const {
  const int32_t* const cells = cells_.data() + branch;
  return number >= cells[kLeast] && number - cells[kLeast] < cells[kSize];
}

// The branch to which the cell `where` leads moves to where there is room for this number, too, and
// for as many more as it had.
void DecisionTree::widen(size_t where, int32_t number) {
  const auto old = static_cast<size_t>(cells_[where]);
  const int32_t old_least = cells_[old + kLeast];
  const int32_t old_size = cells_[old + kSize];
  const bool is_below = number < old_least;
  const int32_t least = is_below ? std::max(0, std::min(number, old_least - old_size)) : old_least;
  const int32_t size =
      is_below ? old_least + old_size - least : std::max(number - old_least + 1, 2 * old_size);
  const int32_t branch = add_branch(cells_[old + kComponent], least, size);
  std::copy_n(cells_.begin() + static_cast<std::ptrdiff_t>(old + kFirst), old_size,
              cells_.begin() + branch + kFirst + (old_least - least));
  cells_[where] = branch;
}

void DecisionTree::insert(int32_t tree, std::span<const ComponentNumber> reads,
                          const int32_t* numbers, int32_t leaf) {
  auto where = static_cast<size_t>(tree);
  for (const ComponentNumber component : reads) {
    const int32_t number = numbers[component];
    if (cells_[where] == kUnknown) {
      const int32_t branch = add_branch(component, number, 1);
      cells_[where] = branch;
    }
    if (!holds(cells_[where], number)) widen(where, number);
    const int32_t branch = cells_[where];
    CHECK(branch >= 0 && cells_[static_cast<size_t>(branch + kComponent)] == component);
    const int32_t least = cells_[static_cast<size_t>(branch + kLeast)];
    where = static_cast<size_t>(branch + kFirst + number - least);
  }
  CHECK(cells_[where] == kUnknown);
  cells_[where] = -2 - leaf;
}

}  // namespace runner::world
