#include "world/conditions.h"

#include <algorithm>

#include "world/processes.h"
#include "world/subsets.h"

namespace runner::world {

namespace {

// How many a notify wakes; a failed outcome when it may not.
Progress wakes(State& state, int32_t process, const Operation& operation, size_t& count) {
  if (Progress refusal = refuse_unless_held(state, process, operation.target)) return refusal;
  const size_t waiting = state.get<ConditionState>(operation.target).waiting.size();
  count = waiting;
  if (operation.value == nullptr || operation.value->is_null()) return std::nullopt;
  if (!operation.value->is_int()) return Outcome::failed(Fault::kNotAWholeNumber, *operation.value);
  const int64_t wanted = operation.value->as_int();
  if (wanted < 1) return Outcome::failed(Fault::kNegativeCount, Value::integer(wanted));
  count = static_cast<size_t>(std::min(wanted, static_cast<int64_t>(waiting)));
  return std::nullopt;
}

}  // namespace

bool waits_for_notify(State& state, int32_t process, const Operation& operation) {
  if (state.process(process).phase != Phase::kWaiting) return false;
  const std::vector<int32_t>& waiting = state.get<ConditionState>(operation.target).waiting;
  return std::binary_search(waiting.begin(), waiting.end(), process);
}

int64_t ways_to_wait(State& state, int32_t process, const Operation& operation) {
  if (state.process(process).phase == Phase::kNone) return 1;
  if (waits_for_notify(state, process, operation)) return 0;
  return can_take(state, process, operation.target);
}

Progress wait(State& state, int32_t process, const Operation& operation) {
  ProcessState& me = state.change_process(process);
  if (me.phase == Phase::kNone) {
    if (Progress refusal = refuse_unless_held(state, process, operation.target)) return refusal;
    if (operation.deadline == kOnlyTry) return Outcome::timeout();
    me.levels = free_whole(state, process, operation.target);
    std::vector<int32_t>& waiting = state.change<ConditionState>(operation.target).waiting;
    waiting.insert(std::lower_bound(waiting.begin(), waiting.end(), process), process);
    me.phase = Phase::kWaiting;
    return std::nullopt;
  }
  const bool late = me.phase == Phase::kTimedOut;
  Progress died = take_again(state, process, operation.target, me.levels);
  me.levels = 0;
  // The lock stays with the process, so that whoever locked it can release it.
  if (died) return died;
  return late ? Outcome::timeout() : Outcome::done();
}

Progress stop_waiting(State& state, int32_t process, const Operation& operation) {
  leave_condition(state, process, operation.target);
  state.change_process(process).phase = Phase::kTimedOut;
  return std::nullopt;
}

int64_t ways_to_notify(State& state, int32_t process, const Operation& operation) {
  size_t count = 0;
  if (wakes(state, process, operation, count)) return 1;
  return subset_count(state.get<ConditionState>(operation.target).waiting.size(), count);
}

Progress notify(State& state, int32_t process, const Operation& operation, int64_t pick) {
  size_t count = 0;
  if (Progress refusal = wakes(state, process, operation, count)) return refusal;
  if (count == 0) {
    state.wakeup_passed(operation.target);
    return Outcome::done();
  }
  std::vector<int32_t>& waiting = state.change<ConditionState>(operation.target).waiting;
  std::vector<int32_t> left;
  size_t next = 0;
  const std::vector<size_t> woken = subset(waiting.size(), count, pick);
  for (size_t i = 0; i < waiting.size(); ++i) {
    if (next < woken.size() && woken[next] == i)
      ++next;
    else
      left.push_back(waiting[i]);
  }
  waiting = std::move(left);
  return Outcome::done();
}

void hand_on(State& state, int32_t condition) {
  const std::vector<int32_t>& waiting = state.get<ConditionState>(condition).waiting;
  if (waiting.empty()) return state.wakeup_passed(condition);
  leave_condition(state, state.heir(waiting), condition);
}

void leave_condition(State& state, int32_t process, int32_t condition) {
  std::erase(state.change<ConditionState>(condition).waiting, process);
}

}  // namespace runner::world
