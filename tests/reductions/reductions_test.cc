// Reductions off against on, over random programs: the same dead ends at the same distances, the
// same failures, the same outcomes, and what is said to be shortest is.
//
// RUNNER_RANDOM_PROGRAMS: how many (2,000 otherwise); RUNNER_RANDOM_FIRST: the first one's number;
// RUNNER_RANDOM_STATES: how many states each may have.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <set>

#include "expr/text_form.h"
#include "random_scenario.h"
#include "scenario/load.h"
#include "world/exploration.h"
#include "world/findings.h"
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
    for (const world::Race& race : found.races) {
      keep(fmt::format("{} race of {}: {} and {}", race.certain ? "certain" : "possible",
                       race.object, place(race.first), place(race.second)),
           0);
    }
    for (const world::LockOrder& order : found.lock_orders) add(order);
    for (const world::Question question : found.unanswered)
      keep(fmt::format("unanswered {}", static_cast<int>(question)), 0);
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

  static std::string place(const world::AccessPlace& access) {
    return fmt::format("{}:{}", access.at.line, access.at.column);
  }

  // Which replicas it goes through, and where it begins, does not matter.
  void add(const world::LockOrder& order) {
    std::set<std::string> links;
    for (const world::LockOrder::Link& link : order.cycle)
      links.insert(fmt::format("{} before {} at {}", link.held, link.requested, place(link.place)));
    keep(
        fmt::format("lock order {}: deadlock {}", fmt::join(links, ", "), order.deadlock_reachable),
        0);
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

// What is found, and after how many steps at least where that is claimed (-1: it is not). Without
// what only a search that keeps its states can tell.
class Found {
 public:
  explicit Found(const Exploration& exploration)
      : complete_(exploration.coverage == world::Coverage::kComplete) {
    for (const ExplorationFailure& failure : exploration.failures) {
      if (failure.kind == FailureKind::kNoEnd || failure.partial) continue;
      std::string text = fmt::format("{} {} at {}:{}", static_cast<int>(failure.kind),
                                     failure.message, failure.at.line, failure.at.column);
      if (failure.deadlock) text += world::signature_of(*failure.deadlock);
      keep(text, failure.shortest ? failure.schedule.length() : -1);
    }
    for (const auto& outcome : exploration.outcomes) {
      std::string text = "outcome";
      for (const auto& [name, value] : outcome.values)
        text += fmt::format(" {}={}", name, to_repr(value));
      keep(text, -1);
    }
    if (exploration.some_path_ends) keep("ends", -1);
  }

  bool complete() const { return complete_; }

  bool is_part_of(const Found& other) const {
    return std::all_of(things_.begin(), things_.end(), [&](const auto& thing) {
      const auto same = other.things_.find(thing.first);
      return same != other.things_.end() &&
             (thing.second < 0 || same->second < 0 || thing.second == same->second);
    });
  }

  std::string text() const {
    std::string text;
    for (const auto& [thing, length] : things_) text += fmt::format("{}: {}\n", thing, length);
    return text;
  }

 private:
  void keep(const std::string& thing, int64_t length) { things_.emplace(thing, length); }

  bool complete_ = false;
  std::map<std::string, int64_t> things_;
};

class ReductionsTest : public testing::Test {
 protected:
  static constexpr int kMostFailures = 8;
  // Every fifth program: it takes longer. Every fourth is one of virtual time.
  static constexpr int64_t kSearchedOtherwise = 5;

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
  int64_t explored_ = 0;

  static world::SearchLimits limits() {
    world::SearchLimits limits;
    limits.states = static_cast<uint64_t>(setting("RUNNER_RANDOM_STATES", kMostStates));
    return limits;
  }

  // Whoever says to have tried everything has found everything; nobody finds anything else.
  static std::string compare_other_searches(const Found& everything, const Program& program,
                                            ExplorationRequest request) {
    const auto wrong_in = [&](std::string_view way, const ExplorationRequest& asked) {
      const Exploration exploration = explore(program, asked);
      const Found found(exploration);
      const bool right =
          found.is_part_of(everything) && (!found.complete() || everything.is_part_of(found));
      return right ? ""
                   : fmt::format("{}: complete {}, found\n{}\ninstead of\n{}", way,
                                 found.complete(), found.text(), everything.text());
    };
    request.partial_order = true;
    ExplorationRequest other = request;
    other.compact = true;
    if (std::string wrong = wrong_in("compact", other); !wrong.empty()) return wrong;
    for (const int64_t preemptions : {0, 1, 1000}) {
      other = request;
      other.preemptions = preemptions;
      const std::string way = fmt::format("{} preemptions", preemptions);
      if (std::string wrong = wrong_in(way, other); !wrong.empty()) return wrong;
    }
    other = request;
    other.random_schedules = 2;
    return wrong_in("random schedules", other);
  }

  std::string compare_explorations(const Program& program, ExplorationRequest request) {
    request.partial_order = request.symmetry = false;
    const Exploration everything = explore(program, request);
    const std::string full = Summary(everything).text();
    if (explored_++ % kSearchedOtherwise == 0) {
      std::string wrong = compare_other_searches(Found(everything), program, request);
      if (!wrong.empty()) return wrong;
    }
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
