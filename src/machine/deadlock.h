// Deadlocks: who is stuck for ever, of which class that is, and the words for it. Pure functions
// over plain data, so that every backend tells the same story.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "machine/providers.h"
#include "machine/run.h"
#include "program/program.h"

namespace runner {

// One live process at an instant.
struct Activity {
  enum class State : uint8_t {
    kRunning,  // goes on by itself, now or after some time (it computes, sleeps, has a deadline)
    kWaiting,  // waits without a deadline for what `op` and the targets say
  };
  int32_t process = 0;
  State state = State::kRunning;
  Op op = Op::kYield;              // the pending operation
  std::vector<int32_t> objects;    // its objects; kWaitAny: all of them; kPoolGather: the pool
  std::vector<int32_t> processes;  // those whose end it waits for (kJoin, kTerminate, kKill,
                                   // kStopDaemons, kJoinChildren: those that live; kWaitAny)
  bool relocking = false;  // kConditionWait: it was woken and waits for the condition's lock
  bool missed = false;     // the notify or trigger that it waits for came before it waited
  Position at;
  double since = 0;  // seconds since the run began
};

struct HeldLock {
  int32_t object = 0;   // the lock (of a condition without a lock of its own: that one)
  int32_t process = 0;  // the owner; -1: one that died, whose number may be another's by now
  std::string holder;   // its name
};

// Everything that matters for who can go on. Numbers are those of the scenario.
struct WaitGraph {
  std::vector<Activity> live;   // the started and not ended processes, ascending
  std::vector<HeldLock> locks;  // those that are held
  std::vector<std::pair<int32_t, int64_t>> arrived;  // barriers: how many wait there
  std::vector<std::pair<int32_t, int32_t>> acting;   // barriers: who runs the action of one
  std::vector<std::string> names;                    // of all processes, as displayed
  std::vector<bool> started;                         // of all processes; ended ones, too
  std::vector<int32_t> parents;                      // of all processes; -1: none or not started
};

// The lock that guards a condition; of a lock, itself.
int32_t lock_of(const Program& program, int32_t object);

// The processes that no one can ever help, with their class; nothing when there are none but
// daemons. Certain, never guessed: a process that runs, sleeps or has a deadline may do whatever
// its program contains.
std::optional<Deadlock> find_deadlock(const Program& program, const Providers& providers,
                                      const WaitGraph& graph);

// What a process is doing: "waits for lock fork[1], held by phil1", "sleeps".
std::string describe(const Program& program, const WaitGraph& graph, const Activity& activity);

// What each live process is doing, for a run that is stopped by a limit.
std::vector<Stuck> describe_all(const Program& program, const WaitGraph& graph);

}  // namespace runner
