// What a process's relatives and the supervisor have to know of it, beside what its slot tells all.
#pragma once

#include <atomic>
#include <cstdint>

namespace runner {
struct OperationSpec;
}

namespace runner::posix {

// A signal in a set of signals, of which bit N - 1 is signal N.
constexpr uint64_t signal_bit(int signal) {
  return uint64_t{1} << (signal - 1);
}

// A stack of processes, linked through Relative::next; a process stands in one of them at most.
// Everyone pushes, also in a signal's handler; one takes all.
struct ProcessStack {
  std::atomic<int32_t> first;  // process number + 1; 0: empty
};

enum Failure : uint32_t {
  kNoFailure,
  kFailedAndEnded,  // it has told an error
  kLost,            // ended by a signal from outside
  kFailedOnly,      // it had said so, and the runner itself ended it
};

struct Relative {
  // What it is performing, for reports about those who run. All processes have the program at the
  // same place.
  std::atomic<const OperationSpec*> performing;  // null: it computes
  std::atomic<uint64_t> computing;  // where it was a while ago: line << 32 | column; 0: not known
  ProcessStack dead_children;       // reaped by its handler, to be buried by whoever comes first
  std::atomic<uint32_t> attend;     // it has children to bury or workers to replace
  std::atomic<int32_t> next;        // in a ProcessStack: process number + 1
  std::atomic<uint32_t> stacked;    // it stands in one
  std::atomic<uint64_t> sent;       // bit N - 1: the scenario or the language's rules sent signal N
  std::atomic<int32_t> sibling;     // what its starter has started next, number + 1
  std::atomic<int32_t> starter;     // who has the right to fork it, or has forked it, number + 1
  std::atomic<int32_t> burying;     // the process, number + 1, whose end it is settling
  std::atomic<int32_t> buried_by;   // who is settling its end, number + 1
  std::atomic<uint32_t> outlived;   // it ran when the runner began to end the whole tree
  // A Failure, of some incarnation of it: a worker that was replaced may have ended well since.
  // With which exit code the first one did, and its Slot::name.
  std::atomic<uint32_t> failed;
  std::atomic<int64_t> failed_code;
  std::atomic<uint64_t> failed_name;
};

}  // namespace runner::posix
