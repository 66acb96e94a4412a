// The signals of the supervisor, for the duration of one run: they come as readable data, and no
// handler ever runs.
#pragma once

#include <csignal>
#include <vector>

#include "base/result.h"
#include "posix/descriptor.h"

namespace runner::posix {

class SupervisorSignals {
 public:
  // Takes over SIGCHLD, and those of SIGINT, SIGTERM, SIGHUP and SIGQUIT that are not ignored (a
  // run in the background, or under nohup, is not to be stopped by them).
  static Result<SupervisorSignals> take_over();
  SupervisorSignals(SupervisorSignals&&) = default;
  SupervisorSignals& operator=(SupervisorSignals&&) = delete;
  // Everything is as it was.
  ~SupervisorSignals();

  int descriptor() const { return descriptor_.number(); }
  // The signals that have come since; SIGCHLD is one of them.
  std::vector<int> read();

 private:
  SupervisorSignals() = default;

  Descriptor descriptor_;
  sigset_t mask_before_{};
  struct sigaction child_before_ {};
  struct sigaction pipe_before_ {};
};

}  // namespace runner::posix
