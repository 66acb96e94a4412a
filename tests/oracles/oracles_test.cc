// Exploration agrees with two independent explorers on every problem of this folder: the number of
// states and transitions without reductions, and with every reduction the verdict, the outcomes and
// the shortest lengths.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "expr/text_form.h"
#include "oracle.h"
#include "world/exploration.h"

namespace runner {
namespace {

using world::Exploration;
using world::ExplorationFailure;
using world::ExplorationRequest;
using world::FailureKind;

struct Reductions {
  bool partial_order = false;
  bool symmetry = false;
};

Exploration explore_with(const Oracle& oracle, Reductions reductions) {
  ExplorationRequest request;
  request.partial_order = reductions.partial_order;
  request.symmetry = reductions.symmetry;
  return world::explore(oracle.program, request);
}

std::optional<int64_t> shortest(const Exploration& found, FailureKind kind) {
  std::optional<int64_t> length;
  for (const ExplorationFailure& failure : found.failures) {
    if (failure.kind != kind) continue;
    EXPECT_TRUE(failure.shortest);
    if (!length || failure.schedule.length() < *length) length = failure.schedule.length();
  }
  return length;
}

std::vector<std::string> outcomes_of(const Exploration& found) {
  std::vector<std::string> outcomes;
  for (const world::ExplorationOutcome& outcome : found.outcomes) {
    std::string text;
    for (const auto& [name, value] : outcome.values)
      text += (text.empty() ? "" : ", ") + to_text(value);
    outcomes.push_back("[" + text + "]");
  }
  // Where nothing is observed there is one outcome: that it ends.
  if (outcomes.empty() && found.some_path_ends) outcomes = {"[]"};
  std::sort(outcomes.begin(), outcomes.end());
  return outcomes;
}

class OracleTest : public testing::TestWithParam<std::string> {
 protected:
  void expect_answers(const Oracle& oracle, const Exploration& found) {
    EXPECT_EQ(found.coverage, world::Coverage::kComplete);
    EXPECT_EQ(shortest(found, FailureKind::kDeadlock), oracle.shortest_deadlock);
    EXPECT_EQ(shortest(found, FailureKind::kAssertion), oracle.shortest_violation);
    EXPECT_EQ(outcomes_of(found), oracle.outcomes);
  }
};

TEST_P(OracleTest, AgreesWithoutReductions) {
  const Oracle oracle = read_oracle(GetParam());
  const Exploration found = explore_with(oracle, {});
  expect_answers(oracle, found);
  const auto states = static_cast<int64_t>(found.statistics.states);
  const auto transitions = static_cast<int64_t>(found.statistics.transitions);
  if (std::getenv("RUNNER_ORACLE_TABLE") != nullptr) {
    const auto reduced = explore_with(oracle, {true, false}).statistics.states;
    const auto both = explore_with(oracle, {true, true}).statistics.states;
    GTEST_LOG_(INFO) << oracle.name << ": states " << states << " of " << oracle.states
                     << ", transitions " << transitions << " of " << oracle.transitions
                     << "; reduced " << reduced << " of " << oracle.states_por << ", both " << both
                     << " of " << oracle.states_por_symmetry;
  }
  EXPECT_EQ(states, oracle.states) << oracle.other_steps;
  EXPECT_EQ(transitions, oracle.transitions) << oracle.other_steps;
}

TEST_P(OracleTest, ReductionsKeepTheAnswers) {
  const Oracle oracle = read_oracle(GetParam());
  const auto full = explore_with(oracle, {}).statistics.states;
  for (const Reductions reductions : {Reductions{true, false}, {false, true}, {true, true}}) {
    SCOPED_TRACE(testing::Message() << "partial order " << reductions.partial_order << ", symmetry "
                                    << reductions.symmetry);
    const Exploration found = explore_with(oracle, reductions);
    expect_answers(oracle, found);
    EXPECT_LE(found.statistics.states, full);
    if (!reductions.partial_order) continue;
    const int64_t known = reductions.symmetry ? oracle.states_por_symmetry : oracle.states_por;
    EXPECT_LE(static_cast<int64_t>(found.statistics.states), 2 * known);
  }
}

INSTANTIATE_TEST_SUITE_P(All, OracleTest, testing::ValuesIn(oracle_names()),
                         [](const auto& info) { return info.param; });

}  // namespace
}  // namespace runner
