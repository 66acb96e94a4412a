#include "posix/scheduling.h"

#include <sched.h>
#include <sys/resource.h>

#include <cerrno>

namespace runner::posix {

namespace {

std::optional<Error> refused(const char* attribute) {
  return Error{"set", attribute, errno, {}};
}

std::optional<Error> apply_affinity(const std::vector<int32_t>& cpus) {
  cpu_set_t set;
  CPU_ZERO(&set);
  for (const int32_t cpu : cpus) {
    if (cpu < 0 || cpu >= CPU_SETSIZE) {
      errno = EINVAL;
      return refused("the CPUs to run on");
    }
    CPU_SET(static_cast<size_t>(cpu), &set);
  }
  if (sched_setaffinity(0, sizeof set, &set) != 0) return refused("the CPUs to run on");
  return std::nullopt;
}

int policy_number(Scheduling scheduling) {
  switch (scheduling) {
    case Scheduling::kInherit:
    case Scheduling::kOther:
      return SCHED_OTHER;
    case Scheduling::kBatch:
      return SCHED_BATCH;
    case Scheduling::kIdle:
      return SCHED_IDLE;
    case Scheduling::kFifo:
      return SCHED_FIFO;
    case Scheduling::kRoundRobin:
      return SCHED_RR;
  }
  UNREACHABLE();
}

}  // namespace

std::optional<Error> apply_scheduling(const Program& program, int32_t number) {
  const Process& process = program.scenario.processes[static_cast<size_t>(number)];
  if (!process.cpus.empty()) {
    if (std::optional<Error> error = apply_affinity(process.cpus)) return error;
  }
  if (process.nice && setpriority(PRIO_PROCESS, 0, static_cast<int>(*process.nice)) != 0) {
    return refused("nice");
  }
  if (process.group < 0) return std::nullopt;
  const ProcessGroup& group = program.scenario.groups[static_cast<size_t>(process.group)];
  if (group.scheduling == Scheduling::kInherit) return std::nullopt;
  sched_param parameters{};
  parameters.sched_priority = group.priority;
  if (sched_setscheduler(0, policy_number(group.scheduling), &parameters) != 0) {
    return refused("the scheduling policy");
  }
  return std::nullopt;
}

}  // namespace runner::posix
