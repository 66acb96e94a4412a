#include "world/retelling.h"

#include <algorithm>

#include "machine/step_words.h"
#include "world/clock_tick.h"
#include "world/perform.h"
#include "world/running.h"
#include "world/waking.h"

namespace runner::world {

namespace {

ScheduleStep::Kind kind_of(Way::Kind kind) {
  switch (kind) {
    case Way::Kind::kPerform:
      return ScheduleStep::Kind::kPerform;
    case Way::Kind::kGiveUp:
      return ScheduleStep::Kind::kGiveUp;
    case Way::Kind::kSignal:
      return ScheduleStep::Kind::kSignal;
    case Way::Kind::kKill:
      return ScheduleStep::Kind::kKill;
  }
  UNREACHABLE();
}

bool has_elements(const Operation& operation) {
  return operation.op == Op::kChoose && !operation.value->as_list().empty();
}

}  // namespace

Retelling::Retelling(const Space& space)
    : space_(space), state_(space.world(), space.rules(), nullptr) {
  state_.keep_story();
  start_main(state_);
  settle(state_, space_.visibility(), kMainProcess, kNobody,
         [this](int32_t quiet) { perform_told(quiet, Way(), true); });
}

bool Retelling::is_possible(const Step& step) {
  if (step.way.kind == Way::Kind::kKill) return state_.process(step.process).machine.has_value();
  const Ways ways = ways_of(state_, step.process);
  if (step.way.kind == Way::Kind::kGiveUp) return ways.give_up;
  if (step.way.kind == Way::Kind::kSignal) return ((ways.signals >> step.way.pick) & 1) != 0;
  return step.way.pick < ways.count;
}

bool Retelling::pass_time() {
  if (!space_.rules().timed || can_go_on()) return false;
  int64_t first = kNoDeadline;
  for (int32_t process = 0; process < space_.world().process_count(); ++process) {
    const int64_t deadline = deadline_of(state_.process(process));
    if (deadline > state_.time()) first = std::min(first, deadline);
  }
  if (first == kNoDeadline) return false;
  // As in the exploration, clocks stand at zero: sleeping for years has no end then.
  for (int32_t process = 0; process < space_.world().process_count(); ++process) {
    shift_deadlines(state_.change_process(process), first);
  }
  ScheduleStep step;
  step.kind = ScheduleStep::Kind::kTick;
  steps_.push_back(std::move(step));
  return true;
}

bool Retelling::take(const Step& step) {
  const size_t begin = steps_.size();
  if (step.process == kNobody) {
    if (!pass_time()) return false;
  } else {
    if (!is_possible(step)) return false;
    const int32_t started = about_to_start(state_, step.process);
    perform_told(step.process, step.way, false);
    settle(state_, space_.visibility(), step.process, started,
           [this](int32_t quiet) { perform_told(quiet, Way(), true); });
  }
  beginnings_.push_back(begin);
  return true;
}

void Retelling::perform_told(int32_t process, Way way, bool quiet) {
  const ProcessState& me = state_.process(process);
  // A copy, as the operation's own values change with the machine.
  const Machine machine = *me.machine;
  const Operation& operation = machine.pending();
  const bool begun = me.phase != Phase::kNone;
  ScheduleStep step;
  step.kind = kind_of(way.kind);
  step.process = process;
  step.name = written_name(space_.world().scenario(), process);
  step.op = operation.op;
  step.operation = operation_words(space_.program(), operation);
  step.at = machine.position();
  step.quiet = quiet;
  if (way.kind == Way::Kind::kSignal) step.signal = static_cast<int>(way.pick);
  if (way.kind == Way::Kind::kPerform && has_elements(operation)) step.pick = way.pick;
  steps_.push_back(std::move(step));
  const Waking waking(state_, operation, steps_.back());
  state_.take_outcome(process);
  state_.choose_heirs(way.heirs);
  perform(state_, process, way);
  const std::optional<Outcome> outcome = state_.take_outcome(process);
  steps_.back().woken = waking.woken();
  if (!steps_.back().is_performed()) return;
  if (outcome) steps_.back().result = outcome_words(operation, *outcome);
  const bool goes_on =
      !outcome && state_.process(process).machine && state_.process(process).phase != Phase::kNone;
  if (begun)
    steps_.back().part = ScheduleStep::Part::kRest;
  else if (goes_on)
    steps_.back().part = ScheduleStep::Part::kBegin;
}

WaitGraph Retelling::wait_graph() {
  WaitFacts facts;
  facts.since = [](int32_t) { return 0.0; };
  facts.passed = [this](int32_t object) { return state_.has_passed(object); };
  return world::wait_graph(state_, facts);
}

RunResult Retelling::result() {
  RunResult result;
  for (int32_t process = 0; process < space_.world().process_count(); ++process) {
    const Lifecycle& life = state_.lifecycle(process);
    ProcessEnd end;
    end.name = written_name(space_.world().scenario(), process);
    end.started = life.status != ProcessStatus::kInitial;
    end.ended = life.status == ProcessStatus::kStopped;
    end.exit_code = life.exit_code;
    end.failed = life.failed;
    result.processes.push_back(std::move(end));
  }
  if (state_.lifecycle(kMainProcess).status != ProcessStatus::kStopped) return result;
  for (const int32_t routine : space_.program().finally)
    result.finally.push_back(evaluate(state_, routine));
  for (const int32_t routine : space_.program().observe)
    result.observed.push_back(evaluate(state_, routine));
  return result;
}

bool Retelling::can_go_on() {
  for (int32_t process = 0; process < space_.world().process_count(); ++process)
    if (ways_of(state_, process).any()) return true;
  return false;
}

Schedule Retelling::schedule(Schedule::Ending ending) const {
  Schedule schedule;
  schedule.scenario = space_.world().scenario().name;
  schedule.hash = program_hash(space_.program());
  schedule.places = places_hash(space_.program());
  schedule.steps = steps_;
  schedule.ending = ending;
  return schedule;
}

}  // namespace runner::world
