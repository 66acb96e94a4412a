#include "world/random_schedules.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <string>

#include "world/test_problems.h"

namespace runner::world {
namespace {

constexpr int kSchedules = 10'000;

// The probability that a uniform walk from here ends in a deadlock, by all ways to go.
double deadlock_probability(Space& space, const Numbers& numbers,
                            std::map<Numbers, double>& known) {
  const auto found = known.find(numbers);
  if (found != known.end()) return found->second;
  double sum = 0;
  int enabled = 0;
  for (int32_t process = 0; process < space.world().process_count(); ++process) {
    const Leaf leaf = space.transitions().leaf(process, numbers.data());
    if (leaf.count == 0) continue;
    ++enabled;
    for (uint32_t i = 0; i < leaf.count; ++i) {
      Numbers next = numbers;
      for (const Write& write : space.transitions().writes(space.transitions().edges(leaf)[i]))
        next[static_cast<size_t>(write.component)] = write.number;
      sum += deadlock_probability(space, next, known) / leaf.count;
    }
  }
  const double probability = enabled > 0 ? sum / enabled : space.is_end(numbers) ? 0 : 1;
  known.emplace(numbers, probability);
  return probability;
}

struct Walked {
  explicit Walked(const std::string& steps, RandomStrategy strategy, int count = kSchedules,
                  uint64_t seed = 1)
      : program(program_of(steps)), space(program, untimed()) {
    RandomSchedules schedules(space, strategy, seed);
    for (int i = 0; i < count; ++i) {
      const RandomSchedule& schedule = schedules.next();
      deadlocks += schedule.ending == RandomSchedule::Ending::kDeadlock ? 1 : 0;
      complaints += schedule.complaints.empty() ? 0 : 1;
      violations += schedule.violations.empty() ? 0 : 1;
    }
    step_count = schedules.step_count();
  }

