#include "world/preemption_search.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "world/test_problems.h"

namespace runner::world {
namespace {

struct Bounded {
  Bounded(const std::string& steps, int64_t preemptions, const SearchLimits& limits = {},
          int64_t kills = 0)
      : program(program_of(steps)),
        space(program, untimed(), kills),
        search(space, limits, preemptions),
        verdict(search.run(space.initial())) {}

  // The final values of the first thing to be observed.
  std::set<int64_t> outcomes() {
    std::set<int64_t> outcomes;
    for (const StateNumber state : search.ends())
      outcomes.insert(space.observe().answer(0, search.numbers(state).data()).as_int());
    return outcomes;
  }

  Program program;
  Space space;
  PreemptionSearch search;
  PreemptionSearch::Verdict verdict;
};

// Two increments that can be lost.
std::string counters(int count) {
  return "values: {x: 0}\nprocesses:\n  p:\n    count: " + std::to_string(count) +
         "\n    steps:\n      - let: {t: '${x}'}\n      - set: {x: '${t + 1}'}\n"
         "main:\n  - start: p\nobserve: [x]\n";
}

TEST(PreemptionSearch, WithoutPreemptionsProcessesRunOneAfterTheOther) {
  Bounded bounded(counters(3), 0);
  EXPECT_EQ(bounded.verdict, PreemptionSearch::Verdict::kComplete);
  EXPECT_EQ(bounded.search.covered(), 0);
  EXPECT_FALSE(bounded.search.is_exhaustive());
  EXPECT_EQ(bounded.outcomes(), (std::set<int64_t>{3}));
}

TEST(PreemptionSearch, EachPreemptionLosesAtMostOneIncrement) {
  EXPECT_EQ(Bounded(counters(3), 1).outcomes(), (std::set<int64_t>{1, 2, 3}));
  EXPECT_EQ(Bounded(counters(2), 1).outcomes(), (std::set<int64_t>{1, 2}));
  EXPECT_TRUE(Bounded(counters(2), 1).search.is_exhaustive());
}

TEST(PreemptionSearch, WaitingIsNoPreemption) {
  // One is interrupted between its forks; then each waits for the fork of the one before.
  for (int64_t bound = 0; bound < 4; ++bound) {
    const Bounded bounded(philosophers(5, true), bound);
    EXPECT_EQ(bounded.search.deadlocks().size(), bound >= 1 ? 1u : 0u) << bound;
    if (bound < 1) continue;
    const StateNumber deadlock = bounded.search.deadlocks().front();
    EXPECT_EQ(bounded.search.preemptions(deadlock), 1);
    EXPECT_EQ(bounded.search.path(deadlock).size(), 5u + 1);
  }
}

TEST(PreemptionSearch, AKillIsNoPreemption) {
  const std::string text =
      "values: {x: 0, y: 0}\nprocesses:\n"
      "  p: {steps: [{set: {x: 1}}, {set: {x: 2}}]}\n  q: {steps: [{set: {y: 1}}]}\n"
      "main: [{start: [p, q]}]\nobserve: [10 * x + y]\n";
  EXPECT_EQ(Bounded(text, 0).outcomes(), (std::set<int64_t>{21}));
  EXPECT_EQ(Bounded(text, 0, {}, 1).outcomes(), (std::set<int64_t>{1, 11, 20, 21}));
}

// Counts preemptions in another way: by trying all schedules.
void try_all(Space& space, const Numbers& numbers, int32_t last, int64_t left,
             std::set<Numbers>& reached, std::set<std::tuple<Numbers, int32_t, int64_t>>& seen) {
  if (!seen.insert({numbers, last, left}).second) return;
  reached.insert(numbers);
  const bool could = last != kNobody && space.transitions().leaf(last, numbers.data()).count > 0;
  for (int32_t process = 0; process < space.world().process_count(); ++process) {
    const int64_t cost = could && process != last ? 1 : 0;
    if (cost > left) continue;
    const Leaf leaf = space.transitions().leaf(process, numbers.data());
    for (uint32_t i = 0; i < leaf.count; ++i) {
      Numbers next = numbers;
      for (const Write& write : space.transitions().writes(space.transitions().edges(leaf)[i]))
        next[static_cast<size_t>(write.component)] = write.number;
      try_all(space, next, process, left - cost, reached, seen);
    }
  }
}

TEST(PreemptionSearch, ReachesExactlyWhatSoFewPreemptionsReach) {
  for (const std::string& problem :
       {counters(3), philosophers(4, true), peterson(true), std::string(kLostWakeup)}) {
    for (int64_t bound = 0; bound < 4; ++bound) {
      Bounded bounded(problem, bound);
      std::set<Numbers> reached;
      for (StateNumber state = 0; state < bounded.search.state_count(); ++state) {
        reached.insert(bounded.search.numbers(state));
        EXPECT_LE(bounded.search.preemptions(state), bound);
      }
      std::set<Numbers> expected;
      std::set<std::tuple<Numbers, int32_t, int64_t>> seen;
      try_all(bounded.space, bounded.space.initial(), kNobody, bound, expected, seen);
      EXPECT_EQ(reached, expected) << bound;
    }
  }
}

TEST(PreemptionSearch, EnoughOfThemAreEverything) {
  Bounded bounded(philosophers(4, true), 1'000);
  EXPECT_TRUE(bounded.search.is_exhaustive());
  EXPECT_LT(bounded.search.covered(), 1'000);
  Search search(bounded.space, SearchLimits(), nullptr, nullptr);
  search.run(bounded.space.initial());
  std::set<Numbers> reached;
  for (StateNumber state = 0; state < bounded.search.state_count(); ++state)
    reached.insert(bounded.search.numbers(state));
  EXPECT_EQ(reached.size(), search.state_count());
}

TEST(PreemptionSearch, FindsErrorsAndViolations) {
  EXPECT_TRUE(Bounded(peterson(true), 1).search.complaints().empty());
  EXPECT_EQ(Bounded(peterson(true), 2).search.complaints().size(), 2u);
  const std::string text =
      "values: {x: 0}\nprocesses:\n  p: {count: 2, steps: [{add: {x: 1}}, {add: {x: -1}}]}\n"
      "main: [{start: p}]\nexpect: {always: [x < 2]}\n";
  EXPECT_EQ(Bounded(text, 0).search.violations().front(), kNoState);
  EXPECT_NE(Bounded(text, 1).search.violations().front(), kNoState);
}

TEST(PreemptionSearch, StopsWhereItIsTold) {
  SearchLimits limits;
  limits.bytes = size_t{1} << 20;
  const Bounded bounded(philosophers(8), 100, limits);
  EXPECT_EQ(bounded.verdict, PreemptionSearch::Verdict::kMemory);
  EXPECT_GE(bounded.search.covered(), 0);
  EXPECT_LE(bounded.search.bytes(), limits.bytes);
  limits = SearchLimits();
  limits.time = std::chrono::steady_clock::time_point::min();
  EXPECT_EQ(Bounded(philosophers(8), 100, limits).verdict, PreemptionSearch::Verdict::kTime);
}

TEST(PreemptionSearch, KnowsWhetherItCanGoRound) {
  for (int64_t bound = 0; bound < 4; ++bound) {
    EXPECT_FALSE(Bounded(philosophers(3), bound).search.may_go_round());
    EXPECT_FALSE(Bounded(counters(3), bound).search.may_go_round());
    // Some of its ways to the same state are longer than others.
    EXPECT_FALSE(Bounded(kLostWakeup, bound).search.may_go_round());
  }
  EXPECT_FALSE(Bounded(peterson(false), 0).search.may_go_round()) << "one after the other";
  EXPECT_TRUE(Bounded(peterson(false), 1).search.may_go_round());
}

}  // namespace
}  // namespace runner::world
