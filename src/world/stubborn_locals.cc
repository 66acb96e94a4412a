// What a process's own state says about it, for the stubborn sets.
#include <algorithm>
#include <iterator>

#include "machine/deadlock.h"
#include "world/stubborn_sets.h"

namespace runner::world {

namespace {

Access local_access() {
  return {.op = Op::kYield, .count = 1};
}

// Of two sorted ones.
std::vector<Deed> united(const std::vector<Deed>& some, const std::vector<Deed>& others) {
  std::vector<Deed> all;
  std::set_union(some.begin(), some.end(), others.begin(), others.end(), std::back_inserter(all));
  return all;
}

Access own_death(int32_t process) {
  return {.op = Op::kKill, .processes = true, .first = process, .count = 1};
}

}  // namespace

StubbornSets::Local StubbornSets::describe_unstarted(int32_t process) {
  Local local;
  local.acts = true;
  local.unstarted = true;
  local.future = number_of_future(process, flow(process).future(nullptr, true));
  local.step = local.wait = number_of_step({{process, local_access()}});
  return local;
}

std::vector<Act> StubbornSets::rest_of(int32_t process, const ProcessState& state) {
  const Operation& operation = state.machine->pending();
  std::vector<Access> accesses = accesses_of(space_.world(), *operation.spec, operation.target);
  if (operation.op == Op::kConditionWait) {
    // The first half is over, unless time may still put an end to it.
    if (accesses.front().patient) accesses.erase(accesses.begin());
  } else if (operation.op == Op::kStopDaemons) {
    // When its patience is at an end it kills them.
  } else if (state.phase == Phase::kSent || state.deadline == kNoDeadline) {
    accesses.clear();
  }
  std::vector<Act> acts;
  for (const Access& access : accesses) acts.push_back({process, access});
  return acts;
}

// What a waiting operation waits for, where one lock or one process is to blame.
void StubbornSets::describe_wait(const Operation& operation, const ProcessState& state,
                                 Local& local) {
  const World& world = space_.world();
  const Op op = operation.op;
  if (op == Op::kConditionWait && state.phase != Phase::kNone)
    local.lock = lock_of(world.program(), operation.target);
  if (op == Op::kConditionWait && state.phase == Phase::kWaiting)
    local.condition = operation.target;
  if (op == Op::kAcquire && world.object(operation.target).kind != ObjectKind::kSemaphore)
    local.lock = lock_of(world.program(), operation.target);
  if (op == Op::kJoin || op == Op::kTerminate || op == Op::kKill) local.awaited = operation.target;
  local.awaits_children = op == Op::kJoinChildren || op == Op::kStopDaemons;
}

StubbornSets::Local StubbornSets::describe(int32_t process, const ProcessState& state) {
  Local local;
  if (!state.machine) return local;
  local.acts = true;
  for (const int32_t lock : state.held) local.held |= locks_.bit(lock);
  const Operation& operation = state.machine->pending();
  const bool begun = state.phase != Phase::kNone && operation.spec != nullptr;
  std::vector<Deed> deeds = flow(process).future(&*state.machine, !begun);
  // Another worker may take its place.
  if (space_.world().process(process).pool >= 0)
    deeds = united(deeds, flow(process).future(nullptr, true));
  std::vector<Act> acts;
  std::vector<Act> rest;
  if (operation.spec != nullptr) {
    const bool targeted = operation.spec->operand.kind != Operand::Kind::kNone;
    for (Access access :
         accesses_of(space_.world(), *operation.spec, targeted ? operation.target : -1)) {
      if (needs_lock(access) && targeted) {
        const int32_t lock = lock_of(space_.program(), operation.target);
        access.rightful = std::binary_search(state.held.begin(), state.held.end(), lock);
      }
      if (puts_into_cell(access.op) && operation.value != nullptr)
        access.sums_exactly = sums_exactly(*operation.value);
      acts.push_back({process, access});
    }
    // Before it waits on a condition it does not take the lock again.
    if (operation.op == Op::kConditionWait && !begun) acts.pop_back();
    describe_wait(operation, state, local);
  }
  if (acts.empty()) acts.push_back({process, local_access()});
  if (begun) rest = rest_of(process, state);
  for (const Act& act : rest) deeds.push_back({act.access, local.held});
  if (begun && rest.empty()) rest.push_back({process, local_access()});
  local.future = number_of_future(process, deeds);
  local.wait = number_of_step(acts);
  std::vector<Act> step = begun ? std::move(rest) : std::move(acts);
  local.step = number_of_step(step);
  if (!space_.world().awaits_signals(process)) return local;
  deeds.push_back({own_death(process), 0});
  step.push_back({process, own_death(process)});
  local.doomed_future = number_of_future(process, std::move(deeds));
  local.doomed_step = number_of_step(std::move(step));
  return local;
}

const StubbornSets::Local& StubbornSets::local(int32_t process, const Numbers& numbers) {
  const auto index = static_cast<size_t>(process);
  const int32_t number = numbers[index];
  const ProcessState& state = space_.tables().process(process, number);
  if (!state.machine) {
    static const Local kNone;
    const int32_t life = numbers[static_cast<size_t>(space_.tables().lifecycle_component(process))];
    const bool worker = space_.world().process(process).pool >= 0;
    if (!worker && space_.tables().lifecycle(process, life).status != ProcessStatus::kInitial)
      return kNone;
    if (unstarted_[index] < 0) {
      const Local described = describe_unstarted(process);
      unstarted_[index] = static_cast<int32_t>(locals_.size());
      locals_.push_back(described);
    }
    return locals_[static_cast<size_t>(unstarted_[index])];
  }
  std::vector<int32_t>& known = known_locals_[index];
  if (static_cast<size_t>(number) >= known.size())
    known.resize(static_cast<size_t>(number) + 1, -1);
  int32_t& place = known[static_cast<size_t>(number)];
  if (place < 0) {
    Local described;
    if (state.machine->process() == process) {
      described = describe(process, state);
    } else {
      ProcessState own = state;
      own.machine->become(process);
      described = describe(process, own);
    }
    place = static_cast<int32_t>(locals_.size());
    locals_.push_back(described);
  }
  return locals_[static_cast<size_t>(place)];
}

}  // namespace runner::world
