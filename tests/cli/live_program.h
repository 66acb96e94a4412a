// The built runner while it runs: what it prints line by line, signals for it, and whom it leaves.
#pragma once

#include <string>
#include <vector>

#include "program.h"

namespace runner {

class LiveProgram {
 public:
  // Becomes the parent of every process that is orphaned below it.
  explicit LiveProgram(const std::vector<std::string>& arguments);
  // Nobody may be left: whoever is, is killed.
  ~LiveProgram();
  LiveProgram(const LiveProgram&) = delete;
  LiveProgram& operator=(const LiveProgram&) = delete;

  // The next line on its standard output; "" at its end.
  std::string read_line();
  void send(int signal) const;
  // The same, until it has been taken.
  void send_and_wait(int signal) const;
  // Waits for its end; `output` is what read_line() has not returned.
  Ended end();
  // After its end: whether no process of its tree is left, alive or as a zombie. With `reaping`
  // those that it could not reap itself, since it was killed, may come to their end first.
  static bool left_nobody(bool reaping = false);

 private:
  int pid_ = -1;
  int output_ = -1;
  int errors_ = -1;
};

}  // namespace runner
