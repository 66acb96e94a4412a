// Replicas are exchanged only where nobody can tell: what is found is the same without.
#include <gtest/gtest.h>

#include <set>

#include "world/exploration.h"
#include "world/test_scenario.h"

namespace runner::world {
namespace {

using Found = std::set<std::pair<FailureKind, std::string>>;

Found failures(std::string_view steps, bool symmetry, bool partial_order) {
  ExplorationRequest request;
  request.symmetry = symmetry;
  request.partial_order = partial_order;
  Found found;
  for (const ExplorationFailure& failure : explore(program_of(steps), request).failures)
    found.emplace(failure.kind, failure.message);
  return found;
}

// A joiner whom a signal waits for does not go on when the first member has ended, so it matters
// which of them it was.
TEST(Symmetry, OfThoseWhomAJoinerWithASignalWaitsFor) {
  constexpr std::string_view kSteps = R"(
barriers: {b: 2}
processes:
  p0: {count: 2, steps: [{join: q0}, {barrier: b}]}
  q0: {count: 2, steps: [{send: SIGTERM, to: p0}]}
main: [{start: p0}, {start: q0}, {join: q0}]
)";
  const Found expected = failures(kSteps, false, false);
  EXPECT_FALSE(expected.empty());
  for (const bool partial_order : {false, true})
    EXPECT_EQ(failures(kSteps, true, partial_order), expected);
}

}  // namespace
}  // namespace runner::world
