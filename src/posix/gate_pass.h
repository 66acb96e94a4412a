// A process's way through the gate of a conducted run. Private to the process.
#pragma once

#include <string>

#include "machine/machine.h"
#include "posix/doorbell.h"
#include "posix/gate.h"
#include "posix/park.h"

namespace runner::posix {

class GatePass {
 public:
  GatePass(Self& self, Gate& gate, GateEntry* entries, Doorbell& doorbell)
      : self_(self),
        gate_(gate),
        entries_(entries),
        entry_(entries[self.number]),
        doorbell_(doorbell) {}

  bool keeps_time() const { return gate_.keeps_time; }
  // While it does something that takes time and nobody can notice.
  void be_busy() { entry_.stage.store(GateEntry::Stage::kBusy); }

  // Says what the pending operation of the machine is.
  void announce(const Machine& machine, const Operation& operation);
  // Waits for its turn; kNone: a signal is to be handled.
  Turn await_turn();
  // The operation that was tried has to wait.
  void come_back() { entry_.had_to_wait = true; }
  // What it came to.
  void tell(const Operation& operation, const Outcome& outcome);

  // The waiting is over, by what others did. Nothing to do unless the turn was one in parts. False:
  // a signal is to be handled.
  bool rest(bool ignores_signals);
  // Whether it is to give up what it is waiting in.
  bool take_give_up();
  bool has_given_up() const { return has_given_up_; }

  // The element that the conductor wants in place of the one that was drawn.
  size_t choose(size_t count, size_t drawn);
  // The signal acts when the conductor says so.
  void defer(int32_t process, int signal);

 private:
  Turn wait_at(GateEntry::Stage stage, bool ignores_signals);

  Self& self_;
  Gate& gate_;
  GateEntry* entries_;
  GateEntry& entry_;
  Doorbell& doorbell_;
  bool has_given_up_ = false;
};

}  // namespace runner::posix
