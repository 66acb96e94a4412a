// The verdict: whether a run was what its scenario expects, and with which status the runner exits.
// Pure: plain data in, plain data out.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "machine/run.h"
#include "scenario/model.h"

namespace runner {

enum ExitStatus : int {
  kAllHeld = 0,
  kUnmet = 1,    // an expectation was not met, or a process failed
  kInvalid = 2,  // the scenario or the command line
  kDeadlocked = 3,
  kTimeLimit = 4,
  kStoppedBySignal = 128,  // plus the signal's number
};

// What came out of a run, whole: everything that was written to standard output and to standard
// error, reports of the runner about the run included.
struct Captured {
  std::string output;
  std::string error_output;
};

struct Judgement {
  int status = kAllHeld;
  // What was not as expected, each a paragraph without its last newline; empty when all held. A
  // failure, deadlock or limit of a scenario without `expect` is no such thing: it was reported.
  std::vector<std::string> unmet;
  // The output alone was not as expected: what accepting the new output would mend.
  bool only_output = false;
};

// The status when something that was found out could not be written: that hides no failure.
int status_of_unwritten(int status);

// `file` names the scenario's file in positions.
Judgement judge(const Scenario& scenario, const RunResult& result, const Captured& captured,
                std::string_view file);

// What is not as expected, as a paragraph, of a file without errors that was to be refused.
std::optional<std::string> judge_validity(const Scenario& scenario, std::string_view file);

// The status of a run of which nothing is expected.
int plain_status(const RunResult& result);

}  // namespace runner
