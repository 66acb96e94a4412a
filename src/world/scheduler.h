// Who goes next in a simulated run: processes that may be able to go on, those that wait (and for
// which components), and the times at which waiting ends.
//
// A waiting process is looked at again only when something that it looked at has changed, or its
// time is up.
#pragma once

#include <cstdint>
#include <map>
#include <queue>
#include <tuple>
#include <vector>

#include "expr/random.h"
#include "world/concrete_state.h"

namespace runner::world {

class Scheduler {
 public:
  Scheduler(size_t processes, size_t components, uint64_t seed);

  bool has_ready() const { return !ready_.empty(); }
  // One of the ready ones, by the seed. REQUIRES has_ready().
  int32_t pick();
  // The next pick is another process than the last one, if there is any.
  void let_others_go() { last_ = kNobody; }

  void make_ready(int32_t process);
  // The process can do nothing until one of the components changes, or it is `deadline`.
  void block(int32_t process, const std::vector<ComponentNumber>& components, int64_t deadline);
  void remove(int32_t process);
  void component_changed(ComponentNumber component);

  // The earliest time at which a blocked process wants to be looked at; kNoDeadline: none does.
  int64_t next_time();
  // Makes those ready whose time has come.
  void time_is(int64_t now);

 private:
  using Timer = std::tuple<int64_t, uint64_t, int32_t>;  // when, stamp, process

  struct Entry {
    int32_t place = -1;  // in ready_
    uint64_t stamp = 0;  // of being blocked; 0: is not
    std::vector<ComponentNumber> watched;
  };

  void unwatch(int32_t process);
  bool is_current(const Timer& timer) const;

  Random random_;
  double persistence_;  // the probability that the last one goes on if it can
  int32_t last_ = kNobody;
  uint64_t stamps_ = 0;
  std::vector<int32_t> ready_;
  std::vector<Entry> entries_;
  std::vector<std::vector<int32_t>> watchers_;  // by component
  std::priority_queue<Timer, std::vector<Timer>, std::greater<>> timers_;
};

}  // namespace runner::world
