#include "world/follow.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/limits.h"
#include "machine/schedule_match.h"
#include "machine/step_words.h"
#include "scenario/signals.h"
#include "world/concrete_state.h"
#include "world/perform.h"
#include "world/request.h"
#include "world/subsets.h"
#include "world/waking.h"

namespace runner::world {

namespace {

using Kind = ScheduleStep::Kind;
using Part = ScheduleStep::Part;

Rules rules_for(const Schedule& schedule) {
  Rules rules;
  rules.timed = is_timed(schedule);
  rules.exploring = !schedule.seed.has_value();
  rules.seed = schedule.seed.value_or(0);
  return rules;
}

class Follower {
 public:
  Follower(const Program& program, const Schedule& schedule, Allowance::Clock::time_point until)
      : schedule_(schedule),
        tells_places_(tells_places(schedule, program)),
        world_(program),
        state_(world_, rules_for(schedule), nullptr) {
    state_.allow_until(until);
    state_.keep_story();
    start_main(state_);
  }

  std::optional<Divergence> follow() {
    for (size_t i = 0; i < schedule_.steps.size(); ++i) {
      const ScheduleStep& step = schedule_.steps[i];
      at_ = step.at;
      const std::string problem = step.kind == Kind::kTick ? pass_time() : take(step);
      if (!problem.empty()) return Divergence{static_cast<int64_t>(i) + 1, problem, at_};
    }
    const std::string problem = check_end();
    if (!problem.empty()) return Divergence{0, problem, {}};
    return std::nullopt;
  }

 private:
  std::string pass_time();
  std::string take(const ScheduleStep& step);
  std::string find_way(const ScheduleStep& step, Way& way);
  int64_t pick_of(const ScheduleStep& step, const Operation& operation, int64_t ways);
  std::string check_woken(const ScheduleStep& step);
  bool is_waiting(int32_t process);
  std::string check_operation(const ScheduleStep& step, const Machine& machine);
  std::string check_end();
  std::string check_deadlock();
  std::string begin_to_wait(int32_t process);
  // In the middle of its operation.
  bool has_begun(int32_t process) {
    const ProcessState& me = state_.process(process);
    return me.machine && me.phase != Phase::kNone;
  }
  bool can_go_on();
  // The first to come that somebody waits for, or kNoDeadline.
  int64_t next_time();

