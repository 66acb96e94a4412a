#include "posix/ending.h"

#include <csignal>

#include "posix/signals.h"

namespace runner::posix {

namespace {

constexpr uint64_t kEndingSignals = signal_bit(SIGTERM) | signal_bit(SIGKILL);

bool is_running(const Family& family, int32_t process) {
  const Slot& slot = family.region().slot(process);
  return slot.life.load() == Life::kRunning && !ended_by_itself(slot);
}

bool handles_termination(const Family& family, int32_t process) {
  const int32_t group = family.declared(process).group;
  if (group < 0) return false;
  for (const SignalHandler& handler :
       family.program().scenario.groups[static_cast<size_t>(group)].on_signal) {
    if (handler.signal == SIGTERM) return !handler.ignore;
  }
  return false;
}

// An end by these is the runner's doing; whoever runs now has not ended by then.
void expect_ends(Family& family) {
  for (int32_t process = 0; process < family.region().process_count(); ++process) {
    Relative& relative = family.relative(process);
    relative.sent.fetch_or(kEndingSignals);
    const Slot& slot = family.region().slot(process);
    if (is_at_large(slot.life.load()) && !ended_by_itself(slot)) relative.outlived.store(1);
  }
}

// Marks the process and all those above it.
void mark_ancestors(const Family& family, int32_t process, std::vector<bool>& marked) {
  while (process >= 0 && !marked[static_cast<size_t>(process)]) {
    marked[static_cast<size_t>(process)] = true;
    process = family.region().slot(process).parent.load();
  }
}

}  // namespace

bool ask_to_end(Family& family, pid_t group) {
  expect_ends(family);
  const auto processes = static_cast<size_t>(family.region().process_count());
  std::vector<bool> needed(processes, false);
  bool anyone = false;
  for (int32_t process = 0; process < family.region().process_count(); ++process) {
    if (!handles_termination(family, process) || !is_running(family, process)) continue;
    mark_ancestors(family, process, needed);
    anyone = true;
  }
  if (!anyone) {
    kill(-group, SIGTERM);
    return false;
  }
  for (int32_t process = 0; process < family.region().process_count(); ++process) {
    if (!is_running(family, process)) continue;
    const bool handles = handles_termination(family, process);
    const bool only_stop = needed[static_cast<size_t>(process)] && !handles;
    send_signal(family, process, only_stop ? SIGSTOP : SIGTERM);
  }
  return true;
}

bool is_anyone_ending(const Family& family) {
  for (int32_t process = 0; process < family.region().process_count(); ++process) {
    if (handles_termination(family, process) && is_running(family, process)) return true;
  }
  return false;
}

void kill_tree(Family& family, pid_t group) {
  expect_ends(family);
  kill(-group, SIGKILL);
}

}  // namespace runner::posix
