#include "posix/supervisor_signals.h"

#include <sys/signalfd.h>

#include <cerrno>
#include <ctime>

#include "base/check.h"
#include "posix/clock.h"
#include "posix/stop_signals.h"

namespace runner::posix {

namespace {

constexpr int64_t kAlarmNanos = 200'000'000;

void set_disposition(int signal, void (*handler)(int), struct sigaction& before) {
  struct sigaction action {};
  action.sa_handler = handler;
  sigemptyset(&action.sa_mask);
  CHECK(sigaction(signal, &action, &before) == 0);
}

}  // namespace

Result<SupervisorSignals> SupervisorSignals::take_over() {
  SupervisorSignals signals;
  sigset_t taken;
  sigemptyset(&taken);
  sigaddset(&taken, SIGCHLD);
  sigaddset(&taken, SIGALRM);
  for (const int signal : kStopSignals) {
    if (!is_ignored(signal)) sigaddset(&taken, signal);
  }
  if (!is_ignored(SIGTSTP)) sigaddset(&taken, SIGTSTP);
  const int descriptor = signalfd(-1, &taken, SFD_NONBLOCK | SFD_CLOEXEC);
  if (descriptor < 0) return Error{"create", "a signalfd", errno, {}};
  signals.descriptor_ = Descriptor(descriptor);
  CHECK(sigprocmask(SIG_BLOCK, &taken, &signals.mask_before_) == 0);
  // Ignored, ended children would vanish by themselves.
  set_disposition(SIGCHLD, SIG_DFL, signals.child_before_);
  // A closed output is an error of the write.
  set_disposition(SIGPIPE, SIG_IGN, signals.pipe_before_);
  return signals;
}

// Without a timer a reader that does not read is waited for.
void SupervisorSignals::alarm_from(int64_t time) {
  sigevent event{};
  event.sigev_notify = SIGEV_SIGNAL;
  event.sigev_signo = SIGALRM;
  has_timer_ = has_timer_ || timer_create(CLOCK_MONOTONIC, &event, &timer_) == 0;
  if (!has_timer_) return;
  itimerspec when{};
  when.it_value.tv_sec = static_cast<time_t>(time / kNanosPerSecond);
  when.it_value.tv_nsec = static_cast<long>(time % kNanosPerSecond);
  when.it_interval.tv_nsec = kAlarmNanos;
  timer_settime(timer_, TIMER_ABSTIME, &when, nullptr);
}

// It concerns nobody any more, and would end whoever does not expect it.
void SupervisorSignals::end_alarm() {
  timer_delete(timer_);
  sigset_t alarm;
  sigemptyset(&alarm);
  sigaddset(&alarm, SIGALRM);
  const timespec no_time{};
  while (sigtimedwait(&alarm, nullptr, &no_time) > 0) {
  }
}

SupervisorSignals::~SupervisorSignals() {
  if (!descriptor_.ok()) return;
  if (has_timer_) end_alarm();
  CHECK(sigaction(SIGCHLD, &child_before_, nullptr) == 0);
  CHECK(sigaction(SIGPIPE, &pipe_before_, nullptr) == 0);
  CHECK(sigprocmask(SIG_SETMASK, &mask_before_, nullptr) == 0);
}

std::vector<int> SupervisorSignals::read() {
  std::vector<int> signals;
  signalfd_siginfo info{};
  while (::read(descriptor_.number(), &info, sizeof info) == ssize_t{sizeof info}) {
    signals.push_back(static_cast<int>(info.ssi_signo));
  }
  return signals;
}

}  // namespace runner::posix
