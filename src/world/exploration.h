// What exploring a scenario means to a user: what was asked for, what was covered, and all that was
// found. Plain data, which the command line prints and the tests compare.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "expr/value.h"
#include "machine/run.h"
#include "machine/schedule.h"

namespace runner::world {

// How far a search has come, for people who wait.
struct SearchProgress {
  uint64_t states = 0;
  uint64_t transitions = 0;
  uint32_t depth = 0;
  uint64_t frontier = 0;  // states of the level at hand that are still to be expanded
  size_t bytes = 0;
  double seconds = 0;
};

enum class RandomStrategy : uint8_t { kPortfolio, kUniform, kPct, kPos };

struct ExplorationRequest {
  bool partial_order = true;
  bool symmetry = true;
  bool virtual_time = false;
  int64_t kills = 0;
  bool judge_output = false;  // hold what is printed against `expect: output`, in every order
  // Bounds; reaching one ends in a partial verdict.
  size_t bytes = size_t{4} << 30;
  std::optional<double> seconds;
  std::optional<int64_t> preemptions;       // search in this many preemptions only
  bool compact = false;                     // 64-bit fingerprints in place of states
  std::optional<int64_t> random_schedules;  // in place of a search: so many random schedules
  RandomStrategy strategy = RandomStrategy::kPortfolio;
  uint64_t seed = 0;
  std::function<void(const SearchProgress&)> progress;  // called a few times a second; may be empty
};

enum class FailureKind : uint8_t {
  kDeadlock,  // partial ones too
  kAssertion,
  kError,  // any other uncaught error than those named here
  kMisuse,
  kAlways,
  kFinally,
  kExit,     // an exit status that `expect` does not allow
  kOutcome,  // an outcome that `expect` does not allow
  kOutput,   // what was printed is not what `expect` says
  kNoEnd,    // from some state on no end can be reached, though someone always runs
};

struct ExplorationFailure {
  FailureKind kind = FailureKind::kDeadlock;
  std::string category;   // of a deadlock: Deadlock::category; else the error's kind
  bool partial = false;   // a deadlock beside others that run
  bool expected = false;  // the scenario says that it happens
  bool shortest =
      true;  // no shorter schedule leads to it; false: none was found, but none was ruled out
  bool needs_timing =
      false;  // only untimed exploration shows it: sleeps and timeouts make it unlikely
  std::string message;
  std::string difference;  // kOutput: a unified diff; else ""
  Position at;
  std::optional<Deadlock> deadlock;
  // The first step after which no proper end can be reached any more; -1: not known, or none.
  int64_t point_of_no_return = -1;
  Schedule schedule;
};

struct ExplorationOutcome {
  std::vector<std::pair<std::string, Value>> values;
  bool allowed = true;  // by `expect: outcomes`
  bool needs_timing = false;
  Schedule schedule;  // a shortest one
};

struct AccessPlace {
  std::string process;
  std::string operation;
  Position at;
};

// Two processes can be about to use the same object at the same time, one of them to change it, and
// no lock is held by both.
struct Race {
  std::string object;
  AccessPlace first;
  AccessPlace second;
  bool certain = true;  // both were seen ready in one state; false: only that no lock is in common
};

// Locks that are taken in a circle by different processes.
struct LockOrder {
  struct Link {
    std::string held;
    std::string requested;
    AccessPlace place;
  };
  std::vector<Link> cycle;
  bool deadlock_reachable = false;
};

enum class Coverage : uint8_t {
  kComplete,     // every interleaving
  kPreemptions,  // every interleaving with at most so many preemptions
  kDepth,        // every interleaving of the first `depth` steps: memory or time ran out
  kRandom,       // some random schedules
};

struct ExplorationStatistics {
  uint64_t states = 0;
  uint64_t transitions = 0;
  uint32_t depth = 0;
  size_t bytes = 0;
  double seconds = 0;
  uint64_t schedules = 0;            // random ones
  double collision_probability = 0;  // compact: that any two states were taken for one
  uint64_t stubborn_states = 0;      // in how many states the partial order left processes out
  uint64_t stubborn_left_out = 0;    // enabled processes that were not tried there
  int64_t symmetric_groups = 0;
};

// What is asked of the states of a search: it cannot be asked where they are not at hand.
enum class Question : uint8_t {
  kLoops,       // whether it can go round for ever, with or without somebody stuck beside it
  kStuck,       // where it can: whether somebody is stuck beside it
  kRaces,       // data races
  kLockOrders,  // locks that are taken in a circle
  kOutput,      // whether `expect: output` holds: only where that is asked for
};

struct Exploration {
  Coverage coverage = Coverage::kComplete;
  int64_t preemptions = 0;  // kPreemptions
  std::string ended_by;     // "memory limit", "time limit", …; "": the search came to its end
  ExplorationStatistics statistics;
  std::vector<ExplorationFailure> failures;  // expected ones too; shortest first
  uint64_t failures_left_out = 0;            // others of the same kinds: limits::kFailuresTold
  std::vector<ExplorationOutcome> outcomes;
  bool outcomes_complete = true;
  std::vector<Race> races;
  std::vector<LockOrder> lock_orders;
  bool some_path_ends = false;         // without a deadlock
  bool some_path_ends_well = false;    // and no process has failed
  bool some_path_ends_failed = false;  // and some process has
  std::vector<Question> unanswered;

  bool answers(Question question) const {
    return std::find(unanswered.begin(), unanswered.end(), question) == unanswered.end();
  }
};

Exploration explore(const Program& program, const ExplorationRequest& request);

}  // namespace runner::world
