// What comes into a recorded run from outside: deaths and signals.
#include <csignal>
#include <utility>

#include "machine/schedule_match.h"
#include "machine/step_words.h"
#include "posix/schedule_recorder.h"

namespace runner::posix {

namespace {

using Kind = ScheduleStep::Kind;

}  // namespace

// A pool's worker that was replaced has begun nothing yet.
void ScheduleRecorder::follow_new_lives() {
  for (int32_t process = 0; process < process_count(); ++process) {
    Place& here = place(process);
    const uint32_t incarnation = slot(process).incarnation;
    if (incarnation == here.incarnation || is_lost(process)) continue;
    const uint32_t losses = here.losses;
    here = Place();
    here.incarnation = incarnation;
    here.losses = losses;
  }
}

bool ScheduleRecorder::is_lost(int32_t process) const {
  return family_.relative(process).losses.load() != place(process).losses;
}

bool ScheduleRecorder::anyone_is_lost() const {
  for (int32_t process = 0; process < process_count(); ++process)
    if (is_lost(process)) return true;
  return false;
}

// Whether nobody can tell if it took effect, or which came first, it or the deaths: of one who died
// in it, also where the death of the one with whom it died is yet to be seen; and of one who ends
// others.
bool ScheduleRecorder::is_uncertain(const Granted& granted) const {
  if (ends_others(granted.step.op)) return anyone_is_lost();
  const int32_t process = granted.step.process;
  if (!granted.step.is_performed()) return is_lost(process);
  if (slot(process).incarnation != place(process).incarnation) return true;
  const bool may_have_died = is_gone(process) || is_lost(process);
  return may_have_died && !has_performed(process) &&
         (slot(process).flags.load() & kSlotCleanEnd) == 0;
}

// Or another one has its number.
bool ScheduleRecorder::is_gone(int32_t process) const {
  return standing(process) == Standing::kAbsent ||
         slot(process).incarnation != place(process).incarnation;
}

// Those who were killed from outside since the last time.
void ScheduleRecorder::note_losses() {
  for (int32_t process = 0; process < process_count(); ++process) {
    if (!is_lost(process)) continue;
    const Relative& relative = family_.relative(process);
    place(process).losses = relative.losses.load();
    if (relative.lost_by.load() != SIGKILL) is_broken_off_ = true;
    ScheduleStep step;
    step.kind = Kind::kKill;
    step.process = process;
    step.name = written_name(program().scenario, process);
    note_woken(step, -1);
    add(std::move(step));
  }
}

// A signal from outside that is handled is told by nobody.
void ScheduleRecorder::note_handlers() {
  for (int32_t process = 0; process < process_count(); ++process) {
    const bool in_handler =
        standing(process) != Standing::kAbsent && entry(process).is_in_handler.load();
    const bool was_in_one = std::exchange(place(process).in_handler, in_handler);
    const bool entered = in_handler && !was_in_one;
    const bool is_told =
        granted_ && granted_->step.kind == Kind::kSignal && granted_->step.process == process;
    if (entered && !is_told) is_broken_off_ = true;
  }
}

// Who was killed meanwhile was killed afterwards, unless what was tried may owe its success to it.
bool ScheduleRecorder::write_all_down() {
  note_handlers();
  if (granted_ && is_uncertain(*granted_)) {
    is_broken_off_ = true;
    if (is_gone(granted_->step.process)) granted_.reset();
  } else if (granted_ && anyone_is_lost()) {
    const int32_t process = granted_->step.process;
    if (is_lost(process) || !granted_->is_try || !has_performed(process) || is_gone(process)) {
      write_down();
      if (granted_) return false;
    }
  }
  note_losses();
  if (granted_) write_down();
  return !granted_;
}

}  // namespace runner::posix
