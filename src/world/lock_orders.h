// Locks that different processes take in a circle, whether that ever ends in a deadlock or not.
#pragma once

#include <set>
#include <vector>

#include "world/exploration.h"
#include "world/search.h"
#include "world/space.h"

namespace runner::world {

class LockOrders {
 public:
  // `stuck`: the states in which processes wait for ever. `exchanged`: replicas may stand for one
  // another.
  LockOrders(Space& space, const Search& search, const std::vector<StateNumber>& stuck,
             bool exchanged);

  std::vector<LockOrder> find();

 private:
  // Somebody asks for a lock while it holds another one.
  struct Link {
    int32_t held = 0;
    int32_t requested = 0;
    int32_t process = 0;
    Position at;
  };

  void collect();
  void add_links(int32_t process, const ProcessState& state, std::vector<Link>& links) const;
  bool may_be_others(const Link& a, const Link& b) const;
  void extend(std::vector<const Link*>& chain);
  void close(const std::vector<const Link*>& chain);
  bool is_reachable(const std::vector<const Link*>& cycle) const;

  Space& space_;
  const Search& search_;
  bool exchanged_;
  std::vector<Link> links_;
  std::vector<std::vector<Link>> stuck_;  // by state in which processes wait for ever
  std::set<std::vector<int32_t>> seen_;   // cycles, as locks
  size_t tried_ = 0;
  std::vector<LockOrder> found_;
};

}  // namespace runner::world
