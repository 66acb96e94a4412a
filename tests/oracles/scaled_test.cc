// The same problems at sizes of which the numbers are known too: what the reductions are for.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>

#include "scenario/load.h"
#include "world/search.h"
#include "world/stubborn_sets.h"
#include "world/symmetry.h"

namespace runner {
namespace {

using world::Search;

Program program_of(const std::string& text) {
  const Source source("scaled.yaml", "scenario: scaled\n" + text);
  Diagnostics diagnostics;
  std::optional<Scenario> scenario = load_scenario(source, {}, diagnostics);
  EXPECT_TRUE(scenario.has_value()) << render(source, diagnostics);
  return compile(scenario ? *std::move(scenario) : Scenario());
}

std::string philosophers(int count, bool ordered) {
  const std::string first = ordered ? "min(index, (index + 1) % n)" : "index";
  const std::string second = ordered ? "max(index, (index + 1) % n)" : "(index + 1) % n";
  return fmt::format(R"(
vars: {{n: {}}}
locks: {{fork: {{count: "${{n}}", on_owner_death: hold}}}}
processes:
  phil:
    count: "${{n}}"
    steps:
      - {{acquire: "fork[{}]"}}
      - {{acquire: "fork[{}]"}}
      - {{release: "fork[{}]"}}
      - {{release: "fork[{}]"}}
)",
                     count, first, second, second, first);
}

std::string locked_counter(int processes, int rounds) {
  return fmt::format(R"(
locks: {{m: {{on_owner_death: hold}}}}
values: {{x: 0}}
processes:
  p:
    count: {}
    steps:
      - repeat: {}
        do:
          - {{acquire: m}}
          - {{let: {{t: "${{x}}"}}}}
          - {{set: {{x: "${{t + 1}}"}}}}
          - {{release: m}}
)",
                     processes, rounds);
}

std::string water(int oxygens) {
  const std::string bonding = R"(
          - {release: hydroQ, count: 2}
          - {add: {hydrogen: -2}}
          - {release: oxyQ}
          - {add: {oxygen: -1}})";
  return fmt::format(R"yaml(
semaphores: {{mutex: 1, oxyQ: 0, hydroQ: 0}}
barriers: {{b: 3}}
values: {{oxygen: 0, hydrogen: 0, mol: 0}}
processes:
  o:
    count: {0}
    steps:
      - {{acquire: mutex}}
      - {{add: {{oxygen: 1}}, into: a}}
      - {{let: {{t: "${{hydrogen}}"}}}}
      - if: t < 2
        then: [{{release: mutex}}]
        else: {2}
      - {{acquire: oxyQ}}
      - {{add: {{mol: 10}}, into: t}}
      - {{assert: t == 10 || t == 11 || t == 12}}
      - {{barrier: b}}
      - {{add: {{mol: -12}}}}
      - {{release: mutex}}
  h:
    count: {1}
    steps:
      - {{acquire: mutex}}
      - {{add: {{hydrogen: 1}}, into: a}}
      - {{let: {{t: "${{oxygen}}"}}}}
      - if: "!(a >= 2 && t >= 1)"
        then: [{{release: mutex}}]
        else: {2}
      - {{acquire: hydroQ}}
      - {{add: {{mol: 1}}, into: t}}
      - {{assert: t == 1 || t == 2 || t == 11 || t == 12}}
      - {{barrier: b}}
)yaml",
                     oxygens, 2 * oxygens, bonding);
}

std::string readers_writers(int readers, int writers) {
  return fmt::format(R"(
semaphores: {{mutex: 1, empty: 1}}
values: {{readers: 0, room: 0}}
processes:
  r:
    count: {}
    steps:
      - {{acquire: mutex}}
      - {{add: {{readers: 1}}, into: t}}
      - {{if: t == 1, then: [{{acquire: empty}}]}}
      - {{release: mutex}}
      - {{add: {{room: 1}}, into: t}}
      - {{assert: t < 100}}
      - {{add: {{room: -1}}}}
      - {{acquire: mutex}}
      - {{add: {{readers: -1}}, into: t}}
      - {{if: t == 0, then: [{{release: empty}}]}}
      - {{release: mutex}}
  w:
    count: {}
    steps:
      - {{acquire: empty}}
      - {{add: {{room: 100}}, into: t}}
      - {{assert: t == 100}}
      - {{add: {{room: -100}}}}
      - {{release: empty}}
)",
                     readers, writers);
}

uint64_t states(const std::string& text, bool partial_order, bool symmetry) {
  const Program program = program_of(text);
  world::Space space(program, world::Rules{false, true, 0});
  world::StubbornSets stubborn(space);
  world::Symmetry replicas(space);
  Search search(space, {}, partial_order ? &stubborn : nullptr, symmetry ? &replicas : nullptr);
  EXPECT_EQ(search.run(space.initial()), Search::Verdict::kComplete);
  return search.state_count();
}

TEST(Scaled, PhilosophersWithoutReductions) {
  EXPECT_EQ(states(philosophers(8, false), false, false), 153'631u);
}

TEST(Scaled, PhilosophersStayPolynomialByPartialOrder) {
  EXPECT_LE(states(philosophers(8, false), true, true), 2'146u);
  EXPECT_LE(states(philosophers(10, false), true, true), 5'101u);
  EXPECT_LE(states(philosophers(16, false), true, true), 32'574u);
  EXPECT_LE(states(philosophers(10, true), true, true), 3'251u);
  EXPECT_LE(states(philosophers(16, true), true, true), 19'097u);
}

TEST(Scaled, LockedCountersBySymmetry) {
  EXPECT_EQ(states(locked_counter(6, 2), false, false), 9'477u);
  EXPECT_LE(states(locked_counter(6, 2), true, true), 154u);
  EXPECT_LE(states(locked_counter(6, 6), true, true), 9'240u);
}

TEST(Scaled, WaterByBoth) {
  EXPECT_LE(states(water(2), true, true), states(water(2), false, true));
  EXPECT_LE(states(water(3), true, true), 2 * 646u);
}

TEST(Scaled, ReadersAndWritersByBoth) {
  EXPECT_EQ(states(readers_writers(4, 3), false, false), 25'544u);
  EXPECT_LE(states(readers_writers(4, 3), true, true), 879u);
}

}  // namespace
}  // namespace runner
