#include "posix/conductor.h"

#include <algorithm>
#include <csignal>
#include <utility>

#include "posix/bury.h"
#include "posix/clock.h"
#include "posix/futex.h"
#include "posix/park.h"
#include "posix/perform.h"
#include "posix/process_state.h"
#include "posix/signals.h"

namespace runner::posix {

namespace {

// Who comes to the gate rings; who falls asleep in an operation does not.
constexpr int64_t kPollNanos = 200'000;
// Between two looks; a longer time was no time for anybody.
constexpr int64_t kLongestLook = 500'000'000;

}  // namespace

Standing Conductor::standing(int32_t process) const {
  const Slot& who = slot(process);
  switch (who.life.load()) {
    case Life::kInitial:
      return Standing::kAbsent;
    case Life::kStopped:
      return is_worker_due(family_, process) ? Standing::kMoving : Standing::kAbsent;
    case Life::kStarting:  // with a starter that is dying it will never run
    case Life::kDead:
      return awaits_turn(family_, process) ? Standing::kDying : Standing::kMoving;
    case Life::kRunning:
      break;
  }
  const GateEntry& gate = entry(process);
  const bool signalled = (who.wake.load() & kWakeSignal) != 0;
  switch (gate.stage.load()) {
    case GateEntry::Stage::kBusy:
      return signalled ? Standing::kMoving : Standing::kBusy;
    case GateEntry::Stage::kWaiting:
      return signalled || gate.turn.load() != Turn::kNone ? Standing::kMoving : Standing::kAtGate;
    case GateEntry::Stage::kResting: {
      const bool moves = (signalled && !gate.ignores_signals) || gate.turn.load() != Turn::kNone;
      return moves ? Standing::kMoving : Standing::kResting;
    }
    case GateEntry::Stage::kAway:
      break;
  }
  return is_blocked(who) && !gate.gives_up.load() ? Standing::kBlocked : Standing::kMoving;
}

bool Conductor::everyone_sleeps() const {
  for (int32_t process = 0; process < process_count(); ++process) {
    const Standing where = standing(process);
    if (where == Standing::kAbsent || where == Standing::kBusy || where == Standing::kDying)
      continue;
    if (where == Standing::kMoving || !sleeps(slot(process).pid.load())) return false;
  }
  return true;
}

bool Conductor::is_to_enter_handler() const {
  return interrupted_ && !has_died(*interrupted_) &&
         !entry(interrupted_->process).is_in_handler.load();
}

// Whoever was woken was woken by one who had not yet come to rest, so that the second look sees it.
bool Conductor::is_at_rest() const {
  for (const Ending& ending : awaited_)
    if (!has_ended(ending)) return false;
  if (is_to_enter_handler()) return false;
  bool look_closely = on_its_way_;
  for (int32_t process = 0; process < process_count(); ++process) {
    const Standing where = standing(process);
    if (where == Standing::kMoving) return false;
    look_closely = look_closely || where == Standing::kBlocked;
  }
  if (!look_closely) return true;
  return everyone_sleeps() && everyone_sleeps();
}

bool Conductor::conduct(RunResult& result) {
  for (;;) {
    const int64_t now = monotonic_now();
    moved_for_ += std::min(now - std::exchange(looked_at_, now), kLongestLook);
    next_look_ = now + kPollNanos;
    Next next = Next::kWait;
    if (is_at_rest()) {
      awaited_.clear();
      on_its_way_ = false;
      interrupted_.reset();
      wake_at_ = kNoDeadline;
      next = advance(result);
      if (next == Next::kWait) next_look_ = wake_at_;
    } else if (moved_for_ > to_nanos(kPatienceSeconds)) {
      moved_for_ = 0;
      next = lose_patience(result);
    }
    if (next == Next::kOver) return true;
    if (next == Next::kWait || !is_at_rest()) return false;
  }
}

void Conductor::grant(int32_t process, Turn turn, bool in_parts) {
  GateEntry& gate = entry(process);
  await_ends(process, gate, SIGTERM);
  gate.in_parts.store(in_parts);
  gate.turn.store(turn);
  moved_for_ = 0;
  poke(family_.region(), process);
}

bool Conductor::is_over(const OneLife& life) const {
  const Slot& who = slot(life.process);
  return who.life.load() == Life::kStopped || who.incarnation != life.incarnation;
}

bool Conductor::has_died(const OneLife& life) const {
  return is_over(life) || standing(life.process) == Standing::kDying;
}

// Or whoever was to end it was killed before: nothing is on its way to one that sleeps.
bool Conductor::has_ended(const Ending& ending) const {
  if (has_died(ending.who)) return true;
  return ending.by && has_died(*ending.by) && sleeps(slot(ending.who.process).pid.load());
}

void Conductor::await_end(int32_t process, std::optional<OneLife> by) {
  awaited_.push_back({life_of(process), by});
}

// Those whom the operation ends at once: they may still look alive.
void Conductor::await_ends(int32_t process, const GateEntry& granted, int daemons_get) {
  const auto await = [this, by = life_of(process)](int32_t target, int signal) {
    if (slot(target).life.load() != Life::kRunning) return;
    if (action_of(program(), target, signal) == SignalAction::kEnds) await_end(target, by);
  };
  const Op op = granted.op;
  if (granted.stage.load() == GateEntry::Stage::kResting) return;
  if (op == Op::kTerminate || op == Op::kKill)
    return await(granted.target, op == Op::kKill ? SIGKILL : SIGTERM);
  for (int32_t other = 0; other < process_count(); ++other) {
    const runner::Process& declared = family_.declared(other);
    const bool stopped =
        op == Op::kStopDaemons && declared.daemon && slot(other).parent.load() == process;
    if (stopped || (op == Op::kPoolTerminate && declared.pool == granted.target))
      await(other, stopped ? daemons_get : SIGTERM);
  }
}

// Patience with daemons ends with their deaths.
void Conductor::end_waiting(int32_t process) {
  if (entry(process).op == Op::kStopDaemons) await_ends(process, entry(process), SIGKILL);
  entry(process).gives_up.store(true);
  moved_for_ = 0;
  poke(family_.region(), process);
}

void Conductor::deliver(int32_t process, int signal) {
  entry(process).deferred.fetch_and(~signal_bit(signal));
  const SignalAction action = action_of(program(), process, signal);
  if (action == SignalAction::kEnds) await_end(process);
  if (action == SignalAction::kHandled && standing(process) == Standing::kBusy)
    interrupted_ = life_of(process);
  on_its_way_ = true;
  moved_for_ = 0;
  send_signal(family_, process, signal);
}

void Conductor::kill_from_outside(int32_t process) {
  await_end(process);
  moved_for_ = 0;
  send_signal(family_, process, SIGKILL);
}

void Conductor::let_death_be_seen(int32_t process) {
  await_end(process);
  moved_for_ = 0;
  entry(process).due_death.store(slot(process).incarnation + 1);
}

void Conductor::open_gate() {
  for (int32_t process = 0; process < process_count(); ++process) {
    const Standing where = standing(process);
    if (where != Standing::kAtGate && where != Standing::kResting) continue;
    GateEntry& gate = entry(process);
    gate.in_parts.store(true);
    gate.turn.store(Turn::kPerform);
    moved_for_ = 0;
    poke(family_.region(), process);
  }
}

std::string Conductor::doing(int32_t process) const {
  for (const Stuck& stuck : watchdog_.describe_all()) {
    if (stuck.process == process) return stuck.doing;
  }
  return "waits";
}

}  // namespace runner::posix
