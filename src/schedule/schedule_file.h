// Schedules as files: YAML that a person can read and change, with a version, the hash of the
// program that it belongs to, and every operation by name with the result that is expected of it.
//
//   schedule: 1
//   scenario: philosophers
//   hash: "9d0c2a61f07be314"
//   places: "51c3d0a9be427f86"
//   ends: deadlock
//   steps:
//     - {process: main, perform: start, operation: "start philosopher[0]", at: "21:5"}
//     - {process: "philosopher[0]", perform: acquire, operation: "acquire fork[0]", at: "14:11"}
//
// Where `hash` and `places` are the scenario's, `at` is where the step's process has to stand.
// `seed` is there where random numbers did not stand still: in the schedule of a real run.
//
// Each step has exactly one of `perform`, `give_up`, `interrupt`, `kill_before`
// (ScheduleStep::Kind) with the operation's kind as `check --listing` names it, or is `tick: true`.
// Processes are named as the scenario names them, so that a file survives what does not change the
// names.
#pragma once

#include <optional>
#include <string>

#include "machine/schedule.h"
#include "scenario/model.h"
#include "text/diagnostic.h"

namespace runner {

inline constexpr int64_t kScheduleVersion = 1;

// The file's text. `scenario` is the one that the schedule belongs to.
std::string write_schedule(const Schedule& schedule, const Scenario& scenario);

// Reads what write_schedule() wrote, or what a person made of it. Reports everything that is wrong
// with it, and gives a schedule only when nothing is. The hash is read, not compared: whether a
// schedule for another version of the scenario is of any use, is for the caller to say.
std::optional<Schedule> read_schedule(const Source& source, const Scenario& scenario,
                                      Diagnostics& diagnostics);

}  // namespace runner
