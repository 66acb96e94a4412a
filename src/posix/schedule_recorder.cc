#include "posix/schedule_recorder.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "base/limits.h"
#include "machine/schedule_match.h"
#include "machine/step_words.h"
#include "posix/barrier.h"
#include "posix/clock.h"
#include "posix/futex.h"
#include "posix/lock.h"
#include "posix/signals.h"

namespace runner::posix {

namespace {

using Kind = ScheduleStep::Kind;
using Part = ScheduleStep::Part;

// Between two looks whether some are stuck for ever while others go on.
constexpr int64_t kLookNanos = 200'000'000;

bool may_have_to_wait(Op op) {
  return op == Op::kAcquire || op == Op::kWaitEvent || op == Op::kPut || op == Op::kGet ||
         op == Op::kJoinQueue || op == Op::kWaitAny || op == Op::kJoin || op == Op::kPoolGather ||
         op == Op::kPoolTake;
}

}  // namespace

ScheduleRecorder::ScheduleRecorder(Family& family, Watchdog& watchdog, Schedule& schedule)
    : Conductor(family, watchdog),
      schedule_(schedule),
      places_(static_cast<size_t>(family.region().process_count())),
      next_look_for_stuck_(monotonic_now() + kLookNanos) {
  schedule_ = Schedule();
  schedule_.scenario = family.program().scenario.name;
  schedule_.hash = program_hash(family.program());
  schedule_.places = places_hash(family.program());
  schedule_.seed = family.options().seed;
}

ScheduleStep ScheduleRecorder::step_of(int32_t process, Kind kind) const {
  const GateEntry& gate = entry(process);
  ScheduleStep step;
  step.kind = kind;
  step.process = process;
  step.name = written_name(program().scenario, process);
  step.op = gate.op;
  step.operation = gate.operation.text();
  step.at = gate.at;
  return step;
}

void ScheduleRecorder::let(int32_t process, Kind kind, Turn turn, bool in_parts) {
  const GateEntry& gate = entry(process);
  place(process).performed = gate.performed.load();
  granted_ = Granted{step_of(process, kind), turn == Turn::kTry, gate.target};
  const bool signals = gate.op == Op::kSend || gate.op == Op::kTerminate;
  if (signals && gate.target == process) place(process).is_signalled = true;
  entry(process).pick = -1;
  grant(process, turn, in_parts);
}

// Those whose waiting for a condition has just come to its end: by a notify, or by the wake-up of
// one who died.
void ScheduleRecorder::note_woken(ScheduleStep& step, int32_t condition) {
  for (int32_t process = 0; process < process_count(); ++process) {
    Place& other = place(process);
    const GateEntry& gate = entry(process);
    if (!other.begun || other.is_awake || gate.op != Op::kConditionWait) continue;
    if (standing(process) != Standing::kResting) continue;
    other.is_awake = true;
    if (process == step.process) continue;
    const bool by_death = step.kind == Kind::kKill || step.kind == Kind::kSignal ||
                          (step.kind == Kind::kPerform && ends_others(step.op));
    const bool by_notify = step.op == Op::kNotify && gate.target == condition;
    if (by_death || by_notify)
      step.woken.push_back(process);
    else
      is_broken_off_ = true;  // by a signal from outside
  }
}

// It was only tried, and has to wait.
bool ScheduleRecorder::came_back(const Granted& granted) const {
  const int32_t process = granted.step.process;
  const GateEntry& gate = entry(process);
  return granted.is_try && standing(process) == Standing::kAtGate && gate.had_to_wait &&
         !has_performed(process);
}

// Until when it waits at most in what it has just begun.
void ScheduleRecorder::set_deadline(int32_t process) {
  const GateEntry& gate = entry(process);
  int64_t& deadline = place(process).deadline;
  deadline = gate.deadline;
  if (gate.op == Op::kStopDaemons) {
    deadline = deadline_in(monotonic_now(), limits::kDaemonGraceSeconds);
  } else if (gate.op == Op::kBarrierWait && deadline == kNoDeadline) {
    const std::optional<double> own = family_.region().declared(gate.target).timeout;
    if (own) deadline = deadline_in(monotonic_now(), *own);
  }
}

// What was granted has come about, as far as it goes.
void ScheduleRecorder::write_down() {
  Granted granted = *std::exchange(granted_, std::nullopt);
  ScheduleStep& step = granted.step;
  const int32_t process = step.process;
  if (step.kind == Kind::kKill) {
    note_woken(step, -1);
    return add(std::move(step));
  }
  Place& here = place(process);
  const GateEntry& gate = entry(process);
  if (came_back(granted)) {
    here.tried_after = made_;
    return;
  }
  const Standing where = standing(process);
  const bool performed = has_performed(process);
  const bool is_middle = !performed && (where == Standing::kBlocked || where == Standing::kResting);
  // Over at once, but for the rest, at which nobody looks.
  if (is_middle && where == Standing::kResting && !here.begun && step.op != Op::kConditionWait) {
    granted_ = std::move(granted);
    return grant(process, Turn::kPerform, false);
  }
  if (performed && step.is_performed()) step.result = gate.result.text();
  if (performed && step.op == Op::kChoose && gate.pick >= 0) step.pick = gate.pick;
  const bool only_tried = performed && granted.is_try && step.result == "timeout";
  if (only_tried) step.kind = Kind::kGiveUp;
  if (is_middle && !here.begun) set_deadline(process);
  if (step.is_performed() && (here.begun || is_middle))
    step.part = here.begun ? Part::kRest : Part::kBegin;
  here.begun = is_middle;
  if (!is_middle) here.is_awake = false;
  note_woken(step, granted.target);
  add(std::move(step));
}

void ScheduleRecorder::add(ScheduleStep step) {
  if (!is_broken_off_) schedule_.steps.push_back(std::move(step));
  ++made_;
}

bool ScheduleRecorder::deliver_signal() {
  for (int32_t process = 0; process < process_count(); ++process) {
    const uint64_t deferred = entry(process).deferred.load();
    const Standing where = standing(process);
    const bool resting = where == Standing::kResting && entry(process).ignores_signals.load();
    const bool is_there = where != Standing::kAbsent && where != Standing::kDying;
    if (deferred == 0 || !is_there || resting) continue;
    const int signal = std::countr_zero(deferred) + 1;
    place(process).performed = entry(process).performed.load();
    granted_ = Granted{step_of(process, Kind::kSignal), false};
    granted_->step.signal = signal;
    place(process).is_signalled = true;
    deliver(process, signal);
    return true;
  }
  return false;
}

// Whether it makes sense to let it go on.
bool ScheduleRecorder::may_go(int32_t process) const {
  const GateEntry& gate = entry(process);
  if (standing(process) == Standing::kResting) {
    return gate.op != Op::kConditionWait || lock_can_be_taken(family_.region(), gate.target);
  }
  if (standing(process) != Standing::kAtGate || place(process).tried_after == made_) return false;
  if (gate.op != Op::kJoinChildren) return true;
  for (int32_t child = 0; child < process_count(); ++child) {
    const Life life = slot(child).life.load();
    const bool is_over = life == Life::kInitial || life == Life::kStopped;
    if (!is_over && slot(child).parent.load() == process && !family_.declared(child).daemon)
      return false;
  }
  return true;
}

// Nobody arrives at a barrier whose action runs.
bool ScheduleRecorder::is_too_early(const GateEntry& gate) const {
  if (gate.op != Op::kBarrierWait) return false;
  const BarrierReading barrier = barrier_read(family_.region(), gate.target);
  return barrier.actor >= 0 && !barrier.broken;
}

// What might have to wait is only tried.
void ScheduleRecorder::let_begin(int32_t process) {
  const GateEntry& gate = entry(process);
  const bool tries = may_have_to_wait(gate.op) || is_too_early(gate);
  let(process, Kind::kPerform, tries ? Turn::kTry : Turn::kPerform, !tries && has_parts(gate.op));
}

bool ScheduleRecorder::let_first_comer() {
  int32_t first = -1;
  for (int32_t process = 0; process < process_count(); ++process) {
    if (!may_go(process)) continue;
    if (first < 0 || entry(process).arrival.load() < entry(first).arrival.load()) first = process;
  }
  if (first < 0) return false;
  if (standing(first) == Standing::kResting) {
    let(first, Kind::kPerform, Turn::kPerform, false);
  } else {
    let_begin(first);
  }
  return true;
}

// Where a deadline has passed. Otherwise the next one is when to look again.
bool ScheduleRecorder::let_late_one_give_up() {
  int64_t next = kNoDeadline;
  for (int32_t process = 0; process < process_count(); ++process) {
    const Standing where = standing(process);
    const bool begun = where == Standing::kBlocked && place(process).begun;
    const bool waits = where == Standing::kAtGate && place(process).tried_after == made_;
    if (!begun && !waits) continue;
    const int64_t deadline = begun ? place(process).deadline : entry(process).deadline;
    if (deadline == kNoDeadline) continue;
    if (deadline > monotonic_now()) {
      next = std::min(next, deadline);
      continue;
    }
    if (!begun) {
      let(process, Kind::kGiveUp, Turn::kGiveUp, false);
      return true;
    }
    place(process).performed = entry(process).performed.load();
    granted_ = Granted{step_of(process, Kind::kGiveUp), false};
    end_waiting(process);
    return true;
  }
  wake_at(next);
  return false;
}

bool ScheduleRecorder::has_deadline(int32_t process) const {
  const Standing where = standing(process);
  if (where == Standing::kBlocked) return place(process).deadline != kNoDeadline;
  return where == Standing::kAtGate && entry(process).deadline != kNoDeadline;
}

// Whether it waits, now, for something that only another process can give.
bool ScheduleRecorder::awaits_others(int32_t process) const {
  if (has_deadline(process) || entry(process).deferred.load() != 0) return false;
  switch (standing(process)) {
    case Standing::kBlocked:
      return true;
    case Standing::kAtGate:
      return entry(process).op == Op::kJoinChildren ? !may_go(process)
                                                    : place(process).tried_after == made_;
    case Standing::kResting:
      return !may_go(process);
    case Standing::kAbsent:
    case Standing::kMoving:
    case Standing::kBusy:
    case Standing::kDying:
      return false;
  }
  UNREACHABLE();
}

// Who had to wait when less had happened, and may not have to any more.
bool ScheduleRecorder::let_someone_try_again() {
  for (int32_t process = 0; process < process_count(); ++process) {
    if (standing(process) != Standing::kAtGate || !entry(process).had_to_wait) continue;
    if (place(process).tried_after == made_) continue;
    let_begin(process);
    return true;
  }
  return false;
}

// Everyone who waits has just found that it has to, and nobody moves: what is seen is so.
bool ScheduleRecorder::look_for_stuck(RunResult& result) {
  next_look_for_stuck_ = monotonic_now() + kLookNanos;
  std::vector<bool> waiting;
  for (int32_t process = 0; process < process_count(); ++process)
    waiting.push_back(awaits_others(process));
  result.deadlock = watchdog_.look_at_rest(&waiting);
  // A schedule shows how one gets there, not that nobody but those who wait can go on.
  if (result.deadlock) schedule_.ending = Schedule::Ending::kUnfinished;
  return result.deadlock.has_value();
}

Conductor::Next ScheduleRecorder::advance(RunResult& result) {
  if (is_opened_) return look_for_deadlock(result);
  if (!write_granted_down()) return Next::kGoOn;
  follow_new_lives();
  if (let_someone_die() || deliver_signal()) return Next::kGoOn;
  if (is_time_to_look()) {
    if (let_someone_try_again()) return Next::kGoOn;
    if (look_for_stuck(result)) return Next::kOver;
  }
  // First: others may have something to do at any time.
  if (let_late_one_give_up() || let_first_comer()) return Next::kGoOn;
  bool anyone = false;
  for (int32_t process = 0; process < process_count(); ++process) {
    const Standing where = standing(process);
    if (where == Standing::kBusy || has_deadline(process)) {
      wake_at(std::min(next_wake(), next_look_for_stuck_));
      return Next::kWait;
    }
    anyone = anyone || where != Standing::kAbsent;
  }
  if (!anyone) return Next::kWait;
  // Who was busy when everyone was looked at may have been killed since.
  if (first_lost() >= 0) return Next::kGoOn;
  is_opened_ = true;
  open_gate();
  return Next::kGoOn;
}

// Nobody could go on: now everyone waits where it would without a gate. If it is no deadlock,
// somebody was killed just then: what came first cannot be told.
Conductor::Next ScheduleRecorder::look_for_deadlock(RunResult& result) {
  result.deadlock = watchdog_.look_at_rest();
  if (result.deadlock) {
    schedule_.ending = is_broken_off_ ? Schedule::Ending::kUnfinished : Schedule::Ending::kDeadlock;
    return Next::kOver;
  }
  is_opened_ = false;
  is_broken_off_ = true;
  for (int32_t process = 0; process < process_count(); ++process) {
    if (standing(process) != Standing::kBlocked || place(process).begun) continue;
    place(process).begun = true;
    set_deadline(process);
  }
  wake_at(monotonic_now() + kLookNanos);
  return Next::kWait;
}

void ScheduleRecorder::conclude(RunResult& result) {
  if (result.deadlock) return;
  const bool stopped = result.timed_out || result.stopped_by_signal != 0;
  if (!stopped) {
    write_granted_down();
    write_last_deaths();
  }
  // Or by the death of main, which is in the schedule.
  const bool ended =
      (slot(kMainProcess).flags.load() & kSlotCleanEnd) != 0 || is_dead_by_others(kMainProcess);
  const bool by_itself = !stopped && ended;
  schedule_.ending =
      by_itself && !is_broken_off_ ? Schedule::Ending::kEnd : Schedule::Ending::kUnfinished;
}

}  // namespace runner::posix
