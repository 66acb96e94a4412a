#include "world/decision_tree.h"

#include <algorithm>

#include "base/check.h"

namespace runner::world {

int32_t DecisionTree::add_branch(ComponentNumber component, int32_t size) {
  const size_t branch = cells_.size();
  CHECK(branch + kFirst + static_cast<size_t>(size) <= INT32_MAX);
  cells_.push_back(component);
  cells_.push_back(size);
  cells_.resize(cells_.size() + static_cast<size_t>(size), kUnknown);
  return static_cast<int32_t>(branch);
}

// The branch to which the cell `where` leads moves to where there is room for more.
void DecisionTree::widen(size_t where, int32_t size) {
  const auto old = static_cast<size_t>(cells_[where]);
  const int32_t old_size = cells_[old + kSize];
  const int32_t branch = add_branch(cells_[old + kComponent], std::max(size, 2 * old_size));
  std::copy_n(cells_.begin() + static_cast<std::ptrdiff_t>(old + kFirst), old_size,
              cells_.begin() + branch + kFirst);
  cells_[where] = branch;
}

void DecisionTree::insert(int32_t tree, std::span<const ComponentNumber> reads,
                          const int32_t* numbers, int32_t leaf) {
  auto where = static_cast<size_t>(tree);
  for (const ComponentNumber component : reads) {
    const int32_t number = numbers[component];
    if (cells_[where] == kUnknown) {
      const int32_t branch = add_branch(component, number + 1);
      cells_[where] = branch;
    }
    if (number >= cells_[static_cast<size_t>(cells_[where] + kSize)]) widen(where, number + 1);
    const int32_t branch = cells_[where];
    CHECK(branch >= 0 && cells_[static_cast<size_t>(branch + kComponent)] == component);
    where = static_cast<size_t>(branch + kFirst + number);
  }
  CHECK(cells_[where] == kUnknown);
  cells_[where] = -2 - leaf;
}

}  // namespace runner::world
