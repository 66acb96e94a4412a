// Random schedules of a scenario, for those that are too big to be searched: each goes through one
// run from its beginning to its end, in the order that a strategy draws.
//
//  - Uniform: each time any of the processes that can go on, all alike.
//  - PCT: processes have random priorities, which change at d - 1 random moments: every bug that
//    takes d ordered steps is met with probability 1 / (n k^(d-1)) at least, n processes and k
//    steps. Burckhardt, Kothari, Musuvathi, Nagarakatte, "A randomized scheduler with probabilistic
//    guarantees of finding bugs" (2010). Here d = 2, 3 and 4 in turn.
//  - POS: steps have random priorities, drawn anew for those that a step has raced with: orders
//  that
//    differ in races are met more evenly. Yuan, Yang, Gu, "Partial order aware concurrency
//    sampling" (2018).
//  - The portfolio: all of them in turn.
#pragma once

#include <cstdint>
#include <vector>

#include "expr/random.h"
#include "world/clock_tick.h"
#include "world/exploration.h"
#include "world/space.h"

namespace runner::world {

struct RandomStep {
  int32_t process = kNobody;  // kNobody: time passes
  Way way;
};

// What one schedule led to. Good until the next.
struct RandomSchedule {
  enum class Ending : uint8_t { kEnd, kDeadlock, kCut };  // kCut: it was going on for too long
  struct Found {
    int32_t number = 0;  // of the complaint, or of the condition of `always`
    size_t steps = 0;    // after how many steps
  };

  std::vector<RandomStep> steps;
  Numbers last;  // the state after the last step
  Ending ending = Ending::kEnd;
  std::vector<Found> complaints;  // each the first time
  std::vector<Found> violations;
};

class RandomSchedules {
 public:
  static constexpr size_t kMostSteps = 1'000'000;

  RandomSchedules(Space& space, RandomStrategy strategy, uint64_t seed,
                  size_t most_steps = kMostSteps);

  // The schedules are numbered from 0; a number and a seed give the same one each time, as long as
  // those before it are asked for too (PCT learns from them how long schedules are).
  const RandomSchedule& next();

  // Of all schedules together.
  uint64_t step_count() const { return steps_; }
  uint64_t schedule_count() const { return number_; }

 private:
  enum class Tactic : uint8_t { kUniform, kPriorities, kRaces };

  void begin();
  void prepare();
  void prepare_changes(uint64_t count);
  void prepare_kills();
  size_t likely_moment();
  bool step();
  size_t choose();
  size_t most_urgent() const;
  void demote(int32_t process);
  uint32_t own_edges(int32_t process) const;
  void kill();
  void take(int32_t process, uint32_t pick);
  void draw_again(int32_t process, const Footprint& done);
  void refresh(int32_t process);
  void write(ComponentNumber component, int32_t number);
  void check_conditions();
  bool tick();

  Space& space_;
  ClockTick clock_;
  RandomStrategy strategy_;
  uint64_t seed_;
  size_t most_steps_;
  uint64_t number_ = 0;
  uint64_t steps_ = 0;
  std::vector<size_t> lengths_;  // of the last schedules

  // The schedule at hand.
  RandomSchedule schedule_;
  Random random_;
  Tactic tactic_ = Tactic::kUniform;
  // Moments that are to come, the last first: PCT's changes, and kills from outside.
  std::vector<size_t> changes_;
  std::vector<size_t> kills_;
  std::vector<uint64_t> priorities_;  // by process: the greatest goes first
  uint64_t lowest_ = 0;               // below all that were drawn
  int32_t last_ = kNobody;
  size_t in_a_row_ = 0;  // steps of last_

  std::vector<int32_t> leaves_;   // by process
  std::vector<int32_t> enabled_;  // processes that can go on
  std::vector<int32_t> places_;   // by process: in enabled_, or -1
  std::vector<int32_t> changed_;  // processes that may have something else to do
  std::vector<bool> is_changed_;  // by process
  std::vector<int32_t> first_leaves_;
  std::vector<bool> complained_;  // by complaint, violated_ by condition
  std::vector<bool> violated_;
};

}  // namespace runner::world
