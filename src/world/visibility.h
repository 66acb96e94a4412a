// Which operations nobody else can notice: where a program never looks at when a process starts or
// ends, doing it a little earlier makes no difference. What cannot be noticed is no step of its own
// in an exploration, but a part of the step before.
#pragma once

#include <cstdint>
#include <vector>

#include "machine/providers.h"
#include "world/state.h"
#include "world/world.h"

namespace runner::world {

class Visibility {
 public:
  Visibility(const World& world, const Providers& providers, bool timed, bool kills);

  // Whether the pending operation of the process can be performed now and no one can notice when.
  bool is_quiet(State& state, int32_t process) const;

  // Those that may wait for the end of the process, when they are few: its end lets them go on.
  const std::vector<int32_t>& joiners(int32_t process) const {
    return joiners_[static_cast<size_t>(process)];
  }

 private:
  struct Watch {
    int32_t starters = 0;       // how many may start it
    int32_t starter = kNobody;  // one of them
    bool others_look = false;   // someone but the starter looks at it
    bool end_is_seen = false;   // by more than patient joins
    bool may_be_signalled = false;
  };
  void collect(const World& world, const Providers& providers);
  void note_start(const World& world, int32_t starter, const OperationSpec& spec);
  void note_look(const World& world, int32_t looker, const OperationSpec& spec);
  void mark_signalled(const World& world);

  bool timed_;
  bool kills_;
  std::vector<Watch> watches_;  // by process
  std::vector<std::vector<int32_t>> joiners_;
};

// Performs what no one can notice, as long as there is any, for the process and for those whom it
// starts or whose waiting it ends.
void settle(State& state, const Visibility& visibility, int32_t process);

}  // namespace runner::world
