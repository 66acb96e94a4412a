// The steps of a frame: verbs with what they are about and their modifiers, as plain data.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/compact_vector.h"
#include "scenario/binding.h"
#include "scenario/boxed.h"

namespace runner {

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
  Boxed<Reference> reference;
};

struct Step;
using Steps = CompactVector<Step>;

// One step. Which fields a verb uses stands beside them; the others keep their defaults.
struct Step {
  Verb verb = Verb::kYield;
  Position at;  // of the verb

  // start join terminate kill lock acquire release barrier abort reset trigger clear wait notify
  // notify_all get task_done pop remove(its place) close, send's `to`
  CompactVector<Reference> targets;
  // let set add append extend put; pop and remove: one place whose value is unused
  CompactVector<Assignment> assignments;
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

  Boxed<Callee> callee;               // call map submit
  CompactVector<Argument> arguments;  // call submit
  Boxed<Reference> pool;              // map submit

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

}  // namespace runner
