// What a step does depends on the components it reads, and only on those: a tree in which each
// branch asks for the number of one component, down to a leaf that stands for everything found out
// once.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "world/concrete_state.h"

namespace runner::world {

class DecisionTree {
 public:
  static constexpr int32_t kUnknown = -1;

  // Trees are known by the numbers 0 … count - 1.
  explicit DecisionTree(size_t count) : roots_(count, kUnknownNode) {}

  // The leaf for a state with these component numbers, or kUnknown.
  int32_t find(int32_t tree, const int32_t* numbers) const {
    int32_t node = roots_[static_cast<size_t>(tree)];
    while (node >= 0) {
      const Branch& branch = branches_[static_cast<size_t>(node)];
      const auto index = static_cast<size_t>(numbers[branch.component]);
      node = index < branch.nodes.size() ? branch.nodes[index] : kUnknownNode;
    }
    return node == kUnknownNode ? kUnknown : -2 - node;
  }

  // `reads`: the components that were read in this state, in their order. REQUIRES that the leaf is
  // not known, and that what is read next depends only on what was read before.
  void insert(int32_t tree, std::span<const ComponentNumber> reads, const int32_t* numbers,
              int32_t leaf);

  size_t bytes() const { return bytes_ + branches_.capacity() * sizeof(Branch); }

 private:
  static constexpr int32_t kUnknownNode = -1;  // a leaf n is -2 - n

  struct Branch {
    ComponentNumber component = 0;
    std::vector<int32_t> nodes;  // by the component's number
  };

  std::vector<int32_t> roots_;
  std::vector<Branch> branches_;
  size_t bytes_ = 0;
};

}  // namespace runner::world
