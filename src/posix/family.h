// What the processes of one run share beyond the scenario's objects: who has which pid, what the
// supervisor has to look at, the journal.
//
// In the shared region, made before the first fork. A Family object itself is private memory,
// copied by each fork: pointers that are the same everywhere.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>

#include "base/result.h"
#include "machine/run.h"
#include "posix/doorbell.h"
#include "posix/journal.h"
#include "posix/region.h"

namespace runner::posix {

// A stack of processes, linked through Relative::next; a process stands in one of them at most.
// Everyone pushes, also in a signal's handler; one takes all.
struct ProcessStack {
  std::atomic<int32_t> first;  // process number + 1; 0: empty
};

// One process as its relatives and the supervisor see it, beside its slot.
struct alignas(64) Relative {
  // What it is performing, for reports about those who run. All processes have the program at the
  // same place.
  std::atomic<const OperationSpec*> performing;
  ProcessStack dead_children;      // reaped by its handler, to be buried by whoever comes first
  std::atomic<uint32_t> attend;    // it has children to bury or workers to replace
  std::atomic<int32_t> next;       // in a ProcessStack: process number + 1
  std::atomic<uint32_t> stacked;   // it stands in one
  std::atomic<uint64_t> sent;      // bit N - 1: the scenario or the language's rules sent signal N
  std::atomic<int32_t> starter;    // who has the right to fork it, or has forked it, number + 1
  std::atomic<int32_t> burying;    // the process, number + 1, whose end it is settling
  std::atomic<int32_t> buried_by;  // who is settling its end, number + 1
  std::atomic<uint32_t> failed;    // some incarnation of it failed
};

class Family {
 public:
  static Result<Family> create(Region& region, const RunOptions& options);

  Region& region() const { return *region_; }
  const Program& program() const { return region_->program(); }
  Journal& journal() const { return *journal_; }
  Doorbell& doorbell() const { return *doorbell_; }
  Relative& relative(int32_t process) const { return relatives_[process]; }
  const Process& declared(int32_t process) const {
    return program().scenario.processes[static_cast<size_t>(process)];
  }
  const RunOptions& options() const { return *options_; }
  int64_t began() const { return began_; }

  // Who has, or last had, the pid; -1: nobody. Every process is entered by its starter and by
  // itself.
  int32_t process_of(pid_t pid) const;
  void enter(pid_t pid, int32_t process);

  // Async-signal-safe. Nothing happens if the process stands in a stack already: its state will be
  // looked at there.
  void push(ProcessStack& stack, int32_t process);
  // Takes all and calls `look(process)` for each. What is pushed meanwhile comes the next time.
  template <typename Look>
  void take_all(ProcessStack& stack, Look&& look) {
    int32_t process = stack.first.exchange(0) - 1;
    while (process >= 0) {
      Relative& relative = relatives_[process];
      const int32_t next = relative.next.load() - 1;
      relative.stacked.store(0);  // from here on it may be pushed again
      look(process);
      process = next;
    }
  }
  // The processes that the supervisor has to look at.
  ProcessStack& attention() const { return *attention_; }
  void need_attention(int32_t process) {
    push(*attention_, process);
    doorbell_->ring_softly();
  }

 private:
  Family(Region& region, const RunOptions& options) : region_(&region), options_(&options) {}

  Region* region_;
  const RunOptions* options_;
  Journal* journal_ = nullptr;
  Doorbell* doorbell_ = nullptr;
  ProcessStack* attention_ = nullptr;
  Relative* relatives_ = nullptr;
  std::atomic<int32_t>* process_of_pid_ = nullptr;  // number + 1
  int64_t pids_ = 0;
  int64_t began_ = 0;
};

}  // namespace runner::posix
