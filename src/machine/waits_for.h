// The graph behind a deadlock: who can still be helped by anyone, and who waits for whom.
#pragma once

#include <cstdint>
#include <vector>

#include "machine/deadlock.h"

namespace runner {

// The live process, or null.
const Activity* find_live(const WaitGraph& graph, int32_t process);
// Who holds the lock, or null.
const HeldLock* holder_of(const WaitGraph& graph, int32_t lock);
// Who runs the action of the barrier, or -1.
int32_t actor_of(const WaitGraph& graph, int32_t barrier);

// The processes that no running process can help on, directly or through others.
std::vector<const Activity*> find_helpless(const Program& program, const Providers& providers,
                                           const WaitGraph& graph);

// The helpless that matter (daemons only where someone who is no daemon waits for them), each with
// those it waits for by name: a lock's holder, a process to be joined.
class WaitsFor {
 public:
  WaitsFor(const Program& program, const WaitGraph& graph,
           const std::vector<const Activity*>& helpless);

  size_t size() const { return nodes_.size(); }
  const Activity& activity(size_t node) const { return *nodes_[node].activity; }
  const std::vector<size_t>& successors(size_t node) const { return nodes_[node].successors; }
  bool in_cycle(size_t node) const { return nodes_[node].in_cycle; }

 private:
  struct Node {
    const Activity* activity = nullptr;
    std::vector<size_t> successors;
    bool in_cycle = false;
  };
  void keep_relevant(const Program& program);
  void mark_cycles();

  std::vector<Node> nodes_;
};

}  // namespace runner
