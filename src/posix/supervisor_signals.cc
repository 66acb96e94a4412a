#include "posix/supervisor_signals.h"

#include <sys/signalfd.h>

#include <cerrno>

#include "base/check.h"

namespace runner::posix {

namespace {

bool is_ignored(int signal) {
  struct sigaction action {};
  return sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

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
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP}) {
    if (!is_ignored(signal)) sigaddset(&taken, signal);
  }
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

SupervisorSignals::~SupervisorSignals() {
  if (!descriptor_.ok()) return;
  read();  // what came too late concerns nobody any more
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
