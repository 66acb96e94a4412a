// Every way in which an operation can fail, with its kind and its words, so that both backends say
// the same.
#pragma once

#include <string>
#include <string_view>

#include "expr/value.h"
#include "program/program.h"

namespace runner {

enum class Fault : uint8_t {
  kNone,
  // misuse
  kNotHeld,           // release of a lock (or wait, notify on a condition) that nobody holds
  kHeldByAnother,     // detail: the owner's name
  kOverReleased,      // a bounded semaphore above its start value
  kTooManyTasksDone,  // task_done more often than there were items
  kAlreadyStarted,    // start of a process that was started; detail: its name
  kNotStarted,        // join or signal of a process that was not; detail: its name
  kJoinsItself,       // a process that joins or terminates and awaits itself
  kDaemonStarts,      // a daemon may not start processes
  kCallStarts,        // a call in a pool may not start processes
  kDaemonPool,        // a daemon may not be the first to use a pool
  kNegativeCount,     // release or notify with a count below 1; detail: the count
  // by the state of an object
  kTimeout,
  kOwnerDied,  // detail: the dead owner's name
  kBroken,     // barrier
  kQueueClosed,
  kPoolClosed,
  kPoolTerminated,     // detail: the pool's name, when it is not the operation's target
  kWorkerDied,         // detail: [worker's name, its end, the call]
  kInitializerFailed,  // detail: the initializer's error
  kCallFailed,         // detail: a kError value, the call's own error
  // values
  kNotAList,
  kNotADict,
  kNotANumber,
  kNotAContainer,    // detail: the kind found
  kNoSuchKey,        // detail: the key
  kIndexOutOfRange,  // detail: the index
  kNothingToChoose,
  kBadKey,    // detail: a key of a kind that cannot be one
  kNotPlain,  // a process, an object or an error cannot be stored
  kPopFromEmpty,
  kOverflow,
  kNotADuration,     // detail: the value
  kNotAWholeNumber,  // detail: the value
  // the system
  kOutOfSharedMemory,  // detail: the limit
  kSystem,             // detail: "action: reason"
};

// The error that a process sees. `about` is the operation's target as written ("fork[i]").
Value fault_error(Fault fault, std::string_view about, const Value& detail);
ErrorKind fault_kind(Fault fault);
// kWorkerDied of `pool`: the worker ended with `code` (-N after signal N) while it did `task`.
Value worker_death(std::string_view pool, std::string worker, int64_t code, std::string task);

}  // namespace runner
