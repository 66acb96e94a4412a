// A schedule: in which order the processes of a run perform their operations, which of several ways
// each went, and what came of it. Found by exploring or recorded from a real run; the same value is
// printed, saved, and replayed by any backend.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "program/operation.h"

namespace runner {

struct ScheduleStep {
  enum class Kind : uint8_t {
    kPerform,
    kGiveUp,  // time was up: the operation, which had to wait, was given up
    kSignal,  // a signal sent before acts: number `signal`
    kKill,    // nobody of the scenario did it: SIGKILL from outside (explore's `kills`)
    kTick,    // virtual time passes until the first deadline; no process
  };
  // Waiting on a condition and meeting at a barrier take two steps, signalling and awaiting too.
  enum class Part : uint8_t { kWhole, kBegin, kRest };

  Kind kind = Kind::kPerform;
  Part part = Part::kWhole;
  int32_t process = -1;
  std::string name;    // of the process as the scenario writes it: "main", "worker[2]"
  Op op = Op::kYield;  // the operation that is performed, given up or interrupted
  std::string
      operation;  // for people, and to find a schedule that no longer fits: "acquire fork[0]"
  Position at;
  int signal = 0;               // kSignal
  std::optional<int64_t> pick;  // kChoose: the element, if it is named
  std::vector<int32_t> woken;   // kNotify: whom it wakes, ascending
  std::string result;  // the outcome as text: "3", "'a'", "failed: …"; "": nothing to tell
  // Nobody else can notice when it happens: it counts as a part of the step before.
  bool quiet = false;

  // kKill: before whichever operation comes next; then `op` and `operation` tell nothing.
  bool is_anywhere() const { return kind == Kind::kKill && operation.empty(); }
  // Only then there are parts and a result.
  bool is_performed() const { return kind == Kind::kPerform || kind == Kind::kGiveUp; }
};

struct Schedule {
  enum class Ending : uint8_t {
    kEnd,         // everyone who has to has ended
    kDeadlock,    // nobody can go on
    kFailure,     // an uncaught error was reported; what comes after it is not told
    kUnfinished,  // what comes after the last step is not told
  };

  std::string scenario;  // its name
  std::string hash;      // of the program that was run, in hexadecimal
  std::string places;    // of where it stands in its file, likewise; "": not told
  // Of a real run: the seed of its random numbers. Without one they stand still, as in exploring.
  std::optional<uint64_t> seed;
  std::vector<ScheduleStep> steps;
  Ending ending = Ending::kEnd;

  // How long it is: in steps that others can notice.
  int64_t length() const {
    int64_t length = 0;
    for (const ScheduleStep& step : steps) length += step.quiet ? 0 : 1;
    return length;
  }
};

}  // namespace runner
