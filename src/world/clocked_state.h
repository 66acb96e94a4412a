// A State with its own idea of time.
#pragma once

#include <cstdint>
#include <string>

#include "world/state.h"

namespace runner::world {

struct Rules {
  // Virtual time passes; otherwise there is none: sleeps are over at once, and whoever has a
  // deadline may find it passed whenever it has to wait.
  bool timed = true;
  // Every way is to be tried: choices are the explorer's, random numbers and clocks stand still.
  bool exploring = false;
  uint64_t seed = 0;
  uint64_t budget = 1'000'000;  // local instructions in one step
};

class ClockedState : public State {
 public:
  ClockedState(const World& world, const Rules& rules) : State(world), rules_(rules) {}

  const Rules& rules() const { return rules_; }
  int64_t time() const { return time_; }
  void set_time(int64_t nanoseconds) { time_ = nanoseconds; }

  int64_t deadline_after(double seconds) override;
  bool time_is_up(int64_t deadline) override { return !rules_.timed || deadline <= time_; }
  int64_t next_period(int64_t deadline, double seconds) override;
  std::string now() override;
  double elapsed() override;
  Machine new_machine(int32_t process) override;
  uint64_t budget() const override { return rules_.budget; }
  bool chooses() const override { return rules_.exploring; }

 private:
  Rules rules_;
  int64_t time_ = 0;  // nanoseconds since the run began
};

}  // namespace runner::world
