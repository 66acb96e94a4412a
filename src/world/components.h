// What a simulated world is made of: one plain value for every process and every shared object.
//
// A component is copied, compared and encoded as a whole. What only one process can change stands
// in its ProcessState, so that most steps touch two components: the process and one object.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "machine/job.h"
#include "machine/machine.h"

namespace runner::world {

inline constexpr int32_t kNobody = -1;

// How far the pending operation of a process has come, where it takes more than one step.
enum class Phase : uint8_t {
  kNone,
  kWaiting,      // on a condition: was in its set (and is until notified)
  kTimedOut,     // on a condition: time was up; waits for the lock
  kInterrupted,  // on a condition: a signal came; waits for the lock
  kArrived,      // at a barrier
  kSent,         // signals were sent; waits for the ends
  kWorking,      // burns time until the deadline
};

// What only the process itself changes (and whoever ends or starts it).
struct ProcessState {
  std::optional<Machine> machine;  // while it is started and not stopped
  Phase phase = Phase::kNone;
  int signal = 0;                  // kInterrupted: which
  int32_t levels = 0;              // conditions: of recursion, to be restored
  int64_t index = 0;               // kArrived: the arrival
  int64_t deadline = kNoDeadline;  // of the phase
  std::vector<int32_t> held;       // the locks that it owns, ascending
  std::vector<int32_t> acting;     // the barriers whose action it runs
  std::vector<int32_t> children;   // that it started
  std::vector<int32_t> pools;      // that it owns
  int64_t starts = 0;              // how many processes it has started
  int64_t calls = 0;               // a pool's worker: how many it has begun; -1: in its initializer
};

// What everybody can know of a process.
struct Lifecycle {
  ProcessStatus status = ProcessStatus::kInitial;
  int32_t parent = kNobody;
  int32_t generation = 0;  // a pool's worker: how often it was replaced
  int64_t exit_code = 0;
  bool failed = false;
  uint64_t signals = 0;  // sent and not yet acted upon: bit N for signal N
  std::string number;    // where starts are numbered: "2", "1:2" for main's first's second
};

struct LockState {
  int32_t owner = kNobody;
  int32_t levels = 0;
  // Who died owning it: then nobody owns it, but the next to take it fails, or (on_owner_death:
  // hold) nobody takes it any more.
  int32_t dead = kNobody;
  std::string dead_number;  // as Lifecycle::number was then
};

struct SemaphoreState {
  int64_t value = 0;
};

struct EventState {
  bool set = false;
};

struct ConditionState {
  LockState lock;                // unused when the condition guards another lock
  std::vector<int32_t> waiting;  // ascending: any of them may be woken
};

struct BarrierState {
  struct Arrival {
    int32_t process = kNobody;
    int64_t index = 0;
  };
  std::vector<Arrival> waiting;  // ascending by process
  std::vector<int32_t> failed;   // ascending: waited, and get `broken` when they go on
  bool broken = false;
  int32_t runner = kNobody;  // of the action, while it runs
  int64_t runner_index = 0;
};

struct QueueState {
  std::deque<Value> items;
  int64_t unfinished = 0;
  bool closed = false;
};

// A list, a dict or a value.
struct CellState {
  Value value;
};

// One `submit` or `map`.
struct PoolCall {
  bool unordered = false;
  bool mapped = false;
  bool keep_errors = false;
  std::string name;            // of what is called
  int64_t unfinished = 0;      // items without a result
  std::vector<Value> results;  // by item; kError: failed
  std::vector<int64_t> order;  // unordered: the items in the order of their completion
};

struct PoolJob {
  int64_t call = 0;
  Job job;
  int64_t deaths = 0;        // workers that died doing it
  int32_t worker = kNobody;  // who does it
};

struct PoolState {
  int32_t owner = kNobody;
  bool closed = false;
  bool terminated = false;
  int64_t failures = 0;  // of initializers, in a row
  Value failure;         // the last one's error
  std::vector<PoolCall> calls;
  std::deque<PoolJob> waiting;
  std::vector<PoolJob> running;  // ascending by number
  int64_t jobs = 0;              // how many there have been
};

using ObjectState = std::variant<LockState, SemaphoreState, EventState, ConditionState,
                                 BarrierState, QueueState, CellState, PoolState>;

// The state of an object before anything has happened.
ObjectState initial_state(const Object& object);

// Canonical bytes: equal exactly for states that mean the same.
void append_encoded(std::string& out, const ProcessState& state,
                    const Liveness* liveness = nullptr);
void append_encoded(std::string& out, const Lifecycle& state);
void append_encoded(std::string& out, const ObjectState& state);

}  // namespace runner::world
