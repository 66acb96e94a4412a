// Partial-order reduction by strong stubborn sets at the granularity of processes: which of the
// enabled processes it is enough to let go first.
//
// The set is closed under: whoever may, before a member moves, do what interferes with the member's
// next step (unless it would have to hold a lock that the member holds); and for a member that
// waits, those one of whom has to move before it can go on. All terminal states remain reachable,
// by paths of the same length. Antti Valmari, "Stubborn sets for reduced state space generation"
// (1989).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "world/flow.h"
#include "world/interference.h"
#include "world/space.h"

namespace runner::world {

class StubbornSets {
 public:
  explicit StubbornSets(Space& space);

  // Larger scenarios are searched without the reduction.
  static constexpr int32_t kMostProcesses = 64;

  // Leaves of the enabled processes only those that have to be tried.
  void choose(const Numbers& numbers, std::vector<int32_t>& enabled);

  // In this state all have to be tried: otherwise one might be ignored for ever.
  void expand_fully(const Numbers& numbers) { full_.insert(numbers); }

  // In how many states processes were left out so far, and how many.
  uint64_t reduced_states() const { return reduced_states_; }
  uint64_t left_out() const { return left_out_; }
  void forget_counts() { reduced_states_ = left_out_ = 0; }
  // What it has learned.
  size_t bytes() const;

 private:
  using Set = uint64_t;  // of processes

  // What a process's own state says about it.
  struct Local {
    bool acts = false;  // it lives, or may be started
    bool unstarted = false;
    int32_t step = -1;  // the number of its next accesses, when it can go on
    int32_t wait = -1;  // the same while it waits
    int32_t future = -1;
    // The same while a signal is about to act on it: it may end at once.
    int32_t doomed_step = -1;
    int32_t doomed_future = -1;
    Set held = 0;  // locks, by LockBits
    // Waiting, it is helped by a notify of this condition, by whoever holds this lock, by the end
    // of this process.
    int32_t condition = -1;
    int32_t lock = -1;
    int32_t awaited = kNobody;
    bool awaits_children = false;
  };
  struct Step {
    std::vector<Act> acts;
    std::vector<int32_t> against;  // by future: masks (kNever, kAlways, or a place in masks_)
    std::vector<int8_t> enabling;  // by future: -1 unknown
  };
  struct Future {
    int32_t process = 0;
    std::vector<Deed> deeds;
    std::vector<int8_t> ending;  // by process: may one of the deeds end it; -1 unknown
    std::vector<int8_t> starting;
  };
  static constexpr int32_t kUnknown = -3;
  static constexpr int32_t kNever = -2;
  static constexpr int32_t kAlways = -1;

  const Local& local(int32_t process, const Numbers& numbers);
  Local describe(int32_t process, const ProcessState& state);
  Local describe_unstarted(int32_t process);
  void describe_wait(const Operation& operation, const ProcessState& state, Local& local);
  int32_t number_of_step(std::vector<Act> acts);
  int32_t number_of_future(int32_t process, std::vector<Deed> deeds);
  Flow& flow(int32_t process);
  // What is left of an operation in the middle of which the process is.
  std::vector<Act> rest_of(int32_t process, const ProcessState& state);

  bool depends(const Local& member, const Local& other);
  int32_t masks_of(Step& step, const Future& future);
  bool enables(const Local& member, const Local& other);
  bool ends(const Local& other, int32_t process);
  bool starts(const Local& other, int32_t process);
  Set needed_by_enabled(int32_t process);
  Set needed_by_waiting(int32_t process, const Numbers& numbers);
  // The one process whose moving on a waiting one has to await, or kNobody.
  int32_t blamed(int32_t process, const Numbers& numbers);
  bool waits_for_notify(int32_t process, int32_t condition, const Numbers& numbers);
  bool awaits_signal(int32_t process, const Numbers& numbers);
  bool can_perform(int32_t process, const Numbers& numbers);
  Set needed(int32_t process, const Numbers& numbers);
  Set closure(int32_t process, const Numbers& numbers);

  Space& space_;
  LockBits locks_;
  Interference interference_;
  std::vector<std::optional<Flow>> flows_;  // by process
  size_t flow_bytes_ = 0;
  std::vector<std::vector<int32_t>> known_locals_;  // by process, by its state's number
  std::vector<Local> locals_;
  std::vector<int32_t> unstarted_;  // by process: a Local
  std::map<std::vector<Act>, int32_t> step_numbers_;
  std::vector<Step> steps_;
  std::map<std::pair<int32_t, std::vector<Deed>>, int32_t> future_numbers_;
  std::vector<Future> futures_;
  std::vector<std::vector<Set>> masks_;

  std::set<Numbers> full_;
  uint64_t reduced_states_ = 0;
  uint64_t left_out_ = 0;

  // Of the state at hand.
  std::vector<Local> present_;  // by process
  Set acting_ = 0;
  Set enabled_ = 0;
  std::vector<Set> needed_;  // by process
  Set needed_is_known_ = 0;
};

}  // namespace runner::world
