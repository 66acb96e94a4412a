#include "posix/watchdog.h"

#include <algorithm>
#include <iterator>
#include <utility>

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
  for (const int32_t process : deadlock.helpless) {
    waits.push_back({process, family_.region().slot(process).waiting.epoch.load()});
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
  const std::vector<Wait> before = std::exchange(suspects_, {});
  if (!anyone_blocked_long()) return std::nullopt;
  if (!providers_) providers_.emplace(family_.program());
  WaitGraph graph = draw_graph(family_);
  const std::optional<Deadlock> seen = find_deadlock(family_.program(), *providers_, graph);
  if (!seen) return std::nullopt;
  suspects_ = waits_of(*seen);
  std::vector<Wait> lasting;
  std::set_intersection(before.begin(), before.end(), suspects_.begin(), suspects_.end(),
                        std::back_inserter(lasting));
  if (lasting.empty()) return std::nullopt;
  // All others may go on. So may one that does not sleep: it has been signalled, is stopped, or
  // was killed a moment ago and has not yet been reaped.
  std::vector<bool> stays(graph.names.size());
  for (const Wait& wait : lasting) {
    const auto process = static_cast<size_t>(wait.process);
    stays[process] = sleeps(family_.region().slot(wait.process).pid.load());
  }
  return find_among(std::move(graph), stays);
}

std::optional<Deadlock> Watchdog::find_among(WaitGraph graph, const std::vector<bool>& stays) {
  for (Activity& activity : graph.live) {
    if (!stays[static_cast<size_t>(activity.process)]) activity.state = Activity::State::kRunning;
  }
  return find_deadlock(family_.program(), *providers_, graph);
}

std::optional<Deadlock> Watchdog::look_at_rest(const std::vector<bool>* waiting) {
  if (!providers_) providers_.emplace(family_.program());
  WaitGraph graph = draw_graph(family_);
  if (waiting != nullptr) return find_among(std::move(graph), *waiting);
  return find_deadlock(family_.program(), *providers_, graph);
}

std::vector<Stuck> Watchdog::describe_all() {
  std::vector<Stuck> all = runner::describe_all(family_.program(), draw_graph(family_));
  for (Stuck& one : all) {
    if (is_stopped(family_.region().slot(one.process).pid.load())) one.doing += ", but is stopped";
  }
  return all;
}

}  // namespace runner::posix
