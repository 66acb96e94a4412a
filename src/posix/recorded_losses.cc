// What comes into a recorded run from outside: deaths and signals.
#include <csignal>
#include <utility>

#include "machine/schedule_match.h"
#include "machine/step_words.h"
#include "posix/bury.h"
#include "posix/schedule_recorder.h"

namespace runner::posix {

namespace {

using Kind = ScheduleStep::Kind;

}  // namespace

// A pool's worker that was replaced has begun nothing yet.
void ScheduleRecorder::follow_new_lives() {
  for (int32_t process = 0; process < process_count(); ++process) {
    const uint32_t incarnation = slot(process).incarnation;
    if (incarnation == place(process).incarnation) continue;
    place(process) = Place();
    place(process).incarnation = incarnation;
  }
}

bool ScheduleRecorder::is_dead_by_others(int32_t process) const {
  const Life life = slot(process).life.load();
  return (life == Life::kDead || life == Life::kStopped) && was_lost(family_, process);
}

// Whether it died from outside, by itself, and that has not had its turn.
bool ScheduleRecorder::is_lost(int32_t process) const {
  return is_dead_by_others(process) &&
         entry(process).due_death.load() != slot(process).incarnation + 1 &&
         head_of_dead_family(family_, process) == process;
}

// In a schedule one is killed by SIGKILL only.
void ScheduleRecorder::note_other_deaths() {
  for (int32_t process = 0; process < process_count(); ++process) {
    if (is_dead_by_others(process) && slot(process).exit_code.load() != -SIGKILL)
      is_broken_off_ = true;
  }
}

// -1: nobody is.
int32_t ScheduleRecorder::first_lost() const {
  int32_t first = -1;
  for (int32_t process = 0; process < process_count(); ++process) {
    if (!is_lost(process)) continue;
    if (first < 0 || slot(process).ended_at.load() < slot(first).ended_at.load()) first = process;
  }
  return first;
}

ScheduleStep ScheduleRecorder::death_of(int32_t process) const {
  ScheduleStep step;
  step.kind = Kind::kKill;
  step.process = process;
  step.name = written_name(program().scenario, process);
  return step;
}

bool ScheduleRecorder::let_someone_die() {
  const int32_t process = first_lost();
  if (process < 0) return false;
  granted_ = Granted{death_of(process), false};
  let_death_be_seen(process);
  return true;
}

// Nobody is left who could see them.
void ScheduleRecorder::write_last_deaths() {
  for (int32_t process = first_lost(); process >= 0; process = first_lost()) {
    add(death_of(process));
    entry(process).due_death.store(slot(process).incarnation + 1);
  }
}

// A signal from outside that is handled is told by nobody.
void ScheduleRecorder::note_handlers() {
  for (int32_t process = 0; process < process_count(); ++process) {
    const bool in_handler =
        standing(process) != Standing::kAbsent && entry(process).is_in_handler.load();
    const bool was_in_one = std::exchange(place(process).in_handler, in_handler);
    const bool entered = in_handler && !was_in_one;
    if (entered && !place(process).is_signalled) is_broken_off_ = true;
  }
}

// With another one, or by itself, before it could say what came of its operation.
bool ScheduleRecorder::has_died_in_it(const Granted& granted) const {
  const int32_t process = granted.step.process;
  const Standing where = standing(process);
  const bool is_gone = where == Standing::kAbsent && first_lost() >= 0 &&
                       (slot(process).flags.load() & kSlotCleanEnd) == 0;
  return (where == Standing::kDying || is_gone) && !has_performed(process);
}

// False: it has yet to come about.
bool ScheduleRecorder::write_granted_down() {
  note_other_deaths();
  note_handlers();
  if (!granted_) return true;
  const bool ends_one = granted_->step.kind == Kind::kPerform && ends_others(granted_->step.op);
  // Who was killed first, by whom?
  if (ends_one && first_lost() >= 0) is_broken_off_ = true;
  if (granted_->step.kind != Kind::kKill && has_died_in_it(*granted_)) {
    // Who has not taken its turn has not begun.
    GateEntry& gate = entry(granted_->step.process);
    const bool begun = gate.turn.exchange(Turn::kNone) == Turn::kNone;
    if (begun) is_broken_off_ = true;
    granted_.reset();
    return true;
  }
  write_down();
  return !granted_;
}

}  // namespace runner::posix
