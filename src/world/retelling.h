// Goes a trail once more, on a whole world that knows nothing of tables and numbers, and tells
// every operation: what is printed has happened.
#pragma once

#include "machine/schedule.h"
#include "world/concrete_state.h"
#include "world/trail.h"
#include "world/wait_graph.h"

namespace runner::world {

class Retelling {
 public:
  // Main is brought to life.
  explicit Retelling(const Space& space);

  // False when the step is not possible: nothing has happened.
  bool take(const Step& step);
  // Of each step taken: where its operations begin in the schedule; then their number.
  const std::vector<size_t>& beginnings() const { return beginnings_; }

  ConcreteState& state() { return state_; }
  const std::vector<Complaint>& complaints() const { return state_.complaints(); }
  const std::string& output() const { return state_.output(); }
  WaitGraph wait_graph();
  // How everybody has ended so far; with the answers to the scenario's questions where main has.
  RunResult result();
  // Whether somebody can go on by itself, now or after some time.
  bool can_go_on();

  Schedule schedule(Schedule::Ending ending) const;

 private:
  bool is_possible(const Step& step);
  bool pass_time();
  void perform_told(int32_t process, Way way, bool quiet);

  const Space& space_;
  ConcreteState state_;
  std::vector<ScheduleStep> steps_;
  std::vector<size_t> beginnings_;
};

}  // namespace runner::world
