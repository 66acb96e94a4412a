// The scenario as its author means it: plain data with positions, every name resolved.
//
// Objects and processes are numbered: an array or a replicated process is a run of numbers. Main is
// process 0. Locals are numbered per frame (a task, a process's own steps, a handler, main).
// Everything here can be built by hand in a test.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "expr/ast.h"
#include "expr/check.h"
#include "expr/value.h"
#include "scenario/boxed.h"
#include "text/source.h"

namespace runner {

inline constexpr int32_t kMainProcess = 0;

enum class ObjectKind : uint8_t {
  kLock,
  kSemaphore,
  kEvent,
  kCondition,
  kBarrier,
  kQueue,
  kList,
  kDict,
  kValue,
  kPool,
};
std::string_view object_kind_name(ObjectKind kind);  // "lock", … as parameters are declared

// What of an object or a process an expression reads.
enum class Attribute : uint8_t {
  kWhole,    // a value, list, dict; a semaphore's value; an event's state; a process's snapshot;
             // of the others a map of their attributes
  kOwner,    // lock: the owner's name or null
  kWaiting,  // condition, barrier
  kParties,
  kBroken,  // barrier
  kSize,
  kClosed,   // queue (kSize: also of a list, dict or value, by size())
  kWorkers,  // pool: how many
  kElement,  // one element of a list, dict or value: `key`
  kName,
  kPid,
  kAlive,
  kExitCode,
  kDaemon,
  kIndex,
  kStatus,  // process
};
std::string_view attribute_name(Attribute attribute);

// --- expressions
// ------------------------------------------------------------------------------------

struct Read;

// A bound expression: `reads` are performed in their order, each one operation that others can see;
// then `ast` is computed, with kInput n standing for what reads[n] gave.
struct Expression {
  Ast ast;
  std::vector<Read> reads;
  Type type = Type::kAny;
  Position at;
  std::string text;  // as written, for messages: "counter == 4"
};

// Which object or process (or all of an array) something is about.
struct Reference {
  enum class Target : uint8_t {
    kObject,   // objects first … first + count - 1
    kProcess,  // processes first … first + count - 1
    kSlot,     // what the frame's slot holds: an object or process parameter, or a local with a
               // process, a handle or a list of them
    kSelf,     // the running process
  };
  Target target = Target::kObject;
  int32_t first = 0;
  int32_t count = 1;
  bool array = false;                 // declared with `count`: then no index means all members
  int32_t slot = -1;                  // kSlot
  std::shared_ptr<Expression> index;  // the member of the array, or null
  std::optional<ObjectKind> kind;     // the object's kind where it is known; unset for a process
  Position at;
  std::string text;  // as written: "worker[2]"
};

struct Read {
  enum class What : uint8_t {
    kReference,  // `attribute` of `of`; of a whole array: the list of its members' values
    kLive,       // live(): snapshots of the running children of self
  };
  What what = What::kReference;
  Reference of;
  Attribute attribute = Attribute::kWhole;
  std::shared_ptr<Expression> key;  // kElement; made of locals only
  Position at;
};

// Where an assignment stores: a local's slot or a shared object, and a path into it.
struct Place {
  bool local = false;
  int32_t slot = -1;             // local
  Reference object;              // otherwise
  std::vector<Expression> path;  // d["k"][0]: "k", 0
  Position at;
  std::string text;
};

struct Assignment {
  Place place;
  Expression value;
};

// --- steps
// ------------------------------------------------------------------------------------------

enum class Verb : uint8_t {
  kPrint,
  kLet,
  kSet,
  kAdd,
  kStart,
  kJoin,
  kTerminate,
  kKill,
  kSend,
  kExit,
  kFail,
  kTry,
  kCall,
  kReturn,
  kFor,
  kRepeat,
  kWhile,
  kBreak,
  kContinue,
  kIf,
  kChoose,
  kAssert,
  kSleep,
  kWork,
  kLock,
  kAcquire,
  kRelease,
  kBarrier,
  kAbort,
  kReset,
  kTrigger,
  kClear,
  kWait,
  kNotify,
  kNotifyAll,
  kPut,
  kGet,
  kTaskDone,
  kAppend,
  kExtend,
  kPop,
  kRemove,
  kMap,
  kSubmit,
  kGather,
  kClose,
  kEvery,
  kYield,
};
std::string_view verb_name(Verb verb);

// A task or a kernel, to be called.
struct Callee {
  enum class Kind : uint8_t { kTask, kKernel };
  Kind kind = Kind::kTask;
  int32_t number = 0;  // of the task in Scenario::tasks, or of the kernel in the registry
  std::string name;
};

// An argument of a call, in the order of the parameters: a value, or a reference for an object or
// process parameter. Absent: the kernel's optional argument was left out.
struct Argument {
  enum class Kind : uint8_t { kAbsent, kValue, kReference };
  Kind kind = Kind::kAbsent;
  Expression value;
  Reference reference;
};

struct Step;
using Steps = std::vector<Step>;

// One step. Which fields a verb uses stands beside them; the others keep their defaults.
struct Step {
  Verb verb = Verb::kYield;
  Position at;  // of the verb

