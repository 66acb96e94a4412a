// One run of the runner, from outside: what it said, how it ended, what it left.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "isolation.h"

namespace runner {

struct Trial {
  std::vector<std::string> command;
  int status = 0;          // of its exit
  int signal = 0;          // or what killed it
  bool hung = false;       // it did not even end by its own time limit
  double seconds = 0;      // until it had ended
  double orphans = 0;      // seconds for which processes outlived it
  int left_processes = 0;  // alive or zombies when it had ended, with those it was to end killed
  std::vector<std::string> left_behind;
  std::string output;
  std::string errors;
  std::string events;
};

// Runs the runner with these words behind the command; of `run` its events are kept.
Trial try_command(const Isolation& isolation, const std::string& command,
                  const std::vector<std::string>& words);
inline Trial try_run(const Isolation& isolation, const std::vector<std::string>& words) {
  return try_command(isolation, "run", words);
}

}  // namespace runner
