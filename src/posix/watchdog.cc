#include "posix/watchdog.h"

#include <algorithm>

#include "posix/futex.h"
#include "posix/park.h"
#include "posix/process_state.h"

namespace runner::posix {

namespace {

constexpr int64_t kLookNanos = 200'000'000;     // between two looks
constexpr int64_t kPausePerLook = 20;           // looking takes at most a twentieth of the time
constexpr int64_t kConfirmNanos = 100'000'000;  // between a finding and its confirmation
constexpr int64_t kLongNanos = 50'000'000;      // a shorter wait is nothing to think about

}  // namespace

bool Watchdog::anyone_blocked_long() const {
  const Region& region = family_.region();
  const int64_t now = monotonic_now();
  for (int32_t process = 0; process < region.process_count(); ++process) {
    const Slot& slot = region.slot(process);
    if (is_blocked(slot) && now - slot.waiting.since > kLongNanos) return true;
  }
  return false;
}

std::vector<Watchdog::Wait> Watchdog::waits_of(const Deadlock& deadlock) const {
  std::vector<Wait> waits;
  for (const Stuck& stuck : deadlock.processes) {
    waits.push_back({stuck.process, family_.region().slot(stuck.process).waiting.epoch.load()});
  }
  return waits;
}

std::optional<Deadlock> Watchdog::look() {
  const int64_t start = monotonic_now();
  std::optional<Deadlock> deadlock = find();
  const int64_t end = monotonic_now();
  const int64_t pause = suspects_.empty() ? kLookNanos : kConfirmNanos;
  next_look_ = end + std::max(pause, kPausePerLook * (end - start));
  return deadlock;
}

std::optional<Deadlock> Watchdog::find() {
  if (!anyone_blocked_long()) {
    suspects_.clear();
    return std::nullopt;
  }
  if (!providers_) providers_.emplace(family_.program());
  std::optional<Deadlock> deadlock =
      find_deadlock(family_.program(), *providers_, draw_graph(family_));
  if (!deadlock) {
    suspects_.clear();
    return std::nullopt;
  }
  std::vector<Wait> waits = waits_of(*deadlock);
  const bool confirmed = waits == suspects_;
  suspects_ = std::move(waits);
  if (!confirmed) return std::nullopt;
  // One that was killed a moment ago may not yet have been reaped.
  for (const Wait& wait : suspects_) {
    if (!sleeps(family_.region().slot(wait.process).pid.load())) return std::nullopt;
  }
  return deadlock;
}

std::optional<Deadlock> Watchdog::look_at_rest(const std::vector<bool>* waiting) {
  if (!providers_) providers_.emplace(family_.program());
  WaitGraph graph = draw_graph(family_);
  for (Activity& activity : graph.live) {
    const bool goes_on = waiting != nullptr && !(*waiting)[static_cast<size_t>(activity.process)];
    if (goes_on) activity.state = Activity::State::kRunning;
  }
  return find_deadlock(family_.program(), *providers_, graph);
}

std::vector<Stuck> Watchdog::describe_all() {
  return runner::describe_all(family_.program(), draw_graph(family_));
}

}  // namespace runner::posix
