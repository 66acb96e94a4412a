#include "world/clock_tick.h"

#include <algorithm>

#include "world/perform.h"

namespace runner::world {

namespace {

bool is_to_come(int64_t deadline) {
  return deadline != kNoDeadline && deadline > 0;
}

}  // namespace

void shift_deadlines(ProcessState& state, int64_t nanoseconds) {
  if (state.machine) state.machine->shift_deadlines(nanoseconds);
  if (state.deadline != kNoDeadline && state.deadline != kOnlyTry) state.deadline -= nanoseconds;
}

int32_t ClockTick::shifted(int32_t process, int32_t number, int64_t nanoseconds) {
  const std::tuple key(space_.tables().class_of(process), number, nanoseconds);
  const auto found = known_.find(key);
  if (found != known_.end()) return found->second;
  ProcessState state = space_.tables().process(process, number);
  shift_deadlines(state, nanoseconds);
  const int32_t result = space_.tables().intern_process(process, std::move(state));
  known_.emplace(key, result);
  return result;
}

bool ClockTick::pass(const Numbers& numbers, Numbers& next) {
  if (!space_.rules().timed) return false;
  int64_t first = kNoDeadline;
  const int32_t processes = space_.world().process_count();
  for (int32_t process = 0; process < processes; ++process) {
    const ProcessState& state =
        space_.tables().process(process, numbers[static_cast<size_t>(process)]);
    const int64_t deadline = deadline_of(state);
    if (is_to_come(deadline)) first = std::min(first, deadline);
  }
  if (first == kNoDeadline) return false;
  next = numbers;
  for (int32_t process = 0; process < processes; ++process) {
    int32_t& number = next[static_cast<size_t>(process)];
    number = shifted(process, number, first);
  }
  return true;
}

}  // namespace runner::world
