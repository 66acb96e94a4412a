// The signals of the supervisor, for the duration of one run: they come as readable data, and no
// handler ever runs.
#pragma once

#include <csignal>
#include <cstdint>
#include <ctime>
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
  // Everything is as it was. What has come and was not read acts now: whoever stops the runner in
  // the last instant of a run stops what comes after it.
  ~SupervisorSignals();

  // From that time on SIGALRM comes again and again: a sink that waits for a reader gives it up
  // (sinks/fd_writer.h).
  void alarm_from(int64_t time);

  int descriptor() const { return descriptor_.number(); }
  // The signals that have come since they were read last; SIGCHLD is one of them.
  std::vector<int> read();

 private:
  SupervisorSignals() = default;
  void end_alarm();

  Descriptor descriptor_;
  sigset_t mask_before_{};
  timer_t timer_{};
  bool has_timer_ = false;
  struct sigaction child_before_ {};
  struct sigaction pipe_before_ {};
};

}  // namespace runner::posix
