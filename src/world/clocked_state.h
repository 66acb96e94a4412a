// A State with its own idea of time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "world/state.h"

namespace runner::world {

struct Rules {
  // Virtual time passes; otherwise there is none: sleeps are over at once, and whoever has a
  // deadline may find it passed whenever it has to wait.
  bool timed = true;
  // Every way is to be tried: choices are the explorer's, random numbers and clocks stand still.
  bool exploring = false;
  uint64_t seed = 0;
  uint64_t budget = kComputeBudget;  // local instructions in one step
  bool judges_output = false;   // in which order lines are printed is part of the state
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
  int32_t heir(const std::vector<int32_t>& waiting) override;
  // What heir() is to say in the step to come (Way::heirs): the first is the lowest digit, in mixed
  // radix.
  void choose_heirs(uint64_t code);
  // First of all these are heirs, where they wait.
  void prefer_heirs(const std::vector<int32_t>& preferred) { preferred_ = preferred; }
  void prefer_element(std::optional<int64_t> element) { preferred_element_ = element; }
  std::optional<int64_t> preferred_element() const override { return preferred_element_; }
  // Those of the last step.
  const std::vector<int32_t>& heirs() const { return heirs_; }
  // The code of the next heirs that the same step could have had, or nothing after the last.
  std::optional<uint64_t> next_heirs() const;

 private:
  // Which of so many was taken.
  struct Choice {
    uint64_t taken = 0;
    uint64_t among = 0;
  };

  Rules rules_;
  int64_t time_ = 0;   // nanoseconds since the run began
  uint64_t code_ = 0;  // of the heirs to come
  std::vector<Choice> choices_;
  std::vector<int32_t> preferred_;
  std::optional<int64_t> preferred_element_;
  std::vector<int32_t> heirs_;
};

}  // namespace runner::world