  const Schedule& schedule_;
  const bool tells_places_;
  World world_;
  ConcreteState state_;
  Position at_;  // where the process of the step stands
};

bool Follower::can_go_on() {
  for (int32_t process = 0; process < world_.process_count(); ++process)
    if (ways_of(state_, process).any()) return true;
  return false;
}

std::string Follower::pass_time() {
  if (can_go_on()) return "time does not pass while somebody can go on";
  const int64_t first = next_time();
  if (first == kNoDeadline) return "nobody waits for a time";
  state_.set_time(first);
  return "";
}

int64_t Follower::next_time() {
  int64_t first = kNoDeadline;
  for (int32_t process = 0; process < world_.process_count(); ++process) {
    const int64_t deadline = deadline_of(state_.process(process));
    if (deadline > state_.time()) first = std::min(first, deadline);
  }
  return first;
}

// Whether those who are to be woken wait for a notify: for this one, if it is one.
std::string Follower::check_woken(const ScheduleStep& step) {
  const Operation& waker = state_.process(step.process).machine->pending();
  const bool notifies = step.kind == Kind::kPerform && step.op == Op::kNotify;
  for (const int32_t process : step.woken) {
    const bool is_one = process >= 0 && process < world_.process_count();
    if (is_one && is_waiting(process) &&
        (!notifies || state_.process(process).machine->pending().target == waker.target))
      continue;
    return not_waiting(world_.scenario(), step, process);
  }
  return "";
}

bool Follower::is_waiting(int32_t process) {
  const ProcessState& me = state_.process(process);
  if (!me.machine || me.machine->pending().op != Op::kConditionWait) return false;
  const auto& waiting = state_.get<ConditionState>(me.machine->pending().target).waiting;
  return std::find(waiting.begin(), waiting.end(), process) != waiting.end();
}

// The notify that wakes whom the schedule says; beyond all ways if there is none.
int64_t Follower::pick_of(const ScheduleStep& step, const Operation& operation, int64_t ways) {
  // Where random numbers go on, choosing is one way.
  if (operation.op == Op::kChoose)
    return schedule_.seed ? 0 : wanted_element(schedule_, step).value_or(0);
  if (operation.op != Op::kNotify) return 0;
  const std::vector<int32_t>& waiting = state_.get<ConditionState>(operation.target).waiting;
  if (step.woken.size() > waiting.size()) return ways;
  const int64_t most = std::min(ways, limits::kWaysOfAStep);
  for (int64_t pick = 0; pick < most; ++pick) {
    std::vector<int32_t> woken;
    for (const size_t member : subset(waiting.size(), step.woken.size(), pick))
      woken.push_back(waiting[member]);
    if (woken == step.woken) return pick;
  }
  return ways;
}

std::string Follower::find_way(const ScheduleStep& step, Way& way) {
  const Operation& operation = state_.process(step.process).machine->pending();
  const Ways ways = ways_of(state_, step.process);
  switch (step.kind) {
    case Kind::kPerform:
      way.pick = pick_of(step, operation, ways.count);
      if (way.pick < ways.count) return "";
      if (ways.count == 0)
        return fmt::format("expected {} to {}, but it has to wait", step.name, step.operation);
      return fmt::format("{} cannot {} in this way", step.name, step.operation);
    case Kind::kGiveUp:
      way.kind = Way::Kind::kGiveUp;
      if (ways.give_up) return "";
      return fmt::format("{} cannot give up {}", step.name, step.operation);
    case Kind::kSignal:
      way = {Way::Kind::kSignal, step.signal};
      if (step.signal >= 1 && ((ways.signals >> step.signal) & 1) != 0) return "";
      return fmt::format("no {} is pending for {}", signal_name(step.signal), step.name);
    case Kind::kKill:
      way.kind = Way::Kind::kKill;
      return "";
    case Kind::kTick:
      break;
  }
  UNREACHABLE();
}

// Whether it is what the process is about to do.
std::string Follower::check_operation(const ScheduleStep& step, const Machine& machine) {
  const Operation& operation = machine.pending();
  const std::string words = operation_words(world_.program(), operation);
  if (!is_same_operation(step, operation.op, words))
    return other_operation(step, operation.op, words, "is about to");
  std::string problem = tells_places_ ? check_place(step, machine.position()) : "";
  if (problem.empty()) problem = check_woken(step);
  if (!problem.empty() || !step.is_performed()) return problem;
  problem = check_part_begun(step, has_begun(step.process));
  if (!problem.empty() || operation.op != Op::kChoose) return problem;
  return check_element(step, static_cast<int64_t>(operation.value->as_list().size()));
}

std::string Follower::take(const ScheduleStep& step) {
  if (step.process < 0 || step.process >= world_.process_count())
    return "the scenario has no such process";
  const ProcessState& me = state_.process(step.process);
  if (!me.machine) return fmt::format("{} is not running", step.name);
  const Machine machine = *me.machine;
  const Operation& operation = machine.pending();
  at_ = machine.position();
  if (std::string problem = check_operation(step, machine); !problem.empty()) return problem;
  Way way;
  if (std::string problem = find_way(step, way); !problem.empty()) return problem;
  const Waking waking(state_, operation, step);
  state_.take_outcome(step.process);
  state_.choose_heirs(0);
  state_.prefer_heirs(step.woken);
  state_.prefer_element(wanted_element(schedule_, step));
  perform(state_, step.process, way);
  const std::optional<Outcome> outcome = state_.take_outcome(step.process);
  const bool may_go_on = !step.is_performed() || step.part == Part::kRest;
  if (std::string problem = may_go_on ? "" : check_part_done(step, has_begun(step.process));
      !problem.empty())
    return problem;
  if (const std::vector<int32_t> woken = waking.woken(); woken != step.woken)
    return others_woken(world_.scenario(), step, woken);
  const std::string result = outcome ? outcome_words(operation, *outcome) : "";
  if (!is_same_result(step, result, world_.numbers_arrivals())) return other_result(step, result);
  return "";
}

// A process that is about to wait does so, where nobody has to come first.
std::string Follower::begin_to_wait(int32_t process) {
  if (!state_.process(process).machine || has_begun(process)) return "";
  if (!ways_of(state_, process).any()) return "";
  if (ways_of(state_, process).count > 0) {
    state_.take_outcome(process);
    state_.prefer_element(std::nullopt);
    perform(state_, process, Way());
    if (!state_.take_outcome(process) && has_begun(process)) return "";
  }
  return fmt::format("expected a deadlock, but {} can go on",
                     written_name(world_.scenario(), process));
}

std::string Follower::check_deadlock() {
  bool all_ended = true;
  for (int32_t process = 0; process < world_.process_count(); ++process) {
    if (!state_.process(process).machine) continue;
    all_ended = false;
    if (std::string problem = begin_to_wait(process); !problem.empty()) return problem;
  }
  if (all_ended) return "expected a deadlock, but all ended";
  if (can_go_on()) return "expected a deadlock, but somebody can go on";
  return next_time() == kNoDeadline ? "" : "expected a deadlock, but somebody waits for a time";
}

std::string Follower::check_end() {
  switch (schedule_.ending) {
    case Schedule::Ending::kEnd:
      for (int32_t process = 0; process < world_.process_count(); ++process) {
        if (state_.process(process).machine)
          return fmt::format("expected the end, but {} has not ended",
                             written_name(world_.scenario(), process));
      }
      return "";
    case Schedule::Ending::kDeadlock:
      return check_deadlock();
    case Schedule::Ending::kFailure:
      return check_failure(schedule_);
    case Schedule::Ending::kUnfinished:
      return "";
  }
  UNREACHABLE();
}

}  // namespace

std::optional<Divergence> follow(const Program& program, const Schedule& schedule) {
  return Follower(program, schedule, Allowance::Clock::time_point::max()).follow();
}

Following follow_within(std::optional<double> seconds, const Program& program,
                        const Schedule& schedule) {
  Following following;
  try {
    const auto until = time_limit(seconds, Allowance::Clock::now());
    following.divergence = Follower(program, schedule, until).follow();
  } catch (const Exhausted&) {
    following.timed_out = true;
  }
  return following;
}

}  // namespace runner::world
