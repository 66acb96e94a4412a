#include "cli/exploring.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace runner {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

TEST(Exploring, TheFileDecidesWhatTheCommandLineLeavesOpen) {
  Scenario scenario;
  scenario.explore = {true, 2};
  Options options;
  EXPECT_TRUE(exploration_request(options, scenario, 0).virtual_time);
  EXPECT_EQ(exploration_request(options, scenario, 0).kills, 2);
  options.exploration.time = ExploredTime::kUntimed;
  options.exploration.kills = 0;
  EXPECT_FALSE(exploration_request(options, scenario, 0).virtual_time);
  EXPECT_EQ(exploration_request(options, scenario, 0).kills, 0);
}

TEST(Exploring, PassesOnWhatWasAskedFor) {
  Options options;
  options.timeout = 1.5;
  options.exploration.memory = 1'000'000;
  options.exploration.random_schedules = 7;
  options.exploration.strategy = RandomWalk::kPct;
  const world::ExplorationRequest request = exploration_request(options, {}, 3);
  EXPECT_EQ(request.seconds, 1.5);
  EXPECT_EQ(request.bytes, 1'000'000u);
  EXPECT_EQ(request.random_schedules, 7);
  EXPECT_EQ(request.strategy, world::RandomStrategy::kPct);
  EXPECT_EQ(request.seed, 3u);
}

TEST(Exploring, SaysWhichOptionsDoNotGoTogether) {
  Options options;
  EXPECT_THAT(exploration_conflict(options), IsEmpty());
  options.exploration.strategy = RandomWalk::kPos;
  EXPECT_THAT(exploration_conflict(options), HasSubstr("--strategy"));
  options.exploration.random_schedules = 10;
  EXPECT_THAT(exploration_conflict(options), IsEmpty());
  options.exploration.preemptions = 1;
  EXPECT_THAT(exploration_conflict(options), HasSubstr("--preemptions"));
}

}  // namespace
}  // namespace runner
