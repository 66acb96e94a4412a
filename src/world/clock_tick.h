// The passing of time in an exploration: clocks stand at zero, and what is still to come comes
// nearer.
#pragma once

#include <map>
#include <tuple>

#include "world/space.h"

namespace runner::world {

// What is to come for a process comes nearer.
void shift_deadlines(ProcessState& state, int64_t nanoseconds);

class ClockTick {
 public:
  explicit ClockTick(Space& space) : space_(space) {}

  // Nobody goes on: time passes until the first deadline. False when there is none.
  bool pass(const Numbers& numbers, Numbers& next);
  size_t bytes() const {
    constexpr size_t kLinks = 48;  // of an entry, with what the allocator takes
    return known_.size() * (sizeof(*known_.begin()) + kLinks);
  }

 private:
  int32_t shifted(int32_t process, int32_t number, int64_t nanoseconds);

  Space& space_;
  std::map<std::tuple<int32_t, int32_t, int64_t>, int32_t> known_;  // class, number, time
};

}  // namespace runner::world
