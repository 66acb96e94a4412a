#include "world/signals.h"

#include <bit>

#include "scenario/signals.h"
#include "world/barriers.h"
#include "world/conditions.h"
#include "world/processes.h"
#include "world/running.h"

namespace runner::world {

namespace {

constexpr uint64_t bit_of(int signal) {
  return uint64_t{1} << signal;
}

void interrupt(State& state, int32_t process, int signal) {
  ProcessState& me = state.change_process(process);
  me.phase = Phase::kNone;
  me.deadline = kNoDeadline;
  me.index = 0;
  me.machine->interrupt(signal);
  run_on(state, process);
}

// Its wait on a condition is over, but for the lock.
bool only_takes_lock(State& state, int32_t process) {
  const ProcessState& me = state.process(process);
  switch (me.phase) {
    case Phase::kTimedOut:
    case Phase::kInterrupted:
      return true;
    case Phase::kWaiting:
      return !waits_for_notify(state, process, me.machine->pending());
    case Phase::kNone:
    case Phase::kArrived:
    case Phase::kSent:
    case Phase::kWorking:
      return false;
  }
  UNREACHABLE();
}

// A handled signal ends a wait as if it had not begun, except that the lock of a condition is taken
// again first.
void handle(State& state, int32_t process, int signal) {
  ProcessState& me = state.change_process(process);
  const int32_t target = me.machine->pending().target;
  if (me.phase == Phase::kWaiting) {
    leave_condition(state, process, target);
    me.phase = Phase::kInterrupted;
    me.signal = signal;
    return;
  }
  if (me.phase == Phase::kArrived) leave_barrier(state, process, target);
  interrupt(state, process, signal);
}

}  // namespace

bool send_signal(State& state, int32_t process, int signal, Delivery delivery) {
  switch (state.world().disposition(process, signal)) {
    case Disposition::kNothing:
      return false;
    case Disposition::kEnds:
      if (delivery == Delivery::kSoon) break;
      end_process(state, process, -signal);
      return true;
    case Disposition::kHandled:
      if (state.process(process).machine->in_handler()) return false;
      break;
  }
  state.change_lifecycle(process).signals |= bit_of(signal);
  return false;
}

void act_on_signal(State& state, int32_t process, int signal) {
  state.change_lifecycle(process).signals &= ~bit_of(signal);
  if (state.world().disposition(process, signal) == Disposition::kEnds)
    end_process(state, process, -signal);
  else if (state.process(process).machine->handles(signal))
    handle(state, process, signal);
}

uint64_t acting_signals(State& state, int32_t process) {
  if (!state.world().awaits_signals(process)) return 0;
  uint64_t acting = state.lifecycle(process).signals;
  if (!only_takes_lock(state, process)) return acting;
  // First the operation comes to its end: only what ends the process still acts.
  for (uint64_t rest = acting; rest != 0; rest &= rest - 1) {
    const int signal = std::countr_zero(rest);
    if (state.world().disposition(process, signal) != Disposition::kEnds) acting &= ~bit_of(signal);
  }
  return acting;
}

Progress send(State& state, int32_t process, const Operation& operation) {
  const ProcessStatus status = state.lifecycle(operation.target).status;
  if (status == ProcessStatus::kInitial)
    return Outcome::failed(Fault::kNotStarted, Value::string(name_of(state, operation.target)));
  if (status == ProcessStatus::kStopped) return Outcome::done();
  const int32_t target = operation.target;
  const int signal = operation.spec->number;
  if (target != process) {
    send_signal(state, target, signal, Delivery::kSoon);
    return Outcome::done();
  }
  // A process that signals itself goes no further before the signal has acted.
  finish_operation(state, process, Outcome::done());
  if (!send_signal(state, process, signal, Delivery::kAtOnce) &&
      (state.lifecycle(process).signals & bit_of(signal)) != 0)
    act_on_signal(state, process, signal);
  return std::nullopt;
}

int64_t ways_to_terminate(State& state, int32_t process, const Operation& operation) {
  return state.process(process).phase == Phase::kNone ||
         state.lifecycle(operation.target).status == ProcessStatus::kStopped;
}

Progress terminate(State& state, int32_t process, const Operation& operation) {
  const int32_t target = operation.target;
  const ProcessStatus status = state.lifecycle(target).status;
  if (status == ProcessStatus::kInitial)
    return Outcome::failed(Fault::kNotStarted, Value::string(name_of(state, target)));
  if (status == ProcessStatus::kStopped) return Outcome::done();
  const int signal = signal_number(operation.op == Op::kKill ? "SIGKILL" : "SIGTERM");
  const bool ended = send_signal(state, target, signal, Delivery::kAtOnce);
  if (target == process) {
    const uint64_t sent = ended ? 0 : state.lifecycle(process).signals & bit_of(signal);
    if (sent != 0)
      act_on_signal(state, process, signal);
    else if (!ended)
      state.change_process(process).phase = Phase::kSent;
    return std::nullopt;
  }
  // The sender may have been a child of the target, and have ended with it.
  if (!state.process(process).machine) return std::nullopt;
  if (ended) return Outcome::done();
  state.change_process(process).phase = Phase::kSent;
  return std::nullopt;
}

Progress go_on_to_handler(State& state, int32_t process, const Operation& operation) {
  ProcessState& me = state.change_process(process);
  take_again(state, process, operation.target, std::exchange(me.levels, 0));
  interrupt(state, process, std::exchange(me.signal, 0));
  return std::nullopt;
}

}  // namespace runner::world
