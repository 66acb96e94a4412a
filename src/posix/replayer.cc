#include "posix/replayer.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "machine/schedule_match.h"
#include "machine/step_words.h"
#include "scenario/signals.h"

namespace runner::posix {

namespace {

using Kind = ScheduleStep::Kind;
using Part = ScheduleStep::Part;

constexpr std::string_view kTimeoutWords = "timeout";  // outcome_words() of what is given up

}  // namespace

std::string Replayer::not_there(int32_t process) const {
  const Slot& who = slot(process);
  const std::string name = written_name(program().scenario, process);
  if (who.life.load() == Life::kInitial) return name + " has not been started";
  return fmt::format("{} has ended, with exit code {}", name, who.exit_code.load());
}

std::string Replayer::begin() {
  const int32_t process = step().process;
  if (process < 0 || process >= process_count()) return "the scenario has no such process";
  const GateEntry& gate = entry(process);
  const Standing where = standing(process);
  at_ = step().at;
  if (where == Standing::kAbsent) {
    return fmt::format("expected {} to {}, but {}", step().name,
                       step().is_anywhere() ? "be killed" : step().operation, not_there(process));
  }
  at_ = gate.at;
  performed_before_ = gate.performed.load();
  if (!is_same_operation(step(), gate.op, gate.operation.text())) {
    return other_operation(step(), gate.op, gate.operation.text(),
                           where == Standing::kAtGate ? "is about to" : "is still at");
  }
  if (std::string problem = place_problem(gate.at); !problem.empty()) return problem;
  if (step().kind == Kind::kKill) {
    if (std::string problem = choose_woken(); !problem.empty()) return problem;
    kill_from_outside(process);
    return "";
  }
  if (step().kind != Kind::kSignal) return begin_operation();
  const uint64_t bit = step().signal < 1 ? 0 : uint64_t{1} << (step().signal - 1);
  if ((gate.deferred.load() & bit) == 0) {
    return fmt::format("expected {} to reach {}, but none was sent", signal_name(step().signal),
                       step().name);
  }
  if (std::string problem = choose_woken(); !problem.empty()) return problem;
  deliver(process, step().signal);
  return "";
}

std::string Replayer::place_problem(Position at) const {
  return tells_places_ ? check_place(step(), at) : "";
}

std::string Replayer::begin_operation() {
  const int32_t process = step().process;
  const Standing where = standing(process);
  if (std::string problem = choose_woken(); !problem.empty()) return problem;
  if (where == Standing::kBlocked || where == Standing::kResting) return begin_rest();
  if (std::string problem = check_part_begun(step(), false); !problem.empty()) return problem;
  if (std::string problem = check_element(step(), entry(process).elements); !problem.empty())
    return problem;
  entry(process).pick = wanted_element(schedule_, step()).value_or(-1);
  const bool gives_up = step().kind == Kind::kGiveUp;
  grant(process, gives_up ? Turn::kGiveUp : Turn::kPerform, step().part == Part::kBegin);
  return "";
}

std::string Replayer::begin_rest() {
  const int32_t process = step().process;
  const bool blocked = standing(process) == Standing::kBlocked;
  if (std::string problem = check_part_begun(step(), true); !problem.empty()) return problem;
  if (step().kind == Kind::kGiveUp) {
    if (!blocked) {
      return fmt::format("expected {} to give up {}, but its waiting is over", step().name,
                         step().operation);
    }
    end_waiting(process);
    return "";
  }
  if (blocked) {
    return fmt::format("expected {} to go on with {}, but it {}", step().name, step().operation,
                       doing(process));
  }
  grant(process, Turn::kPerform, false);
  return "";
}

// Of those who wait for a condition, the next notify takes these; so does the wake-up of one who
// dies.
std::string Replayer::choose_woken() {
  const std::vector<int32_t>& woken = step().woken;
  awaiting_notify_.clear();
  for (int32_t process = 0; process < process_count(); ++process) {
    slot(process).is_chosen.store(std::find(woken.begin(), woken.end(), process) != woken.end());
    if (standing(process) == Standing::kBlocked && entry(process).op == Op::kConditionWait)
      awaiting_notify_.push_back(process);
  }
  for (const int32_t process : woken) {
    const bool waits = process >= 0 && process < process_count() &&
                       standing(process) == Standing::kBlocked &&
                       entry(process).op == Op::kConditionWait &&
                       (step().kind != Kind::kPerform || step().op != Op::kNotify ||
                        entry(process).target == entry(step().process).target);
    if (!waits) return not_waiting(program().scenario, step(), process);
  }
  return "";
}

std::string Replayer::check_woken() {
  std::vector<int32_t> woken;
  for (const int32_t process : std::exchange(awaiting_notify_, {})) {
    slot(process).is_chosen.store(false);
    const bool is_awake = process != step().process && standing(process) == Standing::kResting;
    if (is_awake && entry(process).op == Op::kConditionWait) woken.push_back(process);
  }
  return woken == step().woken ? "" : others_woken(program().scenario, step(), woken);
}

// It waits where the schedule says that it goes on.
std::string Replayer::check_blocked() const {
  if (step().part == Part::kBegin) return "";
  return fmt::format("expected {} to {}, but it has to wait: it {}", step().name, step().operation,
                     doing(step().process));
}

// What was begun has had nobody to wait for. Waiting for a condition has to take the lock again,
// and work takes its time in the schedule.
bool Replayer::is_over_at_once() const {
  return step().kind == Kind::kPerform && step().op != Op::kConditionWait &&
         step().op != Op::kWork && standing(step().process) == Standing::kResting;
}

// The step has been made as far as it goes.
std::string Replayer::check_done() {
  if (std::string problem = check_woken(); !problem.empty()) return problem;
  if (step().kind == Kind::kKill || step().kind == Kind::kSignal) return "";
  const int32_t process = step().process;
  const GateEntry& gate = entry(process);
  const Standing where = standing(process);
  const bool performed = gate.performed.load() != performed_before_;
  if (step().part == Part::kBegin && (performed || where == Standing::kAbsent || is_over_at_once()))
    return check_part_done(step(), false);
  if (where == Standing::kBlocked) return check_blocked();
  // Waiting for a condition is given up first, and then the lock is taken.
  if (!performed && where == Standing::kResting) {
    return step().kind == Kind::kGiveUp ? "" : check_part_done(step(), true);
  }
  const std::string got = performed ? gate.result.text() : "";
  if (!performed && where == Standing::kAtGate && step().result.empty()) return "";
  if (!is_same_result(step(), got, numbers_arrivals_)) return other_result(step(), got);
  // Patience with daemons has no outcome of its own.
  if (performed && step().kind == Kind::kGiveUp && step().op != Op::kStopDaemons &&
      got != kTimeoutWords) {
    return fmt::format("expected {} to give up {}, but it has done it", step().name,
                       step().operation);
  }
  return "";
}

Conductor::Next Replayer::diverge(RunResult& result, std::string message) {
  phase_ = Phase::kOver;
  result.cut_short = true;
  const bool at_step = next_ < schedule_.steps.size();
  result.divergence =
      Divergence{at_step ? static_cast<int64_t>(next_) + 1 : 0, std::move(message), at_};
  return Next::kOver;
}

Conductor::Next Replayer::advance(RunResult& result) {
  if (phase_ == Phase::kOver) return Next::kWait;
  if (phase_ == Phase::kEnding) return check_deadlock(result);
  if (std::exchange(in_progress_, false)) {
    if (std::string problem = check_done(); !problem.empty()) {
      return diverge(result, std::move(problem));
    }
    ++next_;
  }
  // Time passes only in the schedule.
  while (next_ < schedule_.steps.size() && step().kind == Kind::kTick) ++next_;
  if (next_ == schedule_.steps.size()) return end(result);
  if (std::string problem = begin(); !problem.empty()) return diverge(result, std::move(problem));
  in_progress_ = true;
  return Next::kGoOn;
}

std::string Replayer::whoever_is_left() const {
  for (int32_t process = 0; process < process_count(); ++process) {
    if (standing(process) == Standing::kAbsent) continue;
    return fmt::format("{} is about to {}", written_name(program().scenario, process),
                       entry(process).operation.text());
  }
  return "";
}

Conductor::Next Replayer::end(RunResult& result) {
  switch (schedule_.ending) {
    case Schedule::Ending::kEnd: {
      const std::string left = whoever_is_left();
      if (!left.empty()) return diverge(result, "expected the end, but " + left);
      phase_ = Phase::kOver;
      return Next::kWait;
    }
    case Schedule::Ending::kFailure:
      if (std::string problem = check_failure(schedule_); !problem.empty())
        return diverge(result, std::move(problem));
      [[fallthrough]];
    case Schedule::Ending::kUnfinished:
      phase_ = Phase::kOver;
      result.cut_short = true;
      return Next::kOver;
    case Schedule::Ending::kDeadlock:
      phase_ = Phase::kEnding;
      if (whoever_is_left().empty()) return diverge(result, "expected a deadlock, but all ended");
      open_gate();
      return Next::kGoOn;
  }
  UNREACHABLE();
}

// Everyone has begun what it was about to do; nobody may have come through.
Conductor::Next Replayer::check_deadlock(RunResult& result) {
  for (int32_t process = 0; process < process_count(); ++process) {
    const Standing where = standing(process);
    if (where == Standing::kAbsent || where == Standing::kBlocked) continue;
    at_ = entry(process).at;
    return diverge(result, fmt::format("expected a deadlock, but {} has gone on to {}",
                                       written_name(program().scenario, process),
                                       entry(process).operation.text()));
  }
  result.deadlock = watchdog_.look_at_rest();
  if (!result.deadlock) return diverge(result, "expected a deadlock, but none is seen");
  phase_ = Phase::kOver;
  return Next::kOver;
}

Conductor::Next Replayer::lose_patience(RunResult& result) {
  at_ = Position{};
  for (int32_t process = 0; process < process_count(); ++process) {
    if (standing(process) != Standing::kMoving) continue;
    at_ = entry(process).at;
    return diverge(result,
                   fmt::format("{} does not come to its next operation within {} seconds",
                               written_name(program().scenario, process), kPatienceSeconds));
  }
  return diverge(result, "nobody comes to an operation");
}

void Replayer::conclude(RunResult& result) {
  if (phase_ == Phase::kOver || result.divergence || result.timed_out) return;
  // The steps up to the last end are checked when nobody is left to be waited for.
  while (advance(result) == Next::kGoOn) {
  }
  if (phase_ != Phase::kOver && !result.divergence) diverge(result, "the run was stopped");
}

}  // namespace runner::posix
