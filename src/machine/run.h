// What a backend is asked for, and what it answers.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "events/event.h"
#include "expr/value.h"
#include "program/program.h"

namespace runner {

// As a process to be killed: the runner itself, which watches over the run.
inline constexpr int32_t kRunnerItself = -1;

// For tests of survival: SIGKILL for a process when it is about to perform its Nth operation,
// counted from 1, or some time after it began it. The runner's own operations are the turns of its
// loop. It strikes once, also where a pool's worker is replaced.
struct InjectedKill {
  int32_t process = 0;
  uint64_t operation = 0;
  int64_t delay_nanos = 0;
};

struct Schedule;

struct RunOptions {
  uint64_t seed = 0;
  // Seconds. With the scenario's own, the shorter one holds, but for a replay, whose time it is
  // not.
  std::optional<double> timeout;
  EventSink* sink = nullptr;  // required
  std::vector<InjectedKill> kills;
  const Schedule* replay = nullptr;  // the run goes this way, or says where it cannot
  Schedule* record = nullptr;        // gets the way that the run went
  std::optional<uint64_t> delays;    // tiny random delays before operations, by this seed
  // The run stops once a signal is there. A real one looks at its beginning only: from then on it
  // takes its signals itself.
  const std::atomic<int>* stop_signal = nullptr;
};

// Where a run that was to go the way of a schedule went another.
struct Divergence {
  int64_t step = 0;  // counted from 1; 0: at none in particular
  std::string message;
  Position at;
};

// How a process ended.
struct ProcessEnd {
  std::string name;
  bool started = false;
  bool ended = false;
  int64_t exit_code = 0;  // -N after signal N
  // By an uncaught error, or by a signal that neither the scenario nor the language's rules sent.
  bool failed = false;
  bool reported = false;  // it has told an uncaught error
};

// One process of a deadlock, or of a run that was stopped by a limit.
struct Stuck {
  int32_t process = 0;
  std::string name;
  std::string doing;               // "waits for lock fork[1], held by phil1"
  std::vector<std::string> holds;  // "fork[0]"
  Position at;
  double since = 0;  // seconds since the run began
  bool in_cycle = false;
  // Deadlock::category as far as this process explains it; "": it waits for others that are stuck.
  std::string category = "";
};

struct Deadlock {
  // "lock cycle", "self-deadlock", "join cycle", "queue with no partner", "short barrier",
  // "lost wakeup", "killed holder", "no one left to wake it"
  std::string category;
  bool partial = false;  // others could still run
  std::vector<Stuck> processes;
  // All that nobody can help: daemons, too, that nobody waits for.
  std::vector<int32_t> helpless;
};

struct RunResult {
  std::vector<ProcessEnd> processes;  // by number
  std::optional<Deadlock> deadlock;
  std::vector<Stuck> time_limit;  // not empty or `timed_out`: the run was stopped by its limit
  bool timed_out = false;
  bool took_too_long = false;  // by the simulator's own time, not by that of the run
  int stopped_by_signal = 0;   // the runner itself was told to stop
  std::optional<Error>
      system_error;             // the system refused something without which no run is possible
  std::vector<Value> finally;   // of Program::finally, in order; kError for one that failed
  std::vector<Value> observed;  // of Program::observe
  // Of Program::always: what a condition was when it first did not hold; true: it always did. Only
  // a simulation looks at every state.
  std::vector<Value> always;
  std::optional<Divergence> divergence;
  bool cut_short = false;  // all that was to be shown had happened: the rest was not run
  double seconds = 0;      // wall time, or virtual time; until its limit stopped it, if that did
  std::vector<uint64_t> operations_of_victims;  // to which those of RunOptions::kills came
};

}  // namespace runner
