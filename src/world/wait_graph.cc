#include "world/wait_graph.h"

#include "machine/references.h"
#include "world/conditions.h"
#include "world/perform.h"
#include "world/pools.h"
#include "world/processes.h"

namespace runner::world {

namespace {

void add_targets(State& state, int32_t process, const Operation& operation, Activity& activity) {
  if (operation.op == Op::kStopDaemons || operation.op == Op::kJoinChildren) {
    activity.processes = live_children(state, process, operation.op == Op::kStopDaemons);
  } else if (operation.op == Op::kPoolGather) {
    activity.objects = {pool_of(*operation.value)};
  } else if (operation.op == Op::kWaitAny) {
    for (const Value& reference : operation.value->as_list()) {
      if (reference.is_handle())
        activity.objects.push_back(pool_of(reference));
      else if (is_process_reference(reference))
        activity.processes.push_back(process_of(reference));
      else
        activity.objects.push_back(static_cast<int32_t>(reference.as_int()));
    }
  } else if (operation.target >= 0) {
    (operation.is_process ? activity.processes : activity.objects) = {operation.target};
  }
}

bool goes_on_by_itself(State& state, int32_t process, const Operation& operation) {
  if (operation.spec == nullptr || ways_of(state, process).any()) return true;
  if (operation.op == Op::kConditionWait && !waits_for_notify(state, process, operation))
    return false;
  return deadline_of(state.process(process)) != kNoDeadline;
}

Activity activity_of(State& state, int32_t process, const WaitFacts& facts) {
  const ProcessState& me = state.process(process);
  const Operation& operation = me.machine->pending();
  Activity activity;
  activity.process = process;
  activity.at = me.machine->position();
  activity.since = facts.since(process);
  if (operation.spec == nullptr || ways_of(state, process).any()) return activity;
  activity.op = operation.op;
  add_targets(state, process, operation, activity);
  activity.relocking =
      operation.op == Op::kConditionWait && !waits_for_notify(state, process, operation);
  const bool wakeable = operation.op == Op::kConditionWait || operation.op == Op::kWaitEvent;
  activity.missed = wakeable && facts.passed(operation.target);
  if (!goes_on_by_itself(state, process, operation)) activity.state = Activity::State::kWaiting;
  return activity;
}

void add_object(State& state, int32_t number, WaitGraph& graph) {
  const ObjectState& object = state.object(number);
  const bool has_lock =
      std::holds_alternative<LockState>(object) || std::holds_alternative<ConditionState>(object);
  if (has_lock && lock_of(state.world().program(), number) == number) {
    if (std::optional<std::string> holder = holder_of(state, number))
      graph.locks.push_back({number, lock_at(state, number).owner, *std::move(holder)});
  }
  if (const auto* barrier = std::get_if<BarrierState>(&object)) {
    const auto waiting = static_cast<int64_t>(barrier->waiting.size());
    graph.arrived.emplace_back(number, waiting + (barrier->runner == kNobody ? 0 : 1));
    if (barrier->runner != kNobody) graph.acting.emplace_back(number, barrier->runner);
  }
}

}  // namespace

WaitGraph wait_graph(State& state, const WaitFacts& facts) {
  WaitGraph graph;
  for (int32_t process = 0; process < state.world().process_count(); ++process) {
    graph.names.push_back(name_of(state, process));
    graph.parents.push_back(state.lifecycle(process).parent);
    graph.started.push_back(state.lifecycle(process).status != ProcessStatus::kInitial);
    if (state.process(process).machine) graph.live.push_back(activity_of(state, process, facts));
  }
  for (int32_t object = 0; object < state.world().object_count(); ++object)
    add_object(state, object, graph);
  return graph;
}

}  // namespace runner::world
