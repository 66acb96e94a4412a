// Finds deadlocks while they happen: from what the processes publish about their waits it draws the
// graph of who waits for whom, and asks machine/deadlock.h.
//
// The graph is drawn while processes run, so a finding counts only when a second look, some time
// later, finds processes helpless that were so before, in the very same waits: then all of them
// were blocked at one instant in between, and what was true of them then stays true. All others may
// go on, also a daemon of which nothing would be told: it might help those that are left.
#pragma once

#include <compare>
#include <optional>
#include <vector>

#include "machine/deadlock.h"
#include "posix/family.h"

namespace runner::posix {

class Watchdog {
 public:
  explicit Watchdog(Family& family) : family_(family) {}

  // Looks whether there is a deadlock. To be called now and then.
  std::optional<Deadlock> look();
  // The same, where everyone is known to sleep and nobody will be woken. With `waiting`, by
  // process: whoever is not waiting by it will go on by itself.
  std::optional<Deadlock> look_at_rest(const std::vector<bool>* waiting = nullptr);
  // When to look again, on the clock of deadlines.
  int64_t next_look() const { return next_look_; }

  // What every live process is doing.
  std::vector<Stuck> describe_all();

 private:
  // One process in one wait.
  struct Wait {
    int32_t process;
    uint32_t epoch;
    friend auto operator<=>(const Wait&, const Wait&) = default;
  };

  std::optional<Deadlock> find();
  // Where only these processes, by number, stay in their waits.
  std::optional<Deadlock> find_among(WaitGraph graph, const std::vector<bool>& stays);
  bool anyone_blocked_long() const;
  std::vector<Wait> waits_of(const Deadlock& deadlock) const;

  Family& family_;
  std::optional<Providers> providers_;  // made when first needed
  std::vector<Wait> suspects_;
  int64_t next_look_ = 0;
};

// The graph as it is now, as far as it can be seen without stopping anybody.
WaitGraph draw_graph(const Family& family);

}  // namespace runner::posix
