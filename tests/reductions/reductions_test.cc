// Reductions off against on, over random programs: the same dead ends at the same distances, the
// same failures, the same outcomes, and what is said to be shortest is.
//
// RUNNER_RANDOM_PROGRAMS: how many (2,000 otherwise); RUNNER_RANDOM_FIRST: the first one's number;
// RUNNER_RANDOM_STATES: how many states each may have.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>

#include "expr/text_form.h"
#include "random_scenario.h"
#include "scenario/load.h"
#include "world/exploration.h"
#include "world/search.h"
#include "world/stubborn_sets.h"
#include "world/symmetry.h"

namespace runner {
namespace {

using world::Exploration;
using world::ExplorationFailure;
using world::ExplorationRequest;
using world::FailureKind;
using world::Numbers;
using world::Search;
using world::Space;

constexpr int64_t kMostStates = 2'000;  // larger programs are left out: unreduced they take long

int64_t setting(const char* name, int64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::atoll(text);
}

std::optional<Program> program_of(const std::string& text) {
  const Source source("random.yaml", text);
  Diagnostics diagnostics;
  std::optional<Scenario> scenario = load_scenario(source, {}, diagnostics);
  EXPECT_TRUE(scenario.has_value()) << text << render(source, diagnostics);
  if (!scenario) return std::nullopt;
  return compile(*std::move(scenario));
}

// Everything that is found, with its lengths, as lines that can be compared.
class Summary {
 public:
  explicit Summary(const Exploration& found) {
    for (const ExplorationFailure& failure : found.failures) add(failure);
    for (const auto& outcome : found.outcomes) {
      std::string text = "outcome";
      for (const auto& [name, value] : outcome.values)
        text += fmt::format(" {}={}", name, to_repr(value));
      keep(text, outcome.schedule.length());
    }
    lines_["ends"] = found.some_path_ends ? 1 : 0;
  }

  std::string text() const {
    std::string text;
    for (const auto& [line, length] : lines_) text += fmt::format("{}: {}\n", line, length);
    return text;
  }

 private:
  void add(const ExplorationFailure& failure) {
    // Going round for ever is found somewhere, not on a shortest way.
    if (failure.kind == FailureKind::kNoEnd || failure.partial)
      return keep(failure.partial ? "partial deadlock" : "no end", 0);
    if (failure.kind == FailureKind::kDeadlock) return keep("deadlock", failure.schedule.length());
    keep(fmt::format("kind {} at {}:{}", static_cast<int>(failure.kind), failure.at.line,
                     failure.at.column),
         failure.shortest ? failure.schedule.length() : -1);
  }

  void keep(const std::string& line, int64_t length) {
    const auto [entry, added] = lines_.try_emplace(line, length);
    if (!added) entry->second = std::min(entry->second, length);
  }

  std::map<std::string, int64_t> lines_;
};

// The states without successors, and how far away they are.
using DeadEnds = std::map<Numbers, size_t>;

DeadEnds dead_ends(const Search& search, world::Symmetry* symmetry) {
  DeadEnds ends;
  for (const auto* states : {&search.deadlocks(), &search.ends()}) {
    for (const world::StateNumber state : *states) {
      Numbers numbers = search.numbers(state);
      if (symmetry != nullptr) symmetry->sort(numbers);
      const size_t distance = search.path(state).size();
      const auto [entry, added] = ends.try_emplace(std::move(numbers), distance);
      if (!added) entry->second = std::min(entry->second, distance);
    }
  }
  return ends;
}

class ReductionsTest : public testing::Test {
 protected:
  static constexpr int kMostFailures = 8;

