#include "cli/stops.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <iterator>
#include <string>

#include "posix/futex.h"
#include "posix/stop_signals.h"
#include "scenario/signals.h"
#include "verdict/judge.h"

namespace runner {
namespace {

using posix::is_ignored;
using posix::kStopSignals;

// For what is to end by itself.
constexpr unsigned kGraceSeconds = 1;

// Made before they are needed, for a handler may not make any.
std::string lines[std::size(kStopSignals)];

void end(int signal) {
  for (size_t i = 0; i < std::size(kStopSignals); ++i) {
    if (kStopSignals[i] != signal) continue;
    // Nobody may read it: then there is nothing to wait for.
    pollfd errors = {STDERR_FILENO, POLLOUT, 0};
    if (poll(&errors, 1, 0) <= 0) break;
    [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, lines[i].data(), lines[i].size());
  }
  _exit(kStoppedBySignal + signal);
}

void set_disposition(int signal, void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  sigfillset(&action.sa_mask);
  sigaction(signal, &action, nullptr);
}

// Of HeldStops: what has come, and when.
std::atomic<int> held_signal = 0;
std::atomic<int64_t> held_at = 0;

void end_held(int) {
  end(held_signal);
}

void hold(int signal) {
  const int saved = errno;
  const int64_t now = posix::monotonic_now();
  if (held_signal == 0) {
    held_signal = signal;
    held_at = now;
    alarm(kGraceSeconds);
  } else if (signal != held_signal || now - held_at >= posix::kSameStrokeNanos) {
    end_held(signal);
  }
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
    lines[i] = clear_line + "runner: stopped by " + signal_name(signal) + "\n";
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
  set_disposition(SIGALRM, end_held);
  for (const int signal : kStopSignals) {
    if (handler_of(signal) == end) set_disposition(signal, hold);
  }
}

HeldStops::~HeldStops() {
  for (const int signal : kStopSignals) {
    if (handler_of(signal) == hold) set_disposition(signal, end);
  }
  if (const int signal = take(); signal != 0) end(signal);
  set_disposition(SIGALRM, SIG_DFL);
}

const std::atomic<int>& HeldStops::signal() {
  return held_signal;
}

int HeldStops::take() {
  const int signal = held_signal.exchange(0);
  if (signal != 0) alarm(0);
  return signal;
}

}  // namespace runner
