// What every process of a scenario may do, step by step, as far as that is known without a run: its
// own steps with those of the tasks it calls, what they are about, and which locks it holds then.
// The lints listen to it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "scenario/loading.h"

namespace runner {

// The objects or processes that a step is about.
struct Subject {
  int32_t first = 0;
  int32_t count = 1;
  bool exact = true;  // otherwise it is some one of these
  bool known = true;  // otherwise it may be anything
};

// The circumstances of a step.
struct Situation {
  int32_t process = 0;  // who does it
  // It is done exactly so often; 0: that is not known. Not in branches, in what is tried, in
  // handlers, behind what may leave (return, exit, …), in loops of which not all is known.
  int64_t times = 1;
  bool in_try = false;     // an error here is caught
  bool in_branch = false;  // of if, or what another step falls back to
  bool in_call = false;    // of a pool
  // In a pool's initializer (of its first worker) or a barrier's action (of main, in place of
  // whoever comes last): what its process holds then is not known.
  bool in_callback = false;
  std::vector<int32_t> held;  // locks and semaphores, in the order they were taken

  bool is_once() const { return times == 1; }
};

struct StepListener {
  virtual ~StepListener() = default;
  // `subjects` are those of the step's targets, or of its assignments' objects.
  virtual void on_step(const Step& step, const std::vector<Subject>& subjects,
                       const Situation& situation) = 0;
  // Behind the last step of a process.
  virtual void on_end(int32_t process) = 0;
};

// Walks over all processes. False when there is too much to look at; then not everything was seen.
bool walk_scenario(const Scenario& scenario, const std::vector<StepListener*>& listeners);

}  // namespace runner