  // What is wrong; "" when all is well; "too large".
  std::string compare(const Program& program, const ExplorationRequest& request) {
    world::Rules rules;
    rules.timed = request.virtual_time;
    rules.exploring = true;
    rules.judges_output = request.judge_output;
    Space space(program, rules, request.kills);
    Search full(space, limits(), nullptr, nullptr);
    if (full.run(space.initial()) != Search::Verdict::kComplete) return "too large";
    world::StubbornSets stubborn(space);
    world::Symmetry symmetry(space);
    Search reduced(space, limits(), &stubborn, nullptr);
    Search sorted(space, limits(), nullptr, &symmetry);
    Search both(space, limits(), &stubborn, &symmetry);
    for (Search* search : {&reduced, &sorted, &both}) search->run(space.initial());
    states_ += full.state_count();
    reduced_states_ += reduced.state_count();
    both_states_ += both.state_count();
    symmetric_ += symmetry.any() ? 1 : 0;
    if (dead_ends(reduced, nullptr) != dead_ends(full, nullptr)) return "partial order: dead ends";
    const DeadEnds classes = dead_ends(full, &symmetry);
    if (dead_ends(sorted, &symmetry) != classes) return "symmetry: dead ends";
    if (dead_ends(both, &symmetry) != classes) return "both: dead ends";
    if (reduced.state_count() > full.state_count() || both.state_count() > full.state_count())
      return "more states";
    return compare_explorations(program, request);
  }

  void compare_many(RandomScenario::Range range, int64_t programs) {
    int64_t passed = 0;
    for (int64_t seed = setting("RUNNER_RANDOM_FIRST", 0); passed < programs; ++seed) {
      const std::string text = RandomScenario(static_cast<uint64_t>(seed), range).text();
      const std::optional<Program> program = program_of(text);
      ASSERT_TRUE(program.has_value());
      ExplorationRequest request;
      request.virtual_time = seed % 4 == 0;
      request.kills = seed % 8 == 5 || seed % 16 == 8 ? 1 : 0;
      request.judge_output = range == RandomScenario::Range::kPrinting;
      const std::string wrong = compare(*program, request);
      if (wrong != "too large") ++passed;
      if (wrong.empty() || wrong == "too large") continue;
      ADD_FAILURE() << "program " << seed << ": " << wrong << "\n" << text;
      if (++failed_ == kMostFailures) break;
    }
    GTEST_LOG_(INFO) << fmt::format(
        "{} programs: {} states, {} by partial order, {} by both; {} symmetric", passed, states_,
        reduced_states_, both_states_, symmetric_);
  }

  int failed_ = 0;
  uint64_t states_ = 0;
  uint64_t reduced_states_ = 0;
  uint64_t both_states_ = 0;
  int64_t symmetric_ = 0;

 private:
  static world::SearchLimits limits() {
    world::SearchLimits limits;
    limits.states = static_cast<uint64_t>(setting("RUNNER_RANDOM_STATES", kMostStates));
    return limits;
  }

  static std::string compare_explorations(const Program& program, ExplorationRequest request) {
    request.partial_order = request.symmetry = false;
    const std::string full = Summary(explore(program, request)).text();
    for (const auto& [partial_order, symmetry] :
         {std::pair(true, false), {false, true}, {true, true}}) {
      request.partial_order = partial_order;
      request.symmetry = symmetry;
      const std::string found = Summary(explore(program, request)).text();
      if (found == full) continue;
      return fmt::format("partial order {}, symmetry {}: found\n{}instead of\n{}", partial_order,
                         symmetry, found, full);
    }
    return "";
  }
};

TEST_F(ReductionsTest, ChangeNothing) {
  compare_many(RandomScenario::Range::kSmall, setting("RUNNER_RANDOM_PROGRAMS", 2'000));
}

TEST_F(ReductionsTest, ChangeNothingOfPoolsAndLists) {
  compare_many(RandomScenario::Range::kWide, setting("RUNNER_RANDOM_PROGRAMS", 2'000) / 4);
}

TEST_F(ReductionsTest, ChangeNothingThatIsPrinted) {
  compare_many(RandomScenario::Range::kPrinting, setting("RUNNER_RANDOM_PROGRAMS", 2'000) / 4);
}

}  // namespace
}  // namespace runner
