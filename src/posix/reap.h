// Taking note of ended children. Whoever forks a process reaps it, in the handler of SIGCHLD, so
// that it is reaped at once whatever its parent is doing; the supervisor reaps main and all
// orphans.
//
// A dead process is first marked as dead in its slot, then reaped: whoever finds it alive can rely
// on its pid being its own.
#pragma once

#include <sys/types.h>
#include <sys/wait.h>

#include <cstdint>

#include "posix/family.h"

namespace runner::posix {

// Reaps one ended child, if there is one; `search` for it where its starter has not entered it.
// Async-signal-safe.
struct Reaped {
  bool any = false;
  bool none_left = false;  // there are no such children at all
  int32_t process = -1;    // -1: a child that never became a process
};
Reaped reap_one(Family& family, idtype_t which, id_t id, bool search = false);

// Makes SIGCHLD reap, in the running process and in all that are forked from it.
void reap_in_handler();
// The running process, number `self`, has no children yet. While all signals are blocked.
void begin_reaping(Family& family, int32_t self);
// Whether it is the running process that reaps this one, and nobody else as long as both live.
bool is_reaped_here(const Family& family, int32_t process);
// Of the running process, counted around its forks (with all signals blocked).
void count_child();

}  // namespace runner::posix
