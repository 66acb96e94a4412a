#include "world/processes.h"

#include <algorithm>

#include "base/limits.h"
#include "scenario/signals.h"
#include "world/barriers.h"
#include "world/conditions.h"
#include "world/pools.h"
#include "world/reads.h"
#include "world/running.h"
#include "world/signals.h"

namespace runner::world {

namespace {

bool is_running(State& state, int32_t process) {
  return state.lifecycle(process).status == ProcessStatus::kStarted;
}

// Names count the starts of a starter: Process-2, and below it Process-2:1.
std::string next_number(State& state, int32_t parent) {
  const int64_t count = ++state.change_process(parent).starts;
  const std::string& before = state.lifecycle(parent).number;
  return before.empty() ? std::to_string(count) : before + ":" + std::to_string(count);
}

void add_child(State& state, int32_t parent, int32_t process) {
  std::vector<int32_t>& children = state.change_process(parent).children;
  if (std::find(children.begin(), children.end(), process) != children.end()) return;
  const bool ordered = state.world().orders_children();
  children.insert(
      ordered ? children.end() : std::lower_bound(children.begin(), children.end(), process),
      process);
}

// Whatever the process was a part of goes on without it.
void withdraw(State& state, int32_t process) {
  const ProcessState& me = state.process(process);
  const Phase phase = me.phase;
  const Operation& operation = me.machine->pending();
  const int32_t target = operation.target;
  const bool awaits_notify = waits_for_notify(state, process, operation);
  for (const int32_t lock : std::vector(me.held)) bury_owner(state, process, lock);
  if (phase == Phase::kArrived) break_barrier(state, process, target);
  for (const int32_t barrier : std::vector(me.acting)) break_barrier(state, process, barrier);
  if (phase != Phase::kWaiting) return;
  if (awaits_notify)
    leave_condition(state, process, target);
  else
    hand_on(state, target);
}

}  // namespace

std::string name_of(State& state, int32_t process) {
  return name_of(state, process, state.lifecycle(process).number);
}

std::string name_of(State& state, int32_t process, const std::string& number) {
  const Process& declared = state.world().process(process);
  if (declared.pool < 0 && !declared.numbered) return declared.name;
  if (number.empty()) return declared.name;
  return (declared.pool < 0 ? "Process-" : "ForkPoolWorker-") + number;
}

std::string name_in_fault(State& state, int32_t process) {
  const int32_t group = state.world().process(process).group;
  if (!state.chooses() || group < 0 || state.world().names_replicas())
    return name_of(state, process);
  const ProcessGroup& declared = state.world().scenario().groups[static_cast<size_t>(group)];
  return declared.count > 1 ? declared.name + "[*]" : name_of(state, process);
}

void begin_process(State& state, int32_t process, int32_t parent) {
  Lifecycle& life = state.change_lifecycle(process);
  if (life.status == ProcessStatus::kStopped) ++life.generation;
  life.status = ProcessStatus::kStarted;
  life.parent = parent;
  life.exit_code = 0;
  if (parent != kNobody) {
    if (state.world().numbers_starts()) life.number = next_number(state, parent);
    add_child(state, parent, process);
  }
  Event event;
  event.kind = EventKind::kStarted;
  event.process = process;
  event.number = pid_of(state, process);
  event.name = name_of(state, process);
  state.tell(std::move(event));
  ProcessState& fresh = state.change_process(process);
  fresh = ProcessState();
  fresh.machine = state.new_machine(process);
  if (const int32_t pool = state.world().process(process).pool; pool >= 0)
    fresh.calls = state.world().object(pool).initializer >= 0 ? -1 : 0;
  run_on(state, process);
}

void end_process(State& state, int32_t process, int64_t code) {
  withdraw(state, process);
  const ProcessState before = std::exchange(state.change_process(process), ProcessState());
  Lifecycle& life = state.change_lifecycle(process);
  life.status = ProcessStatus::kStopped;
  life.exit_code = code;
  life.signals = 0;
  Event event;
  event.kind = EventKind::kEnded;
  event.process = process;
  event.number = code;
  event.name = name_of(state, process);
  state.tell(std::move(event));
  for (const int32_t pool : before.pools) end_pool(state, pool);
  if (code < 0) {
    for (const int32_t child : before.children)
      if (is_running(state, child)) end_process(state, child, -signal_number("SIGKILL"));
  }
  if (state.world().process(process).pool < 0) return;
  // At its first take it is through with its initializer.
  const bool takes = before.machine && before.machine->pending().op == Op::kPoolTake;
  replace_worker(state, process, before.calls < 0 && !takes);
}

Progress start(State& state, int32_t process, const Operation& operation) {
  const Process& me = state.world().process(process);
  if (me.pool >= 0) return Outcome::failed(Fault::kCallStarts);
  if (me.daemon) return Outcome::failed(Fault::kDaemonStarts);
  if (state.lifecycle(operation.target).status != ProcessStatus::kInitial)
    return Outcome::failed(Fault::kAlreadyStarted, Value::string(name_of(state, operation.target)));
  begin_process(state, operation.target, process);
  return Outcome::done();
}

int64_t ways_to_join(State& state, int32_t process, const Operation& operation) {
  return operation.target == process ||
         state.lifecycle(operation.target).status != ProcessStatus::kStarted;
}

Progress join(State& state, int32_t process, const Operation& operation) {
  if (operation.target == process) return Outcome::failed(Fault::kJoinsItself);
  if (state.lifecycle(operation.target).status == ProcessStatus::kInitial)
    return Outcome::failed(Fault::kNotStarted, Value::string(name_of(state, operation.target)));
  return Outcome::done();
}

// Looks no further than the first, so that a step depends on few processes.
bool has_live_children(State& state, int32_t process, bool daemons) {
  const std::vector<int32_t>& children = state.process(process).children;
  return std::any_of(children.begin(), children.end(), [&](int32_t child) {
    return state.world().process(child).daemon == daemons && is_running(state, child);
  });
}

std::vector<int32_t> live_children(State& state, int32_t process, bool daemons) {
  std::vector<int32_t> live;
  for (const int32_t child : state.process(process).children)
    if (state.world().process(child).daemon == daemons && is_running(state, child))
      live.push_back(child);
  return live;
}

int64_t ways_to_stop_daemons(State& state, int32_t process) {
  return state.process(process).phase == Phase::kNone || !has_live_children(state, process, true);
}

Progress stop_daemons(State& state, int32_t process) {
  if (state.process(process).phase == Phase::kSent) return Outcome::done();
  for (const int32_t pool : std::vector(state.process(process).pools)) end_pool(state, pool);
  for (const int32_t daemon : live_children(state, process, true))
    send_signal(state, daemon, signal_number("SIGTERM"), Delivery::kAtOnce);
  if (!has_live_children(state, process, true)) return Outcome::done();
  ProcessState& me = state.change_process(process);
  me.phase = Phase::kSent;
  me.deadline = state.deadline_after(limits::kDaemonGraceSeconds);
  return std::nullopt;
}

Progress kill_daemons(State& state, int32_t process) {
  for (const int32_t daemon : live_children(state, process, true))
    end_process(state, daemon, -signal_number("SIGKILL"));
  return Outcome::done();
}

}  // namespace runner::world
