// An exploration made by hand, for the tests of this folder: two processes that take two locks in
// opposite orders.
#pragma once

#include <string>
#include <utility>

#include "world/exploration.h"

namespace runner {

inline ScheduleStep step_of(int32_t process, std::string name, std::string operation, int32_t line,
                            std::string result = "") {
  ScheduleStep step;
  step.process = process;
  step.name = std::move(name);
  step.op = Op::kAcquire;
  step.operation = std::move(operation);
  step.at = {line, 5};
  step.result = std::move(result);
  return step;
}

inline Schedule crossed_schedule() {
  Schedule schedule;
  schedule.scenario = "crossed";
  schedule.hash = "00";
  schedule.ending = Schedule::Ending::kDeadlock;
  schedule.steps = {step_of(0, "main", "start p", 9), step_of(0, "main", "start q", 9),
                    step_of(1, "p", "read n", 3, "0"), step_of(1, "p", "acquire a", 4),
                    step_of(2, "q", "acquire b", 12)};
  schedule.steps[2].quiet = true;
  return schedule;
}

inline world::ExplorationFailure crossed_deadlock() {
  world::ExplorationFailure failure;
  failure.category = "lock cycle";
  failure.message = "lock cycle";
  failure.schedule = crossed_schedule();
  failure.point_of_no_return = 4;
  Deadlock& deadlock = failure.deadlock.emplace();
  deadlock.category = "lock cycle";
  deadlock.processes = {{0, "MainProcess", "joins p and q", {}, {10, 5}, 0, false},
                        {1, "p", "waits for lock b, held by q", {"a"}, {5, 5}, 0, true},
                        {2, "q", "waits for lock a, held by p", {"b"}, {13, 5}, 0, true}};
  return failure;
}

inline world::Exploration crossed() {
  world::Exploration exploration;
  exploration.statistics.states = 1234;
  exploration.statistics.transitions = 2345;
  exploration.statistics.depth = 12;
  exploration.statistics.bytes = 65'000;
  exploration.failures.push_back(crossed_deadlock());
  exploration.some_path_ends = true;
  return exploration;
}

}  // namespace runner
