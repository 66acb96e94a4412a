// The scenario as its author means it: plain data with positions, every name resolved.
//
// Objects and processes are numbered: an array or a replicated process is a run of numbers. Main is
// process 0. Locals are numbered per frame (a task, a process's own steps, a handler, main).
// Everything here can be built by hand in a test.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "expr/value.h"
#include "scenario/expectation.h"
#include "scenario/step.h"

namespace runner {

inline constexpr int32_t kMainProcess = 0;

struct Parameter {
  std::string name;
  std::optional<ObjectKind> kind;  // an object parameter
  bool process = false;            // a process parameter
  Position at;

  bool is_reference() const { return kind.has_value() || process; }
};

struct Task {
  std::string name;
  Position at;
  std::vector<Parameter> parameters;
  Frame frame;
};

enum class OwnerDeath : uint8_t { kError, kRelease, kHold };

// One shared object (one element of an array).
struct Object {
  ObjectKind kind = ObjectKind::kValue;
  std::string name;  // "fork[2]", "mutex"
  Position at;

  bool reentrant = false;                          // lock, and a condition that owns one
  OwnerDeath on_owner_death = OwnerDeath::kError;  // lock
  int64_t value = 1;                               // semaphore (default 1, as Python)
  bool bounded = false;                            // semaphore
  int32_t lock = -1;              // condition: its lock's object number; -1: its own
  int64_t parties = 0;            // barrier
  std::optional<double> timeout;  // barrier: seconds
  int32_t action = -1;            // barrier: a task's number, or -1
  int64_t capacity = 0;           // queue; 0: unbounded
  Value initial;                  // list, dict, value
  int64_t workers = 0;            // pool
  int32_t initializer = -1;       // pool: a task's number, or -1
  int64_t tasks_per_worker = 0;   // pool; 0: no limit
  int64_t retries = -1;           // pool: on_worker_death; -1: error
  int32_t first_worker = -1;      // pool: the process numbers of its workers
};

struct ObjectArray {
  std::string name;
  ObjectKind kind = ObjectKind::kValue;
  int32_t first = 0;
  int32_t count = 1;
  bool array = false;  // declared with `count`
  Position at;
};

enum class Scheduling : uint8_t { kInherit, kOther, kBatch, kIdle, kFifo, kRoundRobin };

// What a signal does to a process that says so.
struct SignalHandler {
  int signal = 0;
  bool ignore = false;
  int32_t frame = -1;  // index into ProcessGroup::handlers when not ignored
};

// A declared process, with its replicas.
struct ProcessGroup {
  std::string name;  // the key
  Position at;
  int32_t first = 0;  // process numbers first … first + count - 1
  int32_t count = 1;
  bool array = false;            // declared with `count`
  std::optional<Callee> target;  // or own steps:
  Frame frame;                   // with target absent; slot 0 is `index`
  std::vector<SignalHandler> on_signal;
  std::vector<Frame> handlers;  // slot 0 is `index`
  // Of the first replica; each Process has its own.
  int64_t nice = 0;
  bool has_nice = false;
  std::vector<int32_t> cpus;  // affinity; empty: inherited
  Scheduling scheduling = Scheduling::kInherit;
  int32_t priority = 0;  // of kFifo and kRoundRobin
};

// One process (one replica). Pool workers follow after all declared ones.
struct Process {
  std::string name;       // as displayed; "" when it is numbered at its start (Process-N)
  bool numbered = false;  // name: null
  bool daemon = false;
  int32_t group = -1;            // index into Scenario::groups; -1 for main and for pool workers
  int64_t index = 0;             // among its replicas
  int32_t pool = -1;             // the object number of the pool it works for
  std::vector<Value> arguments;  // of its target, evaluated; kObject values for objects, kProcess
                                 // values for processes
  std::vector<bool> absent;      // which of them were left out (kernels)
  std::optional<int64_t> nice;
  std::vector<int32_t> cpus;  // affinity; empty: inherited
};

struct StartCondition {
  int32_t process = 0;
  bool exited = true;  // otherwise: started
};

// Without `main`: how the processes are started.
struct ImplicitStart {
  int32_t process = 0;
  std::vector<StartCondition> after;
};

struct ExploreOptions {
  bool virtual_time = false;
  int64_t kills = 0;
};

struct Scenario {
  std::string name;
  std::string description;
  std::vector<std::pair<std::string, Value>> vars;
  std::vector<Object> objects;
  std::vector<ObjectArray> arrays;  // one for each declared name, in order
  std::vector<Task> tasks;
  std::vector<Process> processes;  // [0] is main; pool workers at the end
  std::vector<ProcessGroup> groups;
  std::optional<Frame> main;  // absent: `implicit`
  std::vector<ImplicitStart> implicit;
  std::vector<NamedExpression> observe;
  bool has_expect = false;
  Expectation expect;
  std::optional<double> timeout;  // seconds
  ExploreOptions explore;
};

// The lock of a lock or of a condition (itself when it owns one); -1 for anything else.
int32_t lock_of(const Scenario& scenario, int32_t object);

// "fork[2]", "worker[1]", "main".
std::string process_text(const Scenario& scenario, int32_t process);

}  // namespace runner
