#include "cli/stops.h"

#include <poll.h>
#include <unistd.h>

#include <iterator>
#include <string>

#include "posix/stop_signals.h"
#include "scenario/signals.h"
#include "verdict/judge.h"

namespace runner {
namespace {

using posix::is_ignored;
using posix::kStopSignals;

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

}  // namespace runner
