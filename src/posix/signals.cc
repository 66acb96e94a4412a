#include "posix/signals.h"

#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

#include "base/check.h"
#include "posix/reap.h"
#include "posix/system_call.h"

namespace runner::posix {

namespace {

// Of the running process; null: handled signals are ignored. Read by its handler.
thread_local Slot* volatile handling_slot = nullptr;
thread_local volatile bool handles_child_signals = false;

void note(int signal) {
  const int saved = errno;
  if (Slot* slot = handling_slot; slot != nullptr) note_signal(*slot, signal);
  errno = saved;
}

void set_disposition(int signal, void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  CHECK(sigaction(signal, &action, nullptr) == 0);
}

const ProcessGroup* group_of(const Program& program, int32_t process) {
  const int32_t group = program.scenario.processes[static_cast<size_t>(process)].group;
  return group < 0 ? nullptr : &program.scenario.groups[static_cast<size_t>(group)];
}

// The pid; 0: the process does not run. One that is being forked has its pid in a moment.
pid_t await_pid(const Slot& slot) {
  while (is_at_large(slot.life.load())) {
    if (const pid_t pid = slot.pid.load(); pid != 0) return pid;
    sched_yield();
  }
  return 0;
}

// A bit for each signal. The system itself is asked, here and in what else a process does between
// its fork and its first step: the C library's functions lie far apart, each on a page of code that
// every process would have to fetch.
[[gnu::hot]] uint64_t set_mask(uint64_t mask) {
  uint64_t before = 0;
  CHECK(system_call(SYS_rt_sigprocmask, SIG_SETMASK, &mask, &before, sizeof mask) == 0);
  return before;
}

int open_process(pid_t pid) {
  return static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
}

// Sends it to a process whose pid is its own. From the scenario or the language's rules: see
// Relative::sent.
template <typename Send>
bool send_if_alive(const Family& family, int32_t process, pid_t pid, int signal, Send send) {
  const Slot& slot = family.region().slot(process);
  if (!is_at_large(slot.life.load()) || slot.pid.load() != pid) return false;
  family.relative(process).sent.fetch_or(signal_bit(signal));
  return send() == 0;
}

}  // namespace

[[gnu::hot]] SignalsBlocked::SignalsBlocked() {
  before_ = set_mask(~uint64_t{0});
}

[[gnu::hot]] void SignalsBlocked::restore() {
  if (!blocked_) return;
  blocked_ = false;
  set_mask(before_);
}

void reset_all_signals() {
  handling_slot = nullptr;
  for (int signal = 1; signal <= SIGSYS; ++signal) {
    if (signal == SIGKILL || signal == SIGSTOP) continue;
    set_disposition(signal, SIG_DFL);
  }
}

[[gnu::hot]] void reset_signals_of(const Program& program, int32_t parent) {
  handling_slot = nullptr;
  const ProcessGroup* group = group_of(program, parent);
  if (group == nullptr) return;
  for (const SignalHandler& handler : group->on_signal) {
    if (handler.signal != SIGCHLD) set_disposition(handler.signal, SIG_DFL);
  }
}

[[gnu::hot]] void handle_declared_signals(const Program& program, int32_t process, Slot& slot) {
  handling_slot = &slot;
  handles_child_signals = false;
  const ProcessGroup* group = group_of(program, process);
  if (group == nullptr) return;
  for (const SignalHandler& handler : group->on_signal) {
    // A SIGCHLD comes to the handler that reaps children, which passes on what was sent.
    if (handler.signal == SIGCHLD) {
      handles_child_signals = !handler.ignore;
      continue;
    }
    set_disposition(handler.signal, handler.ignore ? SIG_IGN : note);
  }
}

void note_sent_child_signal() {
  if (handles_child_signals) note(SIGCHLD);
}

void ignore_handled_signals() {
  handling_slot = nullptr;
}

SignalAction action_of(const Program& program, int32_t process, int signal) {
  if (const ProcessGroup* group = group_of(program, process);
      group != nullptr && signal != SIGKILL && signal != SIGSTOP) {
    for (const SignalHandler& handler : group->on_signal) {
      if (handler.signal != signal) continue;
      return handler.ignore ? SignalAction::kNothing : SignalAction::kHandled;
    }
  }
  const bool is_ignored =
      signal == SIGCHLD || signal == SIGURG || signal == SIGWINCH || signal == SIGCONT;
  return is_ignored ? SignalAction::kNothing : SignalAction::kEnds;
}

// The pid cannot have become another process's between the look at the slot and the signal: who
// reaps a process marks it as dead before its pid is free. Of a child of this process that is the
// handler of SIGCHLD, which is held off; of another's, the pidfd was opened before the look.
bool send_signal(const Family& family, int32_t process, int signal) {
  const pid_t pid = await_pid(family.region().slot(process));
  if (pid == 0) return false;
  if (is_reaped_here(family, process)) {
    const SignalsBlocked held_off;
    return send_if_alive(family, process, pid, signal,
                         [&] { return system_call(SYS_kill, pid, signal); });
  }
  const int descriptor = open_process(pid);
  if (descriptor < 0 && errno == ESRCH) return false;
  const bool sent = send_if_alive(family, process, pid, signal, [&]() -> long {
    // Out of descriptors: the pid itself, which nobody else can have had for an instant.
    return descriptor < 0 ? kill(pid, signal)
                          : syscall(SYS_pidfd_send_signal, descriptor, signal, nullptr, 0);
  });
  if (descriptor >= 0) close(descriptor);
  return sent;
}

}  // namespace runner::posix
