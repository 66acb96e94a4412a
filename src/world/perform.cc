#include "world/perform.h"

#include <algorithm>

#include "expr/text_form.h"
#include "scenario/signals.h"
#include "world/any.h"
#include "world/barriers.h"
#include "world/cells.h"
#include "world/conditions.h"
#include "world/pools.h"
#include "world/processes.h"
#include "world/queues.h"
#include "world/reads.h"
#include "world/running.h"
#include "world/signals.h"

namespace runner::world {

namespace {

Progress print(State& state, int32_t process, const Operation& operation) {
  Event event;
  event.kind = operation.spec->flag ? EventKind::kErrorOutput : EventKind::kOutput;
  event.process = process;
  event.name = name_of(state, process);
  event.text = to_text(*operation.value);
  state.tell(std::move(event));
  return Outcome::done();
}

Progress report(State& state, int32_t process, const Operation& operation) {
  const ErrorBody& error = operation.value->as_error();
  Event event;
  event.kind = EventKind::kReport;
  event.process = process;
  event.name = name_of(state, process);
  event.text = error.message;
  event.line = error.line;
  event.column = error.column;
  state.change_lifecycle(process).failed = true;
  state.complain(process, error);
  state.tell(std::move(event));
  return Outcome::done();
}

Progress set_event(State& state, const Operation& operation, bool set) {
  state.change<EventState>(operation.target).set = set;
  if (set) state.wakeup_passed(operation.target);
  return Outcome::done();
}

// First the work begins; then time passes.
Progress work(State& state, int32_t process, const Operation& operation) {
  ProcessState& me = state.change_process(process);
  if (me.phase == Phase::kWorking) return Outcome::done();
  const double seconds = operation.value->as_number();
  if (seconds <= 0) return Outcome::done();
  const int64_t deadline = state.deadline_after(seconds);
  if (state.time_is_up(deadline)) return Outcome::done();
  me.phase = Phase::kWorking;
  me.deadline = deadline;
  return std::nullopt;
}

int64_t ways_to_choose(State& state, const Operation& operation) {
  if (!state.chooses() || !operation.value->is_list()) return 1;
  return std::max<int64_t>(1, static_cast<int64_t>(operation.value->as_list().size()));
}

Progress choose(State& state, int32_t process, const Operation& operation, int64_t pick) {
  const std::vector<Value>& items = operation.value->as_list();
  if (items.empty()) return Outcome::failed(Fault::kNothingToChoose);
  if (state.chooses()) return Outcome::done(items[static_cast<size_t>(pick)]);
  // Drawn in any case, so that the random numbers after it are the same.
  const size_t drawn = state.change_process(process).machine->draw(items.size());
  const auto element = state.preferred_element().value_or(static_cast<int64_t>(drawn));
  return Outcome::done(items[static_cast<size_t>(element)]);
}

Progress end(State& state, int32_t process, const Operation& operation) {
  end_process(state, process, operation.value->as_int());
  return std::nullopt;
}

// In how many ways the operation can be performed now; 0 when it has to wait.
int64_t ways_to_perform(State& state, int32_t process, const Operation& operation) {
  switch (operation.op) {
    case Op::kAcquire:
      return ways_to_acquire(state, process, operation);
    case Op::kBarrierWait:
      return ways_to_pass(state, process, operation);
    case Op::kWaitEvent:
      return state.get<EventState>(operation.target).set;
    case Op::kConditionWait:
      return ways_to_wait(state, process, operation);
    case Op::kNotify:
      return ways_to_notify(state, process, operation);
    case Op::kPut:
      return ways_to_put(state, operation);
    case Op::kGet:
      return ways_to_get(state, operation);
    case Op::kJoinQueue:
      return ways_to_join_queue(state, operation);
    case Op::kWaitAny:
      return ways_to_wait_any(state, operation);
    case Op::kJoin:
      return ways_to_join(state, process, operation);
    case Op::kTerminate:
    case Op::kKill:
      return ways_to_terminate(state, process, operation);
    case Op::kStopDaemons:
      return ways_to_stop_daemons(state, process);
    case Op::kJoinChildren:
      return !has_live_children(state, process, false);
    case Op::kSleep:
      return state.time_is_up(operation.deadline);
    case Op::kWork: {
      const ProcessState& me = state.process(process);
      return me.phase == Phase::kNone || state.time_is_up(me.deadline);
    }
    case Op::kChoose:
      return ways_to_choose(state, operation);
    case Op::kPoolGather:
      return ways_to_gather(state, operation);
    case Op::kPoolTake:
      return ways_to_take(state, process, operation);
    case Op::kPoolClose:
      return ways_to_close_pool(state, process, operation);
    case Op::kPrint:
    case Op::kRead:
    case Op::kStore:
    case Op::kAdd:
    case Op::kAppend:
    case Op::kExtend:
    case Op::kPop:
    case Op::kRemove:
    case Op::kKernelExtend:
    case Op::kRelease:
    case Op::kBarrierPass:
    case Op::kBarrierFail:
    case Op::kAbort:
    case Op::kReset:
    case Op::kTrigger:
    case Op::kClear:
    case Op::kTaskDone:
    case Op::kCloseQueue:
    case Op::kStart:
    case Op::kSend:
    case Op::kYield:
    case Op::kReport:
    case Op::kPoolSubmit:
    case Op::kPoolFinish:
    case Op::kPoolFail:
    case Op::kPoolTerminate:
    case Op::kEnd:
      return 1;
  }
  UNREACHABLE();
}

Progress perform_operation(State& state, int32_t process, const Operation& operation,
                           int64_t pick) {
  switch (operation.op) {
    case Op::kPrint:
      return print(state, process, operation);
    case Op::kRead:
      return Outcome::done(read(state, process, operation));
    case Op::kStore:
    case Op::kAdd:
    case Op::kAppend:
    case Op::kExtend:
    case Op::kPop:
    case Op::kRemove:
    case Op::kKernelExtend:
      return change_cell(state, operation);
    case Op::kAcquire:
      return acquire(state, process, operation);
    case Op::kRelease:
      return release(state, process, operation);
    case Op::kBarrierWait:
      return arrive(state, process, operation);
    case Op::kBarrierPass:
      return pass(state, process, operation);
    case Op::kBarrierFail:
      return fail_barrier(state, process, operation);
    case Op::kAbort:
      return abort_barrier(state, operation);
    case Op::kReset:
      return reset_barrier(state, operation);
    case Op::kTrigger:
      return set_event(state, operation, true);
    case Op::kClear:
      return set_event(state, operation, false);
    case Op::kWaitEvent:
      return Outcome::done();
    case Op::kConditionWait:
      return wait(state, process, operation);
    case Op::kNotify:
      return notify(state, process, operation, pick);
    case Op::kPut:
      return put(state, operation);
    case Op::kGet:
      return get(state, operation);
    case Op::kTaskDone:
      return task_done(state, operation);
    case Op::kJoinQueue:
      return Outcome::done();
    case Op::kCloseQueue:
      return close_queue(state, operation);
    case Op::kWaitAny:
      return wait_any(state, operation);
    case Op::kStart:
      return start(state, process, operation);
    case Op::kJoin:
      return join(state, process, operation);
    case Op::kTerminate:
    case Op::kKill:
      return terminate(state, process, operation);
    case Op::kSend:
      return send(state, process, operation);
    case Op::kStopDaemons:
      return stop_daemons(state, process);
    case Op::kJoinChildren:
      return Outcome::done();
    case Op::kSleep:
      return Outcome::done();
    case Op::kWork:
      return work(state, process, operation);
    case Op::kYield:
      return Outcome::done();
    case Op::kChoose:
      return choose(state, process, operation, pick);
    case Op::kReport:
      return report(state, process, operation);
    case Op::kPoolSubmit:
      return submit(state, process, operation);
    case Op::kPoolGather:
      return gather(state, operation);
    case Op::kPoolTake:
      return take_job(state, process, operation);
    case Op::kPoolFinish:
      return finish_job(state, operation);
    case Op::kPoolFail:
      return fail_initializer(state, process, operation);
    case Op::kPoolClose:
      return close_pool(state, process, operation);
    case Op::kPoolTerminate:
      return terminate_pool(state, process, operation);
    case Op::kEnd:
      return end(state, process, operation);
  }
  UNREACHABLE();
}

Progress give_up(State& state, int32_t process, const Operation& operation) {
  if (operation.op == Op::kConditionWait) return stop_waiting(state, process, operation);
  if (operation.op == Op::kBarrierWait) return give_up_barrier(state, process, operation);
  if (operation.op == Op::kStopDaemons) return kill_daemons(state, process);
  return Outcome::timeout();
}

// Whether the pending operation, which has to wait, may be given up when its time is up.
bool can_give_up(State& state, int32_t process, const Operation& operation) {
  if (operation.op == Op::kSleep || operation.op == Op::kWork) return false;
  if (operation.op == Op::kConditionWait) return waits_for_notify(state, process, operation);
  return true;
}

int64_t deadline_of(const ProcessState& me, const Operation& operation) {
  return me.deadline != kNoDeadline ? me.deadline : operation.deadline;
}

}  // namespace

int64_t deadline_of(const ProcessState& process) {
  return process.machine ? deadline_of(process, process.machine->pending()) : kNoDeadline;
}

Ways ways_of(State& state, int32_t process) {
  Ways ways;
  const ProcessState& me = state.process(process);
  if (!me.machine) return ways;
  ways.signals = acting_signals(state, process);
  const Operation& operation = me.machine->pending();
  if (me.phase == Phase::kInterrupted) {
    ways.count = can_take(state, process, operation.target);
    return ways;
  }
  ways.count = ways_to_perform(state, process, operation);
  if (ways.count > 0) return ways;
  const int64_t deadline = deadline_of(me, operation);
  if (deadline == kNoDeadline || !can_give_up(state, process, operation)) return ways;
  ways.give_up = deadline == kOnlyTry || state.time_is_up(deadline);
  return ways;
}

void perform(State& state, int32_t process, Way way) {
  if (way.kind == Way::Kind::kSignal)
    return act_on_signal(state, process, static_cast<int>(way.pick));
  if (way.kind == Way::Kind::kKill) return end_process(state, process, -signal_number("SIGKILL"));
  const ProcessState& me = state.change_process(process);
  const Operation operation = me.machine->pending();
  Progress progress;
  if (me.phase == Phase::kInterrupted)
    progress = go_on_to_handler(state, process, operation);
  else if (way.kind == Way::Kind::kGiveUp)
    progress = give_up(state, process, operation);
  else
    progress = perform_operation(state, process, operation, way.pick);
  if (progress) finish_operation(state, process, *std::move(progress));
}

void start_main(State& state) {
  begin_process(state, kMainProcess, kNobody);
}

}  // namespace runner::world
