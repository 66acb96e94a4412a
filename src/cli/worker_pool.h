// Jobs in forked child processes, several at a time: a job that crashes or is killed takes nothing
// else with it.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

namespace runner {

struct JobAnswer {
  std::string text;   // what the job returned; what came of it when the child did not end well
  bool ended = true;  // the child returned an answer
  int signal = 0;     // that ended the child, or 0
};

// Runs job(0) … job(count - 1), each in a child of its own, at most `parallel` at a time, and calls
// done() in this process in the order of the numbers. REQUIRES that nothing is buffered for
// output, for a child would write it again, and that no other thread runs.
//
// Returns the signal (SIGINT, SIGTERM or SIGHUP) that stopped it, after all children have ended by
// that signal too; 0 when all jobs are done.
int run_jobs(size_t count, size_t parallel, const std::function<std::string(size_t)>& job,
             const std::function<void(size_t, const JobAnswer&)>& done);

}  // namespace runner
