// Which operations nobody else can notice: where a program never looks at when a process starts or
// ends, doing it a little earlier makes no difference. What cannot be noticed is no step of its own
// in an exploration, but a part of the step before.
#pragma once

#include <cstdint>
#include <functional>
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

  // Those that wait patiently for the end of the process, when they are few and it can only end by
  // itself: its end lets them go on. With whom that is so must not depend on who was there first:
  // then equivalent orders would not be equally long.
  const std::vector<int32_t>& joiners(int32_t process) const {
    return joiners_[static_cast<size_t>(process)];
  }
  // Whether the end of the process lets that joiner go on in the same step.
  bool lets_go_on(int32_t process, int32_t joiner) const;
  // Whether somebody may send it a signal, or end it with its parent.
  bool may_be_signalled(int32_t process) const {
    return watches_[static_cast<size_t>(process)].may_be_signalled;
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
  void choose_joiners();

  bool timed_;
  bool judges_output_;
  bool kills_;
  std::vector<Watch> watches_;                // by process
  std::vector<std::vector<int32_t>> starts_;  // by process: whom it may start
  // By process: its end has no daemons to stop; the ends of all others that it may start let it go
  // on.
  std::vector<bool> no_daemons_;
  std::vector<bool> joins_quietly_;
  std::vector<std::vector<int32_t>> joiners_;
};

// Whom the process is about to start, or kNobody.
int32_t about_to_start(State& state, int32_t process);

// Performs what no one can notice, as long as there is any, for the process and for those whom it
// starts or whose waiting it ends; and for `started`, whom it has just started (or kNobody). Each
// goes through `performer`, which has to perform it.
using Performer = std::function<void(int32_t process)>;
void settle(State& state, const Visibility& visibility, int32_t process, int32_t started,
            const Performer& performer);
void settle(State& state, const Visibility& visibility, int32_t process, int32_t started);

}  // namespace runner::world
