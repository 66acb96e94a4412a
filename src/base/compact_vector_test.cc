#include "base/compact_vector.h"

#include <gtest/gtest.h>

#include <iterator>
#include <memory>
#include <string>
#include <vector>

namespace runner {
namespace {

using Texts = CompactVector<std::string>;

std::vector<std::string> all(const Texts& texts) {
  return {texts.begin(), texts.end()};
}

// Longer than a string keeps inside itself: the address sanitizer sees each that is lost.
std::string text(int number) {
  return "a text of more than fifteen letters, number " + std::to_string(number);
}

TEST(CompactVector, IsAPointerWhereItIsEmpty) {
  EXPECT_EQ(sizeof(Texts), sizeof(void*));
  const Texts none;
  EXPECT_TRUE(none.empty());
  EXPECT_EQ(none.size(), 0u);
  EXPECT_EQ(none.begin(), none.end());
  Texts cleared;
  cleared.clear();
  EXPECT_TRUE(cleared.empty());
}

TEST(CompactVector, GrowsAndShrinks) {
  Texts texts;
  for (int i = 0; i < 100; ++i) texts.push_back(text(i));
  ASSERT_EQ(texts.size(), 100u);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(texts[static_cast<size_t>(i)], text(i));
  texts.erase(texts.begin() + 1);
  texts.resize(2);
  EXPECT_EQ(all(texts), (std::vector<std::string>{text(0), text(2)}));
  texts.resize(3);
  EXPECT_EQ(texts.back(), "");
  EXPECT_EQ(texts.front(), text(0));
}

TEST(CompactVector, AddsWhatIsMadeOfItsOwnElements) {
  Texts texts{text(1)};
  texts.emplace_back(texts.front());
  texts.push_back(texts.back());
  EXPECT_EQ(all(texts), (std::vector<std::string>{text(1), text(1), text(1)}));
}

TEST(CompactVector, IsCopiedAndMoved) {
  const Texts original{text(1), text(2)};
  Texts copy = original;
  copy[0] = "changed";
  EXPECT_EQ(original[0], text(1));
  Texts moved = std::move(copy);
  EXPECT_EQ(moved[0], "changed");
  moved = original;
  EXPECT_EQ(all(moved), all(original));
  moved = Texts();
  EXPECT_TRUE(moved.empty());
}

TEST(CompactVector, TakesTheElementsOfAnother) {
  std::vector<std::unique_ptr<int>> given;
  for (int i = 0; i < 3; ++i) given.push_back(std::make_unique<int>(i));
  const CompactVector<std::unique_ptr<int>> taken(std::make_move_iterator(given.begin() + 1),
                                                  std::make_move_iterator(given.end()));
  ASSERT_EQ(taken.size(), 2u);
  EXPECT_EQ(*taken[0], 1);
  EXPECT_EQ(given[1], nullptr);
}

// A tree, as those for which it is made.
struct Tree {
  int number = 0;
  CompactVector<Tree> branches;
};

TEST(CompactVector, HoldsItsOwnKind) {
  Tree root;
  Tree branch{1, {{2, {}}, {3, {}}}};
  root.branches.push_back(branch);
  root.branches.push_back(std::move(branch));
  EXPECT_EQ(root.branches[1].branches[1].number, 3);
}

}  // namespace
}  // namespace runner
