// The operations that a machine yields and a backend performs: everything that one process can do
// that another can notice. Their meaning is fixed in machine/backend.h.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/model.h"
#include "text/source.h"

namespace runner {

enum class Op : uint8_t {
  kPrint,         // value: the text
  kRead,          // attribute of object or process (or of all members of an array)
  kStore,         // value into object, at path
  kAdd,           // value to object, at path; gives the new value
  kAppend,        // value to the list object, at path
  kExtend,        // every element of the list `value` to the list object, at path
  kPop,           // from the list object, at path; value: the index; gives the element
  kRemove,        // the entry at path
  kKernelExtend,  // kernel `number` with the arguments in `value` (a list), appended to the object
  kAcquire,       // lock, semaphore, or a condition's lock
  kRelease,       // the same; value: how many (semaphores)
  kBarrierWait,   // gives the arrival index; an object reference when the action is to be run
  kBarrierPass,   // the action succeeded: lets all pass; gives the arrival index
  kBarrierFail,   // the action failed: breaks the barrier
  kAbort,         // barrier
  kReset,         // barrier
  kTrigger,       // event
  kClear,         // event
  kWaitEvent,
  kConditionWait,
  kNotify,     // value: how many; null: all
  kPut,        // value into the queue
  kGet,        // gives the item
  kTaskDone,   // queue
  kJoinQueue,  // until every item has its task_done
  kCloseQueue,
  kWaitAny,       // value: a list of references; gives the positions that are ready
  kStart,         // process
  kJoin,          // process
  kTerminate,     // process: SIGTERM, and wait until it is dead
  kKill,          // process: SIGKILL, and wait until it is dead
  kSend,          // process; number: the signal
  kStopDaemons,   // SIGTERM to the live daemons of self, and wait until they are dead
  kJoinChildren,  // wait until the other children of self have ended
  kSleep,         // until the deadline
  kWork,          // value: seconds; flag: by wall time
  kYield,
  kChoose,         // value: a list; gives one of its elements
  kReport,         // an uncaught error; value: its text
  kPoolSubmit,     // spec.callee; value: the items, or the arguments of one call; gives a handle
  kPoolGather,     // value: a handle; gives the result
  kPoolTake,       // a worker: the next job, or null when there will be none
  kPoolFinish,     // a worker: value: [job number, results]
  kPoolFail,       // a worker's initializer failed; value: the error
  kPoolClose,      // no more work; wait until the workers have finished and are joined
  kPoolTerminate,  // end the workers now
  kEnd,            // value: the exit code. The process performs nothing after it
};
std::string_view op_name(Op op);

// What an operation is about: object or process first + the index in a slot, or what a slot holds.
struct Operand {
  enum class Kind : uint8_t { kNone, kObject, kProcess, kSlot, kSelf };
  Kind kind = Kind::kNone;
  int32_t first = 0;
  int32_t count = 1;
  int32_t index_slot = -1;  // the member of the array, checked against count; -1: `first` itself
  int32_t slot = -1;        // kSlot
  bool of_process = false;  // kSlot: it holds a process, or else an object
  bool whole = false;       // kRead: all members of the array
};

// The constant part of an operation.
struct OperationSpec {
  Op op = Op::kYield;
  Operand operand;
  Attribute attribute = Attribute::kWhole;  // kRead
  int32_t value_slot = -1;                  // the operation's value
  int32_t path_slot = -1;                   // the first of path_count slots
  int32_t path_count = 0;
  int32_t deadline_slot = -1;   // holds a deadline; -1: wait for ever
  int32_t into_slot = -1;       // where the result goes
  int32_t timeout_target = -1;  // pc to go on at when time was up; then a timeout is no error
  int32_t number = -1;          // a signal, a kernel
  bool flag = false;         // print: to stderr; work: wall time; read: live(); submit: unordered;
                             // join: a timeout is silent
  bool star = false;         // submit: items are argument lists
  bool keep_errors = false;  // submit
  int32_t chunk_slot = -1;   // submit of a map
  Callee callee;             // submit
  bool mapped = false;       // submit: one call for each item; gather gives the list
  Position at;
  std::string text;  // what it is about, as written: "fork[(index + 1) % n]"
};

}  // namespace runner
