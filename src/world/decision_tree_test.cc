#include "world/decision_tree.h"

#include <gtest/gtest.h>

namespace runner::world {
namespace {

int32_t find(const DecisionTree& tree, int32_t number, const std::vector<int32_t>& numbers) {
  return tree.find(number, numbers.data());
}

TEST(DecisionTree, AsksOnlyForWhatWasRead) {
  DecisionTree tree(2);
  const std::vector<int32_t> first = {3, 5, 7};
  EXPECT_EQ(find(tree, 1, first), DecisionTree::kUnknown);
  tree.insert(1, std::vector<ComponentNumber>{2, 0}, first.data(), 10);
  EXPECT_EQ(find(tree, 1, {3, 99, 7}), 10);
  EXPECT_EQ(find(tree, 1, {4, 5, 7}), DecisionTree::kUnknown);
  EXPECT_EQ(find(tree, 1, {3, 5, 6}), DecisionTree::kUnknown);
  EXPECT_EQ(find(tree, 1, {3, 5, 1000}), DecisionTree::kUnknown);
  EXPECT_EQ(find(tree, 0, first), DecisionTree::kUnknown);
}

TEST(DecisionTree, GrowsInAllDirections) {
  DecisionTree tree(1);
  const auto reads = [](int32_t a) {
    return a % 2 == 0 ? std::vector<ComponentNumber>{0} : std::vector<ComponentNumber>{0, 1};
  };
  int32_t leaf = 0;
  for (int32_t a = 30; a >= 0; --a) {
    for (int32_t b = 0; b < (a % 2 == 0 ? 1 : 50); ++b) {
      const std::vector<int32_t> numbers = {a, b * 3 % 50};
      tree.insert(0, reads(a), numbers.data(), leaf++);
    }
  }
  leaf = 0;
  for (int32_t a = 30; a >= 0; --a)
    for (int32_t b = 0; b < (a % 2 == 0 ? 1 : 50); ++b)
      EXPECT_EQ(find(tree, 0, {a, b * 3 % 50}), leaf++);
}

// As where a counter counts, and with it what it is added to.
TEST(DecisionTree, TakesNoRoomForNumbersThatDoNotCome) {
  DecisionTree tree(1);
  constexpr int32_t kStates = 5'000;
  for (int32_t i = 0; i < kStates; ++i) {
    const std::vector<int32_t> numbers = {i, i};
    tree.insert(0, std::vector<ComponentNumber>{0, 1}, numbers.data(), i);
  }
  EXPECT_LT(tree.bytes(), kStates * 64u);
  for (int32_t i = 0; i < kStates; ++i) {
    EXPECT_EQ(find(tree, 0, {i, i}), i);
    EXPECT_EQ(find(tree, 0, {i, i + 1}), DecisionTree::kUnknown);
    EXPECT_EQ(find(tree, 0, {i, 0}), i == 0 ? 0 : DecisionTree::kUnknown);
  }
}

TEST(DecisionTree, ALeafMayNeedNoQuestion) {
  DecisionTree tree(1);
  tree.insert(0, {}, nullptr, 4);
  EXPECT_EQ(tree.find(0, nullptr), 4);
}

}  // namespace
}  // namespace runner::world
