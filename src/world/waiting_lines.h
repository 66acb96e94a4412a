// The lines in front of queues: waiting puts and gets are served in the order of their arrival.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <utility>
#include <vector>

#include "machine/machine.h"

namespace runner::world {

class WaitingLines {
 public:
  explicit WaitingLines(size_t processes) : stamps_(processes) {}

  // The process waits with this operation; once it is in line it keeps its place.
  void join(int32_t process, const Operation& operation);
  // The process waits no more, served or not.
  void leave(int32_t process) { stamps_[static_cast<size_t>(process)] = 0; }
  // Who is to be served before or as `process`.
  int32_t first(int32_t process, const Operation& operation);

 private:
  using Line = std::pair<int32_t, Op>;

  uint64_t next_ = 0;
  std::vector<uint64_t> stamps_;  // by process; 0: not in line
  std::map<Line, std::deque<std::pair<int32_t, uint64_t>>> lines_;
};

inline bool has_line(Op op) {
  return op == Op::kGet || op == Op::kPut;
}

}  // namespace runner::world
