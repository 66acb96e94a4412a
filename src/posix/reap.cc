// The handler of SIGCHLD runs in every process that may have children, at any instant except around
// a fork. It may touch its own slot, those of its children, and the shared stacks; it takes no
// latch.
#include "posix/reap.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <ctime>

#include "posix/clock.h"
#include "posix/futex.h"
#include "posix/park.h"
#include "posix/signals.h"
#include "posix/statistics.h"
#include "posix/system_call.h"

namespace runner::posix {

namespace {

// Asking the system for any ended child walks over all living ones. With thousands of them this may
// take no more than a fifth of the time; up to here it is not worth a thought.
constexpr int64_t kCheapScanNanos = 20'000;
constexpr int64_t kPausePerScan = 4;
// With many children an end that was told by name is no reason to ask for others at once: only
// those that ended at the same instant have no signal of their own.
constexpr int64_t kPauseBehindName = 1'000'000;
// From here on a timer stands ready, for scans that are put off.
constexpr int32_t kManyChildren = 200;

// The children of the running process. Thread-local, as all that a process knows of itself in
// variables: it lies where the C library's own such data do, on a page that each fork copies
// anyway.
struct Children {
  Family* family = nullptr;
  int32_t parent = -1;
  std::atomic<int32_t> living{0};
  int64_t next_scan = 0;  // not before
  int64_t scan_at = 0;    // when one is put off; 0: none is
  bool has_timer = false;
  timer_t timer{};
};
thread_local Children children;

int64_t exit_code_of(const siginfo_t& info) {
  return info.si_code == CLD_EXITED ? info.si_status : -int64_t{info.si_status};
}

// The child whose end `info` tells, while its pid is still its own.
int32_t child_of(const Family& family, const siginfo_t& info, bool search) {
  const int32_t process = family.process_of(info.si_pid);
  return process < 0 && search ? family.search_process(info.si_pid) : process;
}

// -1: it was marked before.
int32_t mark_dead(Family& family, int32_t process, const siginfo_t& info) {
  Slot& slot = family.region().slot(process);
  if (!is_at_large(slot.life.load())) return -1;
  if (!ended_by_itself(slot)) slot.exit_code.store(exit_code_of(info));
  slot.ended_at.store(monotonic_now());
  slot.life.store(Life::kDead);
  return process;
}

Reaped reap(Family& family, int32_t process, const siginfo_t& end) {
  const int32_t marked = process < 0 ? -1 : mark_dead(family, process, end);
  siginfo_t info{};
  rusage used{};
  // The system's own call says what the process has used; the C library's does not.
  const bool any =
      system_call(SYS_waitid, int{P_PID}, end.si_pid, &info, WEXITED | WNOHANG, &used) == 0 &&
      info.si_pid != 0;
  if (any && run_statistics != nullptr) {
    run_statistics->note_end(family.region(), marked, children.parent, used);
  }
  return {.any = any, .process = marked};
}

void put_off_scan(int64_t until) {
  children.scan_at = until;
  itimerspec when{};
  when.it_value.tv_sec = static_cast<time_t>(until / kNanosPerSecond);
  when.it_value.tv_nsec = static_cast<long>(until % kNanosPerSecond);
  timer_settime(children.timer, TIMER_ABSTIME, &when, nullptr);
}

// A child has been reaped. The parent settles its end before its next operation, or at once where
// it sleeps; the supervisor does where the parent is at something else.
void tell(int32_t process) {
  children.living.fetch_sub(1);
  if (process < 0) return;
  Family& family = *children.family;
  Relative& parent = family.relative(children.parent);
  family.push(parent.dead_children, process);
  parent.attend.store(1);
  Slot& slot = family.region().slot(children.parent);
  slot.wake.fetch_or(kWakePoked);
  const bool parked = (slot.waiting.epoch.load() & 1) != 0;
  if (!parked) family.need_attention(children.parent);
}

void reap_any(bool one_was_named) {
  const int64_t start = monotonic_now();
  if (children.has_timer) {
    if (start < children.scan_at) return;
    const int64_t pause = children.scan_at == 0 && one_was_named ? kPauseBehindName : 0;
    const int64_t earliest = std::max(children.next_scan, start + pause);
    if (start < earliest) return put_off_scan(earliest);
  }
  children.scan_at = 0;
  for (;;) {
    const Reaped reaped = reap_one(*children.family, P_ALL, 0);
    if (!reaped.any) break;
    tell(reaped.process);
  }
  const int64_t end = monotonic_now();
  const int64_t took = end - start;
  children.next_scan = took > kCheapScanNanos ? end + kPausePerScan * took : 0;
}

// The signal says enough: until the child is reaped, here, its pid is its own. If a scan has found
// it before, the pid may be another's child by now.
void reap_told(const siginfo_t& end) {
  Family& family = *children.family;
  const int32_t process = child_of(family, end, /*search=*/false);
  if (process >= 0 && !is_reaped_here(family, process)) return;
  const Reaped reaped = reap(family, process, end);
  if (reaped.any) tell(reaped.process);
}

bool tells_of_an_end(const siginfo_t& info) {
  return info.si_code == CLD_EXITED || info.si_code == CLD_KILLED || info.si_code == CLD_DUMPED;
}

// Several ends may have come as one signal, or as one with a SIGCHLD that was sent: the end that is
// named is found without a search, others are searched for.
void on_child(int, siginfo_t* info, void*) {
  const int saved = errno;
  const bool is_named = tells_of_an_end(*info);
  if (is_named) {
    reap_told(*info);
  } else if (info->si_code != SI_TIMER) {
    note_sent_child_signal();
  }
  if (children.living.load() > 0) reap_any(is_named);
  errno = saved;
}

}  // namespace

Reaped reap_one(Family& family, idtype_t which, id_t id, bool search) {
  siginfo_t info{};
  if (waitid(which, id, &info, WEXITED | WNOHANG | WNOWAIT) != 0) {
    return {.none_left = errno == ECHILD};
  }
  if (info.si_pid == 0) return {};
  const int32_t process = child_of(family, info, search);
  return reap(family, process, info);
}

void reap_in_handler() {
  struct sigaction action {};
  action.sa_sigaction = on_child;
  action.sa_flags = SA_SIGINFO | SA_RESTART | SA_NOCLDSTOP;
  sigemptyset(&action.sa_mask);
  CHECK(sigaction(SIGCHLD, &action, nullptr) == 0);
}

[[gnu::hot]] void begin_reaping(Family& family, int32_t self) {
  children.family = &family;
  children.parent = self;
  children.living.store(0);
  children.next_scan = 0;
  children.scan_at = 0;
  children.has_timer = false;  // a parent's timer is not inherited
}

bool is_reaped_here(const Family& family, int32_t process) {
  return children.family != nullptr &&
         family.region().slot(process).parent.load() == children.parent;
}

void count_child() {
  if (children.living.fetch_add(1) + 1 < kManyChildren || children.has_timer) return;
  sigevent event{};
  event.sigev_notify = SIGEV_SIGNAL;
  event.sigev_signo = SIGCHLD;
  children.has_timer = timer_create(CLOCK_MONOTONIC, &event, &children.timer) == 0;
}

}  // namespace runner::posix