  // start join terminate kill lock acquire release barrier abort reset trigger clear wait notify
  // notify_all get task_done pop remove(its place) close, send's `to`
  std::vector<Reference> targets;
  // let set add append extend put; pop and remove: one place whose value is unused
  std::vector<Assignment> assignments;
  // print exit fail return repeat while if assert sleep work choose(in) for(in) every send(signal)
  // map(over) gather(source)
  Boxed<Expression> value;

  Boxed<Expression> timeout;
  Boxed<Expression> count;    // release notify: how many
  Boxed<Expression> message;  // assert
  Boxed<Expression> until;    // wait on a condition: re-tested at each wake
  Boxed<Expression> index;    // pop
  Boxed<Expression> chunk;    // map

  int32_t into = -1;      // slot
  int32_t ok = -1;        // slot: whether the step was in time
  int32_t variable = -1;  // for choose: slot; try: the slot of `error` in `catch`

  Steps body;       // do, try, then, repeat, while, for, every, lock
  Steps otherwise;  // else, catch
  bool has_otherwise = false;
  Boxed<Steps> on_timeout;

  Boxed<Callee> callee;             // call map submit
  std::vector<Argument> arguments;  // call submit
  Boxed<Reference> pool;            // map submit

  bool to_stderr = false;    // print
  bool wall_clock = false;   // work: by wall time
  bool unordered = false;    // map
  bool star = false;         // map
  bool keep_errors = false;  // map: on_error: keep
};

// A step list with its locals. Slots 0 … parameters.size()-1 are the parameters.
struct Frame {
  std::vector<std::string> slots;  // their names, for listings and messages
  Steps steps;
  Position at;
};

// --- declarations
// -----------------------------------------------------------------------------------

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

  bool reentrant = false;                          // lock
  OwnerDeath on_owner_death = OwnerDeath::kError;  // lock
  int64_t value = 1;                               // semaphore (default 1, as Python)
  bool bounded = false;                            // semaphore
  int32_t lock = -1;                               // condition: the object number of its lock
  int64_t parties = 0;                             // barrier
  std::optional<double> timeout;                   // barrier: seconds
  int32_t action = -1;                             // barrier: a task's number, or -1
  int64_t capacity = 0;                            // queue; 0: unbounded
  Value initial;                                   // list, dict, value
  int64_t workers = 0;                             // pool
  int32_t initializer = -1;                        // pool: a task's number, or -1
  int64_t tasks_per_worker = 0;                    // pool; 0: no limit
  int64_t retries = -1;                            // pool: on_worker_death; -1: error
  int32_t first_worker = -1;                       // pool: the process numbers of its workers
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

// --- expectations
// -----------------------------------------------------------------------------------

struct OutputBlock {
  enum class Kind : uint8_t { kOrdered, kUnordered, kInterleaved, kContains };
  Kind kind = Kind::kOrdered;
  std::vector<std::string> lines;     // as written, with {{…}}
  std::vector<OutputBlock> children;  // kInterleaved
  Position at;
};

struct ExitExpectation {
  int32_t first = 0;  // processes first … first + count - 1
  int32_t count = 1;
  Value code;  // an int, or null for "never ended"
  Position at;
  std::string text;
};

struct NamedExpression {
  std::string name;
  Expression expression;
};

enum class DeadlockExpectation : uint8_t { kNever, kAlways, kPossible };

struct Expectation {
  std::optional<std::vector<OutputBlock>> output;
  std::optional<std::vector<OutputBlock>> error_output;  // `stderr`
  std::vector<ExitExpectation> exits;
  std::vector<Expression> finally;
  std::vector<Expression> always;
  // `outcomes`: each a map from observed names to values.
  std::optional<std::vector<std::map<std::string, Value>>> outcomes;
  DeadlockExpectation deadlock = DeadlockExpectation::kNever;
  std::optional<int> status;
  std::vector<std::string> diagnostics;
  bool has_diagnostics = false;
  Position at;
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

}  // namespace runner