  Program program;
  Space space;
  int deadlocks = 0;
  int complaints = 0;
  int violations = 0;
  uint64_t step_count = 0;
};

void expect_frequency(int hits, double probability) {
  const double sigma = std::sqrt(kSchedules * probability * (1 - probability));
  EXPECT_NEAR(hits, kSchedules * probability, 4 * sigma);
}

// The probabilities were computed by another program.
TEST(RandomSchedules, AgreeWithKnownProbabilities) {
  expect_frequency(Walked(philosophers(5, true), RandomStrategy::kUniform).deadlocks, 0.1583);
  expect_frequency(Walked(kLostWakeup, RandomStrategy::kUniform).deadlocks, 0.125);
  expect_frequency(Walked(peterson(true), RandomStrategy::kUniform).complaints, 0.0195);
  expect_frequency(Walked(kWaitsOnce, RandomStrategy::kUniform).complaints, 0.0556);
  EXPECT_EQ(Walked(peterson(false), RandomStrategy::kUniform).complaints, 0);
}

TEST(RandomSchedules, AgreeWithAllWaysToGo) {
  const std::string problems[] = {
      philosophers(3, true), philosophers(6, true), kLostWakeup,
      // Which of the waiting ones is woken decides whether the other is.
      R"(
conditions: [c]
values: {turn: 0}
processes:
  waiter:
    count: 3
    steps:
      - acquire: c
      - wait: c
      - if: index == 0
        then: [{notify: c}]
      - release: c
  waker:
    steps:
      - acquire: c
      - notify: c
      - release: c
main:
  - start: [waiter, waker]
)"};
  for (const std::string& problem : problems) {
    const Walked walked(problem, RandomStrategy::kUniform);
    Space space(walked.program, untimed());
    std::map<Numbers, double> known;
    const double probability = deadlock_probability(space, space.initial(), known);
    EXPECT_GT(probability, 0);
    expect_frequency(walked.deadlocks, probability);
  }
}

TEST(RandomSchedules, AllStrategiesFindWhatIsThere) {
  for (const RandomStrategy strategy : {RandomStrategy::kPortfolio, RandomStrategy::kUniform,
                                        RandomStrategy::kPct, RandomStrategy::kPos}) {
    EXPECT_GT(Walked(philosophers(4, true), strategy, 1'000).deadlocks, 0);
    EXPECT_EQ(Walked(philosophers(4), strategy, 1'000).deadlocks, 0);
    EXPECT_GT(Walked(peterson(true), strategy).complaints, 0);
  }
}

// Of depth 2: one preemption in the middle of an increment.
TEST(RandomSchedules, PrioritiesKeepTheirPromise) {
  const Walked walked(R"(
values: {x: 0}
processes:
  worker:
    count: 2
    steps:
      - repeat: 10
        do:
          - let: {before: '${x}'}
          - set: {x: '${before + 1}'}
main:
  - start: worker
  - join: worker
  - assert: x == 20
)",
                      RandomStrategy::kPct);
  const double steps = static_cast<double>(walked.step_count) / kSchedules;
  EXPECT_GT(walked.complaints, kSchedules / (3 * steps));
}

TEST(RandomSchedules, ReportWhatAlwaysForbids) {
  const std::string text =
      "values: {x: 0}\nprocesses:\n  p: {count: 2, steps: [{add: {x: 1}}, {add: {x: -1}}]}\n"
      "main: [{start: p}]\nexpect: {always: [x < 2]}\n";
  const Walked walked(text, RandomStrategy::kUniform);
  expect_frequency(walked.violations, 0.5);
}

TEST(RandomSchedules, ASeedGivesTheSameAgain) {
  const auto steps = [](uint64_t seed) {
    const Walked walked(philosophers(6), RandomStrategy::kPortfolio, 0);
    Space space(walked.program, untimed());
    RandomSchedules schedules(space, RandomStrategy::kPortfolio, seed);
    std::vector<int32_t> order;
    for (int i = 0; i < 20; ++i)
      for (const RandomStep& step : schedules.next().steps) order.push_back(step.process);
    return order;
  };
  EXPECT_EQ(steps(5), steps(5));
  EXPECT_NE(steps(5), steps(6));
}

// Whoever waits in a loop has to let the others go on some time.
TEST(RandomSchedules, EndBesideSpinners) {
  for (const RandomStrategy strategy : {RandomStrategy::kPct, RandomStrategy::kPos}) {
    const Program program = program_of(R"(
values: {go: false}
processes:
  spinner: {count: 2, steps: [{while: '!go', do: []}]}
  other: {steps: [{set: {go: true}}]}
main:
  - start: [spinner, other]
)");
    Space space(program, untimed());
    RandomSchedules schedules(space, strategy, 1, 10'000);
    for (int i = 0; i < 50; ++i) EXPECT_EQ(schedules.next().ending, RandomSchedule::Ending::kEnd);
  }
}

TEST(RandomSchedules, KillAtAnyTime) {
  const Program program = program_of(
      "locks: {m: {on_owner_death: hold}}\nprocesses:\n"
      "  p: {count: 2, steps: [{lock: m, do: [{print: held}]}]}\nmain: [{start: p}]\n");
  Space space(program, untimed(), 1);
  RandomSchedules schedules(space, RandomStrategy::kPortfolio, 1);
  int deadlocks = 0;
  for (int i = 0; i < 1'000; ++i)
    deadlocks += schedules.next().ending == RandomSchedule::Ending::kDeadlock ? 1 : 0;
  EXPECT_GT(deadlocks, 10);
  EXPECT_LT(deadlocks, 990);
}

TEST(RandomSchedules, TimePassesWhenNobodyCanGoOn) {
  const Program program = program_of("main: [{sleep: 1}, {sleep: 2}]\n");
  Rules rules = untimed();
  rules.timed = true;
  Space space(program, rules);
  RandomSchedules schedules(space, RandomStrategy::kUniform, 1);
  const RandomSchedule& schedule = schedules.next();
  EXPECT_EQ(schedule.ending, RandomSchedule::Ending::kEnd);
  int ticks = 0;
  for (const RandomStep& step : schedule.steps) ticks += step.process == kNobody ? 1 : 0;
  EXPECT_EQ(ticks, 2);
}

}  // namespace
}  // namespace runner::world
