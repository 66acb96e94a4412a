// Which operations of two processes do not commute, or disable one another: the meaning of the
// operations, as far as their order goes. Where in doubt, they interfere.
#pragma once

#include <cstdint>
#include <vector>

#include "machine/providers.h"
#include "world/access.h"
#include "world/flow.h"

namespace runner::world {

// An access by a process.
struct Act {
  int32_t process = 0;
  Access access;
  friend bool operator==(const Act&, const Act&) = default;
  friend auto operator<=>(const Act&, const Act&) = default;
};

class Interference {
 public:
  Interference(const World& world, const Providers& providers);

  // Whether the order of the two matters.
  bool between(const Act& a, const Act& b) const;

  // Whether `helper`, performed by another process, may enable the waiting `act`, when the state
  // says nothing more special.
  bool may_enable(const Act& act, const Act& helper) const;

  // In the cells that it may touch, the order of additions matters from now on.
  void order_additions(const Access& access);

  // Whether the act may signal or end the process, directly or by ending its parent.
  bool may_end(const Act& act, int32_t process) const;
  // Whether the act may start the process.
  bool may_start(const Act& act, int32_t process) const;

 private:
  // What an act that ends processes does to the rest of the world.
  struct Victims {
    std::vector<bool> processes;
    std::vector<bool> objects;  // that they may hold, or wait at
  };

  bool ends_processes(const Act& act) const;
  bool is_watched(const Act& act) const;
  bool touch_same(const Access& a, const Access& b) const;
  bool touches_one_of(const std::vector<bool>& objects, const Access& access) const;
  bool involve_victims(const Act& ending, const Act& other) const;
  bool of_lifecycles(const Act& a, const Act& b) const;
  bool of_objects(const Access& a, const Access& b) const;
  bool of_locks(const Access& a, const Access& b) const;
  bool of_semaphores(const Access& a, const Access& b) const;
  bool of_queues(const Access& a, const Access& b) const;
  bool of_cells(const Access& a, const Access& b) const;
  bool any_bounded(const Access& access) const;
  bool any_ordered(const Access& a, const Access& b) const;

  const World& world_;
  std::vector<bool> watched_;           // objects that `always` reads
  bool watches_processes_ = false;      // and whether it reads processes
  std::vector<bool> ordered_;           // cells in which the order of additions matters
  std::vector<Victims> victims_;        // by process: of its end
  std::vector<int32_t> leave_watched_;  // processes whose end changes what `always` may look at
  std::vector<bool> has_daemons_;       // by process: it may have daemons, or own pools
};

}  // namespace runner::world
