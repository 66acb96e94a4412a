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
  explicit DecisionTree(size_t count) : cells_(count, kUnknown) {}

  // The leaf for a state with these component numbers, or kUnknown.
  int32_t find(int32_t tree, const int32_t* numbers) const {
    const int32_t* cells = cells_.data();
    int32_t node = cells[tree];
    while (node >= 0) {
      const int32_t* branch = cells + node;
      const auto index = static_cast<uint32_t>(numbers[branch[kComponent]] - branch[kLeast]);
      node = index < static_cast<uint32_t>(branch[kSize]) ? branch[kFirst + index] : kUnknown;
    }
    return node == kUnknown ? kUnknown : -2 - node;
  }

  // `reads`: the components that were read in this state, in their order. REQUIRES that the leaf is
  // not known, and that what is read next depends only on what was read before.
  void insert(int32_t tree, std::span<const ComponentNumber> reads, const int32_t* numbers,
              int32_t leaf);

  size_t bytes() const { return cells_.capacity() * sizeof(int32_t); }

 private:
  // Of a branch, which lies in consecutive cells: it has one for each number from the least on.
  // Where a counter is part of a state, each branch knows few numbers, and large ones.
  static constexpr int32_t kComponent = 0;
  static constexpr int32_t kLeast = 1;
  static constexpr int32_t kSize = 2;
  static constexpr int32_t kFirst = 3;

  int32_t add_branch(ComponentNumber component, int32_t least, int32_t size);
  bool holds(int32_t branch, int32_t number) const;
  void widen(size_t where, int32_t number);

  // First one cell for each tree. What a cell leads to: a branch by its place, a leaf n as -2 - n,
  // or kUnknown.
  std::vector<int32_t> cells_;
};

}  // namespace runner::world
