#include "verdict/flow.h"

#include <gtest/gtest.h>

namespace runner {
namespace {

int32_t total(const Flow& flow, int32_t sources) {
  int32_t sum = 0;
  for (int32_t source = 0; source < sources; ++source) {
    for (const Flow::Edge& edge : flow.edges_of(source)) sum += edge.amount;
  }
  return sum;
}

void maximize(Flow& flow) {
  Effort effort;
  flow.maximize(effort);
}

TEST(Flow, MovesWhatWasGivenEarlier) {
  // The first source takes the only sink of the second one, unless that is undone.
  Flow flow({1, 1}, {1, 1});
  flow.connect(0, 0);
  flow.connect(0, 1);
  flow.connect(1, 0);
  maximize(flow);
  EXPECT_EQ(total(flow, 2), 2);
  EXPECT_EQ(flow.edges_of(1)[0].amount, 1);
}

TEST(Flow, FollowsLongChains) {
  constexpr int32_t kLength = 2000;
  Flow flow(std::vector<int32_t>(kLength, 1), std::vector<int32_t>(kLength, 1));
  for (int32_t i = 0; i < kLength; ++i) {
    if (i + 1 < kLength) flow.connect(i, i + 1);
    flow.connect(i, i);
  }
  maximize(flow);
  EXPECT_EQ(total(flow, kLength), kLength);
}

TEST(Flow, CountsCapacities) {
  Flow flow({5, 3}, {4, 2, 1});
  flow.connect(0, 0);
  flow.connect(0, 1);
  flow.connect(1, 0);
  maximize(flow);
  EXPECT_EQ(total(flow, 2), 6);
}

}  // namespace
}  // namespace runner
