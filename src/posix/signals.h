// Signals: what a process of the scenario does about them, and how one is sent without ever hitting
// a stranger.
#pragma once

#include <csignal>
#include <cstdint>

#include "posix/family.h"
#include "posix/park.h"

namespace runner::posix {

// Blocks all signals for its lifetime: around a fork, so that no handler runs in a process that is
// not yet itself.
class SignalsBlocked {
 public:
  SignalsBlocked();
  ~SignalsBlocked() { restore(); }
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;

  // Once only: what was blocked before is blocked again.
  void restore();
  // Not what was blocked before: nothing is to be blocked any more.
  void unblock_later() { before_ = 0; }

 private:
  uint64_t before_ = 0;
  bool blocked_ = true;
};

// In a new process, while all signals are blocked: nothing is handled or ignored any more.
void reset_all_signals();
// The same, knowing that its parent is process number `parent`.
void reset_signals_of(const Program& program, int32_t parent);
// The process's own on_signal. What it handles is noted in its slot (note_signal).
void handle_declared_signals(const Program& program, int32_t process, Slot& slot);
// A SIGCHLD came that tells of no child's end: the process handles it, or nobody does.
void note_sent_child_signal();
// In a handler, further handled signals are ignored.
void ignore_handled_signals();

// What the signal does to the process, by its on_signal or by POSIX.
enum class SignalAction : uint8_t { kNothing, kHandled, kEnds };
SignalAction action_of(const Program& program, int32_t process, int signal);

// Sends a signal to a process, if it still runs, because the scenario or the language's rules say
// so: its end by it is no failure. False: there is no such process any more.
bool send_signal(const Family& family, int32_t process, int signal);

}  // namespace runner::posix
