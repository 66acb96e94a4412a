#include "cli/stops.h"

#include <poll.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <iterator>
#include <string>

#include "posix/clock.h"
#include "posix/futex.h"
#include "posix/stop_signals.h"
#include "scenario/signals.h"
#include "sinks/fd_writer.h"
#include "verdict/judge.h"

namespace runner {
namespace {

using posix::is_ignored;
using posix::kStopSignals;

// For what is to end by itself.
constexpr unsigned kGraceSeconds = 1;
// For a reader, behind a limit.
constexpr int kPatienceMilliseconds = 1000;
constexpr double kLongestAlarm = 1e15;  // microseconds, some thirty years

// Made before they are needed, for a handler may not make any; and never destroyed, for it may run
// in the last instant.
std::string* const kLines = new std::string[std::size(kStopSignals)];

void end(int signal) {
  for (size_t i = 0; i < std::size(kStopSignals); ++i) {
    if (kStopSignals[i] != signal) continue;
    // Nobody may read it: then there is nothing to wait for.
    pollfd errors = {STDERR_FILENO, POLLOUT, 0};
    if (poll(&errors, 1, 0) <= 0) break;
    [[maybe_unused]] const ssize_t written =
        write(STDERR_FILENO, kLines[i].data(), kLines[i].size());
  }
  _exit(kStoppedBySignal + signal);
}

void set_disposition(int signal, void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  sigfillset(&action.sa_mask);
  sigaction(signal, &action, nullptr);
}

// Of HeldStops: what has come, when, and whether somebody tells of it.
std::atomic<int> held_signal = 0;
std::atomic<int64_t> held_at = 0;
std::atomic<bool> is_told = false;
std::atomic<int64_t> limit_at = INT64_MAX;

void hold(int signal) {
  const int saved = errno;
  const int64_t now = posix::monotonic_now();
  if (held_signal == 0) {
    held_signal = signal;
    held_at = now;
    FdWriter::wait_no_longer_than(0);
    alarm(kGraceSeconds);
  } else if (signal != held_signal || now - held_at >= posix::kSameStrokeNanos) {
    end(held_signal);
  }
  errno = saved;
}

// The grace is over, or the limit has come, or it is somebody else's.
void on_alarm(int) {
  const int saved = errno;
  if (held_signal != 0 && !is_told) end(held_signal);
  if (posix::monotonic_now() >= limit_at) FdWriter::wait_no_longer_than(kPatienceMilliseconds);
  errno = saved;
}

using Handler = void (*)(int);

Handler handler_of(int signal) {
  struct sigaction action {};
  return sigaction(signal, nullptr, &action) == 0 ? action.sa_handler : SIG_ERR;
}

}  // namespace

void tell_stops() {
  // A terminal may show how far a search has come.
  const std::string clear_line = isatty(STDERR_FILENO) == 1 ? "\r\x1b[K" : "";
  sigset_t stops;
  sigemptyset(&stops);
  for (size_t i = 0; i < std::size(kStopSignals); ++i) {
    const int signal = kStopSignals[i];
    if (is_ignored(signal)) continue;
    kLines[i] = clear_line + "runner: stopped by " + signal_name(signal) + "\n";
    set_disposition(signal, end);
    sigaddset(&stops, signal);
  }
  sigprocmask(SIG_UNBLOCK, &stops, nullptr);
}

void leave_stops_to_parent() {
  for (const int signal : kStopSignals) {
    if (!is_ignored(signal)) set_disposition(signal, SIG_DFL);
  }
}

HeldStops::HeldStops() {
  held_signal = 0;
  is_told = false;
  limit_at = INT64_MAX;
  set_disposition(SIGALRM, on_alarm);
  for (const int signal : kStopSignals) {
    if (handler_of(signal) == end) set_disposition(signal, hold);
  }
}

HeldStops::~HeldStops() {
  if (!is_told) {
    for (const int signal : kStopSignals) {
      if (handler_of(signal) == hold) set_disposition(signal, end);
    }
    if (held_signal != 0) end(held_signal);
  }
  alarm(0);
  set_disposition(SIGALRM, SIG_DFL);
  FdWriter::wait_again();
}

const std::atomic<int>& HeldStops::signal() {
  return held_signal;
}

void HeldStops::told(int signal) {
  if (signal == 0) return;
  is_told = true;
  held_signal = signal;
  held_at = posix::monotonic_now();
}

// The same timer is the grace's, once that has begun.
void HeldStops::limit(std::optional<double> seconds) {
  if (!seconds || held_signal != 0) return;
  limit_at = posix::deadline_in(posix::monotonic_now(), *seconds);
  const auto micros = static_cast<int64_t>(std::clamp(*seconds * 1e6, 1.0, kLongestAlarm));
  itimerval when{};
  when.it_value.tv_sec = micros / 1'000'000;
  when.it_value.tv_usec = micros % 1'000'000;
  setitimer(ITIMER_REAL, &when, nullptr);
  if (held_signal != 0) alarm(kGraceSeconds);  // it has come meanwhile
}

}  // namespace runner
