#include "posix/family.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>

#include "machine/machine.h"
#include "posix/clock.h"
#include "posix/futex.h"

namespace runner::posix {

namespace {

constexpr int64_t kMostPids = 4 << 20;  // the kernel's own limit

// Pids are below this.
int64_t pid_limit() {
  const int file = open("/proc/sys/kernel/pid_max", O_RDONLY | O_CLOEXEC);
  if (file < 0) return kMostPids;
  char text[32] = {};
  const ssize_t bytes = read(file, text, sizeof text - 1);
  close(file);
  const int64_t limit = bytes > 0 ? std::strtoll(text, nullptr, 10) : 0;
  return limit > 0 && limit <= kMostPids ? limit + 1 : kMostPids;
}

template <typename T>
T* carve_array(Region& region, size_t count) {
  return static_cast<T*>(region.carve(sizeof(T) * count));
}

}  // namespace

Result<Family> Family::create(Region& region, const RunOptions& options) {
  Family family(region, options);
  family.began_ = monotonic_now();
  family.pids_ = pid_limit();
  family.journal_ = carve_array<Journal>(region, 1);
  family.doorbell_ = carve_array<Doorbell>(region, 1);
  family.attention_ = carve_array<ProcessStack>(region, 1);
  family.operations_of_victims_ = carve_array<std::atomic<uint64_t>>(region, options.kills.size());
  family.process_of_pid_ =
      carve_array<std::atomic<int32_t>>(region, static_cast<size_t>(family.pids_));
  const bool is_conducted = options.replay != nullptr || options.record != nullptr;
  if (is_conducted) {
    family.gate_ = carve_array<Gate>(region, 1);
    family.gate_entries_ =
        carve_array<GateEntry>(region, static_cast<size_t>(region.process_count()));
  }
  if (family.journal_ == nullptr || family.doorbell_ == nullptr || family.attention_ == nullptr ||
      family.operations_of_victims_ == nullptr || family.process_of_pid_ == nullptr ||
      (is_conducted && family.gate_entries_ == nullptr)) {
    return Error{"lay out", "shared memory", ENOMEM, {}};
  }
  if (is_conducted) {
    family.gate_->keeps_time = options.record != nullptr;
    family.gate_->orders_deaths.store(options.record != nullptr);
  }
  const Result<int> bell = family.doorbell_->open();
  if (!bell.ok()) return bell.error();
  return family;
}

bool Family::has_pid(int32_t process, pid_t pid) const {
  const Slot& slot = region_->slot(process);
  return slot.pid.load() == pid && is_at_large(slot.life.load());
}

double Family::elapsed() const {
  return static_cast<double>(monotonic_now() - began_) / static_cast<double>(kNanosPerSecond);
}

int64_t Family::time_limit() const {
  // A replay takes the time that it takes; the scenario's is the schedule's.
  const bool is_replay = options().replay != nullptr;
  int64_t limit = kNoDeadline;
  if (options().timeout) limit = deadline_in(began_, *options().timeout);
  if (program().scenario.timeout && !is_replay)
    limit = std::min(limit, deadline_in(began_, *program().scenario.timeout));
  return limit;
}

int32_t Family::process_of(pid_t pid) const {
  if (pid <= 0 || pid >= pids_) return -1;
  const int32_t process = process_of_pid_[pid].load() - 1;
  return process >= 0 && has_pid(process, pid) ? process : -1;
}

int32_t Family::search_process(pid_t pid) const {
  for (int32_t process = 0; process < region_->process_count(); ++process) {
    if (has_pid(process, pid)) return process;
  }
  return -1;
}

void Family::enter(pid_t pid, int32_t process) {
  CHECK(pid > 0 && pid < pids_);
  process_of_pid_[pid].store(process + 1);
}

void Family::push(ProcessStack& stack, int32_t process) {
  Relative& relative = this->relative(process);
  if (relative.stacked.exchange(1) != 0) return;
  int32_t first = stack.first.load();
  do {
    relative.next.store(first);
  } while (!stack.first.compare_exchange_weak(first, process + 1));
}

}  // namespace runner::posix
