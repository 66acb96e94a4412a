#include "world/visibility.h"

#include <algorithm>

#include "world/perform.h"
#include "world/processes.h"
#include "world/signals.h"

namespace runner::world {

namespace {

constexpr size_t kFewJoiners = 4;
// Quiet operations of one process in one step: more are a loop of its own, which is a step.
constexpr int kQuietInARow = 64;

bool is_fixed(Attribute attribute) {
  return attribute == Attribute::kName || attribute == Attribute::kDaemon ||
         attribute == Attribute::kIndex;
}

bool is_signal(Op op) {
  return op == Op::kTerminate || op == Op::kKill || op == Op::kSend;
}

// The processes that an operation may be about: [first, last).
struct Targets {
  int32_t first = 0;
  int32_t last = 0;
};

Targets targets_of(const World& world, const OperationSpec& spec) {
  if (spec.operand.kind == Operand::Kind::kProcess) {
    const bool several = spec.operand.whole || spec.operand.index_slot >= 0;
    return {spec.operand.first, spec.operand.first + (several ? spec.operand.count : 1)};
  }
  if (spec.operand.kind == Operand::Kind::kObject) return {0, 0};
  return {0, world.process_count()};
}

bool looks_at_processes(const OperationSpec& spec) {
  if (spec.op == Op::kRead) {
    return spec.flag || (spec.operand.kind != Operand::Kind::kObject && !is_fixed(spec.attribute));
  }
  return spec.op == Op::kStart || spec.op == Op::kJoin || spec.op == Op::kWaitAny ||
         is_signal(spec.op);
}

}  // namespace

Visibility::Visibility(const World& world, const Providers& providers, bool timed, bool kills)
    : timed_(timed),
      judges_output_(world.judges_output()),
      kills_(kills),
      watches_(static_cast<size_t>(world.process_count())),
      starts_(watches_.size()),
      joiners_(watches_.size()) {
  collect(world, providers);
  mark_signalled(world);
  choose_joiners();
  for (int32_t process = 0; process < world.process_count(); ++process) {
    const std::vector<int32_t>& starts = starts_[static_cast<size_t>(process)];
    const auto is_daemon = [&](int32_t child) { return world.process(child).daemon; };
    no_daemons_.push_back(std::none_of(starts.begin(), starts.end(), is_daemon));
    joins_quietly_.push_back(std::all_of(starts.begin(), starts.end(), [&](int32_t child) {
      return is_daemon(child) || lets_go_on(child, process);
    }));
  }
}

void Visibility::choose_joiners() {
  for (size_t process = 0; process < watches_.size(); ++process) {
    const Watch& watch = watches_[process];
    std::vector<int32_t>& joiners = joiners_[process];
    if (watch.starter != kNobody &&
        std::find(joiners.begin(), joiners.end(), watch.starter) == joiners.end())
      joiners.push_back(watch.starter);
    const bool ends_otherwise = kills_ || watch.may_be_signalled;
    if (ends_otherwise || watch.starters > 1 || joiners.size() > kFewJoiners) joiners.clear();
  }
}

bool Visibility::lets_go_on(int32_t process, int32_t joiner) const {
  const std::vector<int32_t>& joiners = joiners_[static_cast<size_t>(process)];
  return std::find(joiners.begin(), joiners.end(), joiner) != joiners.end();
}

void Visibility::collect(const World& world, const Providers& providers) {
  const Program& program = world.program();
  const auto each_operation = [&](auto&& visit) {
    for (int32_t looker = 0; looker < world.process_count(); ++looker)
      for (const int32_t number : providers.operations(providers.body_of(looker)))
        visit(looker, program.operations[static_cast<size_t>(number)]);
  };
  each_operation([&](int32_t starter, const OperationSpec& spec) {
    if (spec.op == Op::kStart) note_start(world, starter, spec);
  });
  each_operation(
      [&](int32_t looker, const OperationSpec& spec) { note_look(world, looker, spec); });
  // The conditions of `always` look at every moment.
  for (const int32_t routine : program.always) {
    for (const Instruction& instruction :
         program.routines[static_cast<size_t>(routine)].instructions) {
      if (instruction.op == OpCode::kOperation)
        note_look(world, kNobody, program.operations[static_cast<size_t>(instruction.a)]);
    }
  }
  // Pools start their workers, and end them.
  for (int32_t process = 0; process < world.process_count(); ++process)
    if (world.process(process).pool >= 0)
      watches_[static_cast<size_t>(process)] = {2, kNobody, true, true, true};
}

void Visibility::note_start(const World& world, int32_t starter, const OperationSpec& spec) {
  const Targets targets = targets_of(world, spec);
  for (int32_t process = targets.first; process < targets.last; ++process) {
    Watch& watch = watches_[static_cast<size_t>(process)];
    starts_[static_cast<size_t>(starter)].push_back(process);
    if (watch.starter == starter) continue;
    watch.starter = starter;
    ++watch.starters;
  }
}

void Visibility::note_look(const World& world, int32_t looker, const OperationSpec& spec) {
  if (!looks_at_processes(spec) || spec.op == Op::kStart) return;
  const bool patient = spec.op == Op::kJoin && spec.deadline_slot < 0;
  const Targets targets = targets_of(world, spec);
  for (int32_t process = targets.first; process < targets.last; ++process) {
    Watch& watch = watches_[static_cast<size_t>(process)];
    watch.may_be_signalled = watch.may_be_signalled || is_signal(spec.op);
    if (process == looker) continue;
    watch.others_look = watch.others_look || watch.starter != looker;
    watch.end_is_seen = watch.end_is_seen || !patient;
    std::vector<int32_t>& joiners = joiners_[static_cast<size_t>(process)];
    if (patient && (joiners.empty() || joiners.back() != looker)) joiners.push_back(looker);
  }
}

// Who dies takes its children along; who ends, its daemons.
void Visibility::mark_signalled(const World& world) {
  bool any = false;
  for (size_t process = 0; process < watches_.size(); ++process) {
    Watch& watch = watches_[process];
    watch.may_be_signalled =
        watch.may_be_signalled || world.process(static_cast<int32_t>(process)).daemon;
    any = any || watch.may_be_signalled;
  }
  for (bool changed = any; changed;) {
    changed = false;
    for (Watch& watch : watches_) {
      if (watch.may_be_signalled || watch.starter == kNobody) continue;
      const Watch& starter = watches_[static_cast<size_t>(watch.starter)];
      watch.may_be_signalled = watch.starters > 1 || starter.may_be_signalled;
      changed = changed || watch.may_be_signalled;
    }
  }
}

bool Visibility::is_quiet(State& state, int32_t process) const {
  const ProcessState& me = state.process(process);
  if (!me.machine || me.phase != Phase::kNone) return false;
  const Operation& operation = me.machine->pending();
  if (operation.spec == nullptr) return false;
  if (acting_signals(state, process) != 0) return false;
  const auto index = static_cast<size_t>(process);
  const Watch& watch = watches_[index];
  const bool undisturbed = !kills_ && !watch.may_be_signalled;
  const auto target = static_cast<size_t>(operation.target);
  const Op op = operation.op;
  if (op == Op::kPrint) return operation.spec->flag || !judges_output_;
  if (op == Op::kSleep || op == Op::kWork || op == Op::kYield) return !timed_;
  if (op == Op::kRead) {
    const Attribute attribute = operation.spec->attribute;
    const bool numbered = attribute == Attribute::kName && state.world().numbers_starts();
    return operation.is_process && !operation.spec->flag && is_fixed(attribute) && !numbered;
  }
  if (op == Op::kReport) return undisturbed;
  if (op == Op::kStart)
    return undisturbed && watches_[target].starters == 1 && !watches_[target].others_look;
  if (op == Op::kJoin) {
    return operation.spec->deadline_slot < 0 && lets_go_on(operation.target, process) &&
           state.lifecycle(operation.target).status == ProcessStatus::kStopped;
  }
  if (op == Op::kJoinChildren)
    return joins_quietly_[index] && !has_live_children(state, process, false);
  if (op == Op::kStopDaemons) return me.pools.empty() && no_daemons_[index];
  if (op != Op::kEnd) return false;
  const bool holds = !me.held.empty() || !me.acting.empty() || !me.pools.empty();
  return undisturbed && !watch.end_is_seen && !holds;
}

int32_t about_to_start(State& state, int32_t process) {
  const ProcessState& me = state.process(process);
  if (!me.machine || me.machine->pending().op != Op::kStart) return kNobody;
  return me.machine->pending().target;
}

void settle(State& state, const Visibility& visibility, int32_t process, int32_t started) {
  settle(state, visibility, process, started, [&](int32_t quiet) { perform(state, quiet, Way()); });
}

void settle(State& state, const Visibility& visibility, int32_t process, int32_t started,
            const Performer& performer) {
  std::vector<int32_t> open;
  if (started != kNobody) open.push_back(started);
  open.push_back(process);
  for (bool first = true; !open.empty(); first = false) {
    const int32_t next = open.back();
    open.pop_back();
    // The first may have ended by its own step; of the others only those that live can end.
    if (!first && !state.process(next).machine) continue;
    for (int row = 0; row < kQuietInARow && visibility.is_quiet(state, next); ++row) {
      const Operation& operation = state.process(next).machine->pending();
      if (operation.op == Op::kStart) open.push_back(operation.target);
      performer(next);
    }
    if (state.process(next).machine) continue;
    for (const int32_t joiner : visibility.joiners(next)) open.push_back(joiner);
  }
}

}  // namespace runner::world
