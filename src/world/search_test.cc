#include "world/search.h"

#include <gtest/gtest.h>

#include <string>

#include "world/stubborn_sets.h"
#include "world/test_problems.h"

namespace runner::world {
namespace {

struct Searched {
  Searched(const std::string& steps, const SearchLimits& limits)
      : program(program_of(steps)),
        space(program, untimed()),
        search(space, limits, nullptr, nullptr),
        verdict(search.run(space.initial())) {}

  Program program;
  Space space;
  Search search;
  Search::Verdict verdict;
};

SearchLimits compact() {
  SearchLimits limits;
  limits.compact = true;
  return limits;
}

// The numbers of states are those of Spin.
TEST(Search, FindsEveryStateOnce) {
  const Searched ordered(philosophers(7), SearchLimits());
  EXPECT_EQ(ordered.verdict, Search::Verdict::kComplete);
  EXPECT_EQ(ordered.search.state_count(), 28'192u);
  EXPECT_EQ(ordered.search.transition_count(), 112'080u);
  EXPECT_EQ(ordered.search.depth(), 28u);
  EXPECT_EQ(ordered.search.ends().size(), 1u);
  EXPECT_TRUE(ordered.search.deadlocks().empty());
  EXPECT_EQ(ordered.search.collision_probability(), 0);
}

TEST(Search, FindsANearestDeadlock) {
  const Searched naive(philosophers(5, true), SearchLimits());
  EXPECT_EQ(naive.search.state_count(), 1'743u);
  ASSERT_EQ(naive.search.deadlocks().size(), 1u);
  EXPECT_EQ(naive.search.path(naive.search.deadlocks().front()).size(), 5u + 1);
}

TEST(Search, CompactFindsTheSame) {
  const Searched exact(philosophers(6, true), SearchLimits());
  const Searched compact(philosophers(6, true), world::compact());
  EXPECT_TRUE(compact.search.is_compact());
  EXPECT_EQ(compact.search.state_count(), exact.search.state_count());
  EXPECT_EQ(compact.search.transition_count(), exact.search.transition_count());
  EXPECT_GT(compact.search.collision_probability(), 0);
  EXPECT_LT(compact.search.collision_probability(), 1e-10);
  ASSERT_EQ(compact.search.deadlocks().size(), 1u);
  const StateNumber deadlock = compact.search.deadlocks().front();
  EXPECT_EQ(compact.search.numbers_along(deadlock),
            exact.search.numbers_along(exact.search.deadlocks().front()));
  EXPECT_EQ(compact.search.numbers(deadlock), compact.search.numbers_along(deadlock).back());
}

TEST(Search, TellsOfStatesWhileItKnowsThem) {
  const Program program = program_of(philosophers(4, true));
  Space space(program, untimed());
  Search search(space, compact(), nullptr, nullptr);
  std::vector<StateNumber> deadlocks;
  search.on_end([&](StateNumber state, const Numbers& numbers, bool deadlock) {
    EXPECT_EQ(deadlock, !space.is_end(numbers));
    if (deadlock) deadlocks.push_back(state);
  });
  StateNumber states = 0;
  search.on_state([&](StateNumber state, const Numbers&) { EXPECT_EQ(state, states++); });
  search.run(space.initial());
  EXPECT_EQ(states, search.state_count());
  EXPECT_EQ(deadlocks, search.deadlocks());
}

TEST(Search, GetsCompactBeforeItGivesUp) {
  SearchLimits limits;
  limits.bytes = size_t{3} << 20;
  limits.may_compact = true;
  const Searched limited(philosophers(9), limits);
  EXPECT_EQ(limited.verdict, Search::Verdict::kMemory);
  EXPECT_TRUE(limited.search.is_compact());
  EXPECT_GT(limited.search.depth(), 5u);
  EXPECT_LT(limited.search.depth(), 36u);
  EXPECT_GT(limited.search.state_count(), limits.bytes / 64);
  limits.may_compact = false;
  const Searched exact(philosophers(9), limits);
  EXPECT_EQ(exact.verdict, Search::Verdict::kMemory);
  EXPECT_FALSE(exact.search.is_compact());
  EXPECT_LE(exact.search.bytes(), limits.bytes);
  EXPECT_LT(exact.search.state_count(), limited.search.state_count());
}

TEST(Search, StopsWhereItIsTold) {
  SearchLimits limits;
  limits.depth = 3;
  EXPECT_EQ(Searched(philosophers(5), limits).verdict, Search::Verdict::kDepth);
  EXPECT_EQ(Searched(philosophers(5), limits).search.depth(), 3u);
  limits = SearchLimits();
  limits.states = 100;
  EXPECT_EQ(Searched(philosophers(5), limits).verdict, Search::Verdict::kStates);
  limits = SearchLimits();
  limits.time = std::chrono::steady_clock::time_point::min();
  EXPECT_EQ(Searched(philosophers(5), limits).verdict, Search::Verdict::kTime);
}

TEST(Search, ExpandsFullyWhatWasReduced) {
  const Program program = program_of(philosophers(5));
  Space space(program, untimed());
  StubbornSets stubborn(space);
  Search search(space, SearchLimits(), &stubborn, nullptr);
  search.run(space.initial());
  EXPECT_GT(stubborn.left_out(), 0u);
  EXPECT_LT(search.state_count(), 1'320u);
  std::vector<StateNumber> states;
  do {
    states.clear();
    for (StateNumber state = 0; state < search.state_count(); ++state) states.push_back(state);
    EXPECT_EQ(search.expand_fully(states), Search::Verdict::kComplete);
  } while (states.size() < search.state_count());
  EXPECT_EQ(search.state_count(), Searched(philosophers(5), SearchLimits()).search.state_count());
}

TEST(Search, KnowsItsStatesAgain) {
  const Searched searched(philosophers(4), SearchLimits());
  for (StateNumber state = 0; state < searched.search.state_count(); ++state)
    EXPECT_EQ(searched.search.find(searched.search.numbers(state)), state);
  Numbers unknown = searched.space.initial();
  unknown.back() = 1'000'000;
  EXPECT_EQ(searched.search.find(unknown), kNoState);
}

}  // namespace
}  // namespace runner::world
