#include "world/decision_tree.h"

#include "base/check.h"

namespace runner::world {

void DecisionTree::insert(int32_t tree, std::span<const ComponentNumber> reads,
                          const int32_t* numbers, int32_t leaf) {
  int32_t* node = &roots_[static_cast<size_t>(tree)];
  for (const ComponentNumber component : reads) {
    if (*node == kUnknownNode) {
      *node = static_cast<int32_t>(branches_.size());
      branches_.push_back({component, {}});
    }
    Branch& branch = branches_[static_cast<size_t>(*node)];
    CHECK(branch.component == component);
    const auto index = static_cast<size_t>(numbers[component]);
    if (index >= branch.nodes.size()) {
      bytes_ += (index + 1 - branch.nodes.size()) * sizeof(int32_t);
      branch.nodes.resize(index + 1, kUnknownNode);
    }
    node = &branch.nodes[index];
  }
  CHECK(*node == kUnknownNode);
  *node = -2 - leaf;
}

}  // namespace runner::world
