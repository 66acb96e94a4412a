#include "world/barriers.h"

#include <algorithm>

namespace runner::world {

namespace {

using Arrival = BarrierState::Arrival;

bool is_before(const Arrival& arrival, int32_t process) {
  return arrival.process < process;
}

bool waits(const BarrierState& barrier, int32_t process) {
  const auto place =
      std::lower_bound(barrier.waiting.begin(), barrier.waiting.end(), process, is_before);
  return place != barrier.waiting.end() && place->process == process;
}

bool has_failed(const BarrierState& barrier, int32_t process) {
  return std::binary_search(barrier.failed.begin(), barrier.failed.end(), process);
}

// Arrivals count from 0; one that left makes room for its number. Where nobody asks for numbers,
// all arrivals are alike.
int64_t free_index(const World& world, const BarrierState& barrier) {
  if (!world.numbers_arrivals()) return 0;
  int64_t index = 0;
  const auto taken = [&](const Arrival& arrival) { return arrival.index == index; };
  while (std::any_of(barrier.waiting.begin(), barrier.waiting.end(), taken)) ++index;
  return index;
}

void add(std::vector<int32_t>& sorted, int32_t process) {
  const auto place = std::lower_bound(sorted.begin(), sorted.end(), process);
  if (place == sorted.end() || *place != process) sorted.insert(place, process);
}

// Everyone who waits gets `broken`.
void fail_waiting(BarrierState& barrier) {
  for (const Arrival& arrival : barrier.waiting) add(barrier.failed, arrival.process);
  barrier.waiting.clear();
  barrier.runner = kNobody;
  barrier.runner_index = 0;
}

void break_for_all(BarrierState& barrier) {
  fail_waiting(barrier);
  barrier.broken = true;
}

void stop_acting(State& state, int32_t process, int32_t barrier) {
  std::erase(state.change_process(process).acting, barrier);
}

Progress first_arrival(State& state, int32_t process, const Operation& operation) {
  const Object& declared = state.world().object(operation.target);
  BarrierState& barrier = state.change<BarrierState>(operation.target);
  if (barrier.broken) return Outcome::failed(Fault::kBroken);
  const int64_t index = free_index(state.world(), barrier);
  const bool last = static_cast<int64_t>(barrier.waiting.size()) + 1 == declared.parties;
  if (!last && operation.deadline == kOnlyTry) {
    break_for_all(barrier);
    return Outcome::timeout();
  }
  if (!last) {
    ProcessState& me = state.change_process(process);
    const auto place =
        std::lower_bound(barrier.waiting.begin(), barrier.waiting.end(), process, is_before);
    barrier.waiting.insert(place, {process, index});
    me.phase = Phase::kArrived;
    me.index = index;
    me.deadline = operation.deadline;
    if (me.deadline == kNoDeadline && declared.timeout)
      me.deadline = state.deadline_after(*declared.timeout);
    return std::nullopt;
  }
  if (declared.action < 0) {
    barrier.waiting.clear();
    return Outcome::done(Value::integer(index));
  }
  barrier.runner = process;
  barrier.runner_index = index;
  state.change_process(process).acting.push_back(operation.target);
  return Outcome::done(Value::object(operation.target));
}

}  // namespace

int64_t ways_to_pass(State& state, int32_t process, const Operation& operation) {
  const auto& barrier = state.get<BarrierState>(operation.target);
  if (state.process(process).phase == Phase::kNone)
    return barrier.broken || barrier.runner == kNobody;  // the round before is still acting
  return !waits(barrier, process);
}

Progress arrive(State& state, int32_t process, const Operation& operation) {
  const ProcessState& me = state.process(process);
  if (me.phase == Phase::kNone) return first_arrival(state, process, operation);
  if (has_failed(state.get<BarrierState>(operation.target), process)) {
    std::erase(state.change<BarrierState>(operation.target).failed, process);
    return Outcome::failed(Fault::kBroken);
  }
  return Outcome::done(Value::integer(me.index));
}

Progress give_up_barrier(State& state, int32_t process, const Operation& operation) {
  leave_barrier(state, process, operation.target);
  break_for_all(state.change<BarrierState>(operation.target));
  return Outcome::timeout();
}

Progress pass(State& state, int32_t process, const Operation& operation) {
  stop_acting(state, process, operation.target);
  if (state.get<BarrierState>(operation.target).runner != process)
    return Outcome::failed(Fault::kBroken);
  BarrierState& barrier = state.change<BarrierState>(operation.target);
  barrier.waiting.clear();
  barrier.runner = kNobody;
  return Outcome::done(Value::integer(std::exchange(barrier.runner_index, 0)));
}

Progress fail_barrier(State& state, int32_t process, const Operation& operation) {
  stop_acting(state, process, operation.target);
  if (state.get<BarrierState>(operation.target).runner == process)
    break_for_all(state.change<BarrierState>(operation.target));
  return Outcome::done();
}

Progress abort_barrier(State& state, const Operation& operation) {
  break_for_all(state.change<BarrierState>(operation.target));
  return Outcome::done();
}

Progress reset_barrier(State& state, const Operation& operation) {
  BarrierState& barrier = state.change<BarrierState>(operation.target);
  fail_waiting(barrier);
  barrier.broken = false;
  return Outcome::done();
}

void leave_barrier(State& state, int32_t process, int32_t number) {
  BarrierState& barrier = state.change<BarrierState>(number);
  std::erase_if(barrier.waiting,
                [process](const Arrival& arrival) { return arrival.process == process; });
  std::erase(barrier.failed, process);
}

void break_barrier(State& state, int32_t process, int32_t number) {
  const auto& barrier = state.get<BarrierState>(number);
  const bool party = waits(barrier, process) || barrier.runner == process;
  leave_barrier(state, process, number);
  if (party) break_for_all(state.change<BarrierState>(number));
}

}  // namespace runner::world
