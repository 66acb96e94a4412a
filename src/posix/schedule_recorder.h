// Writes down the way that a run goes: lets one operation happen at a time, in the order in which
// the processes come to them, so that the order written is the order in which they took effect.
//
// An operation that would have to wait is not begun but tried again after others; only where
// beginning to wait is itself noticed by others, it is begun.
//
// Who is killed from outside is killed in the schedule too: its death is one more thing that
// happens when its turn has come, and is seen by nobody before. Where nobody can tell whether its
// operation still took effect, or it was not by SIGKILL, the schedule ends there: the run goes on.
#pragma once

#include <optional>
#include <vector>

#include "posix/conductor.h"
#include "posix/futex.h"

namespace runner::posix {

class ScheduleRecorder final : public Conductor {
 public:
  ScheduleRecorder(Family& family, Watchdog& watchdog, Schedule& schedule);

  void conclude(RunResult& result) override;

 protected:
  Next advance(RunResult& result) override;
  Next lose_patience(RunResult&) override { return Next::kWait; }

 private:
  struct Place {
    uint64_t tried_after = UINT64_MAX;  // the steps made when its operation had to wait
    uint64_t performed = 0;
    bool begun = false;     // the first part of its operation is written down
    bool is_awake = false;  // of a condition's: its waiting is over
    int64_t deadline = 0;   // of what it has begun
    uint32_t incarnation = 0;
    bool is_signalled = false;  // the schedule tells of a signal that it handles
    bool in_handler = false;
  };
  // What was granted, and is to be written down when it has come about.
  struct Granted {
    ScheduleStep step;
    bool is_try = false;
    int32_t target = -1;  // of the operation: when it is over, its process may be at another
  };

  ScheduleStep step_of(int32_t process, ScheduleStep::Kind kind) const;
  void let(int32_t process, ScheduleStep::Kind kind, Turn turn, bool in_parts);
  void follow_new_lives();
  bool write_granted_down();
  void write_down();
  bool is_dead_by_others(int32_t process) const;
  bool is_lost(int32_t process) const;
  int32_t first_lost() const;
  bool has_died_in_it(const Granted& granted) const;
  ScheduleStep death_of(int32_t process) const;
  bool let_someone_die();
  void write_last_deaths();
  // Since it was let.
  bool has_performed(int32_t process) const {
    return entry(process).performed.load() != place(process).performed;
  }
  void note_other_deaths();
  void note_handlers();
  void add(ScheduleStep step);
  bool came_back(const Granted& granted) const;
  void note_woken(ScheduleStep& step, int32_t condition);
  void set_deadline(int32_t process);
  bool deliver_signal();
  bool is_too_early(const GateEntry& gate) const;
  void let_begin(int32_t process);
  bool let_first_comer();
  bool may_go(int32_t process) const;
  bool let_late_one_give_up();
  bool has_deadline(int32_t process) const;
  bool awaits_others(int32_t process) const;
  bool is_time_to_look() const { return monotonic_now() >= next_look_for_stuck_; }
  bool let_someone_try_again();
  bool look_for_stuck(RunResult& result);
  Next look_for_deadlock(RunResult& result);
  Place& place(int32_t process) { return places_[static_cast<size_t>(process)]; }
  const Place& place(int32_t process) const { return places_[static_cast<size_t>(process)]; }

  Schedule& schedule_;
  std::vector<Place> places_;  // by process
  std::optional<Granted> granted_;
  uint64_t made_ = 0;  // steps
  int64_t next_look_for_stuck_ = 0;
  bool is_opened_ = false;
  bool is_broken_off_ = false;  // nothing is written down any more
};

}  // namespace runner::posix
