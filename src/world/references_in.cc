#include "world/references_in.h"

#include <algorithm>

namespace runner::world {

namespace {

// Calls visit(process) for every reference, which may be changed.
template <typename State, typename Visit>
void visit_references(State& state, Visit visit) {
  const auto of_lock = [&](auto& lock) {
    visit(lock.owner);
    visit(lock.dead);
  };
  if (auto* lock = std::get_if<LockState>(&state)) of_lock(*lock);
  if (auto* condition = std::get_if<ConditionState>(&state)) {
    of_lock(condition->lock);
    for (auto& process : condition->waiting) visit(process);
  }
  if (auto* barrier = std::get_if<BarrierState>(&state)) {
    for (auto& arrival : barrier->waiting) visit(arrival.process);
    for (auto& process : barrier->failed) visit(process);
    visit(barrier->runner);
  }
}

}  // namespace

std::vector<int32_t> referents_of(const ObjectState& state) {
  std::vector<int32_t> processes;
  visit_references(state, [&](int32_t process) {
    if (process != kNobody) processes.push_back(process);
  });
  return processes;
}

ObjectState renamed(const ObjectState& state, std::span<const int32_t> renamed) {
  ObjectState copy = state;
  visit_references(copy, [&](int32_t& process) {
    if (process != kNobody) process = renamed[static_cast<size_t>(process)];
  });
  if (auto* condition = std::get_if<ConditionState>(&copy))
    std::sort(condition->waiting.begin(), condition->waiting.end());
  if (auto* barrier = std::get_if<BarrierState>(&copy)) {
    std::sort(barrier->failed.begin(), barrier->failed.end());
    std::sort(barrier->waiting.begin(), barrier->waiting.end(),
              [](const auto& a, const auto& b) { return a.process < b.process; });
  }
  return copy;
}

}  // namespace runner::world
