// What the processes of one run share beyond the scenario's objects: who has which pid, what the
// supervisor has to look at, the journal.
//
// In the shared region, made before the first fork. A Family object itself is private memory,
// copied by each fork: pointers that are the same everywhere.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <span>

#include "base/result.h"
#include "machine/run.h"
#include "posix/doorbell.h"
#include "posix/gate.h"
#include "posix/journal.h"
#include "posix/region.h"

namespace runner::posix {

class Family {
 public:
  static Result<Family> create(Region& region, const RunOptions& options);

  Region& region() const { return *region_; }
  const Program& program() const { return region_->program(); }
  Journal& journal() const { return *journal_; }
  Doorbell& doorbell() const { return *doorbell_; }
  Relative& relative(int32_t process) const { return region_->slot(process).relative; }
  const Process& declared(int32_t process) const {
    return program().scenario.processes[static_cast<size_t>(process)];
  }
  const RunOptions& options() const { return *options_; }
  // Null unless the run is conducted.
  Gate* gate() const { return gate_; }
  GateEntry* gate_entries() const { return gate_entries_; }
  int64_t began() const { return began_; }
  double elapsed() const;  // seconds since then
  // Of the whole run (CLOCK_MONOTONIC); kNoDeadline: none.
  int64_t time_limit() const;

  // Which process has the pid, and has not been marked as dead; -1: none. Every process is entered
  // by its starter; one whose starter is killed before that is known only by a search.
  int32_t process_of(pid_t pid) const;
  int32_t search_process(pid_t pid) const;
  void enter(pid_t pid, int32_t process);

  // Async-signal-safe. Nothing happens if the process stands in a stack already: its state will be
  // looked at there.
  void push(ProcessStack& stack, int32_t process);
  // Takes all and calls `look(process)` for each. What is pushed meanwhile comes the next time.
  template <typename Look>
  void take_all(ProcessStack& stack, Look&& look) {
    int32_t process = stack.first.exchange(0) - 1;
    while (process >= 0) {
      Relative& relative = this->relative(process);
      const int32_t next = relative.next.load() - 1;
      relative.stacked.store(0);  // from here on it may be pushed again
      look(process);
      process = next;
    }
  }
  // How many operations the processes of RunOptions::kills have come to, by kill.
  std::span<std::atomic<uint64_t>> operations_of_victims() const {
    return {operations_of_victims_, options_->kills.size()};
  }

  // The processes that the supervisor has to look at.
  ProcessStack& attention() const { return *attention_; }
  void need_attention(int32_t process) {
    push(*attention_, process);
    doorbell_->ring_softly();
  }

 private:
  Family(Region& region, const RunOptions& options) : region_(&region), options_(&options) {}
  bool has_pid(int32_t process, pid_t pid) const;

  Region* region_;
  const RunOptions* options_;
  Journal* journal_ = nullptr;
  Doorbell* doorbell_ = nullptr;
  ProcessStack* attention_ = nullptr;
  Gate* gate_ = nullptr;
  GateEntry* gate_entries_ = nullptr;                       // by process
  std::atomic<uint64_t>* operations_of_victims_ = nullptr;  // by kill
  std::atomic<int32_t>* process_of_pid_ = nullptr;          // number + 1
  int64_t pids_ = 0;
  int64_t began_ = 0;
};

}  // namespace runner::posix
