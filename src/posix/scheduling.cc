#include "posix/scheduling.h"

#include <fmt/format.h>
#include <sched.h>
#include <sys/resource.h>

#include <cerrno>
#include <utility>

namespace runner::posix {

namespace {

// The refusal of what the scenario asks for, in its own words: the reader knows the key, not the
// system call.
std::optional<Error> refused(std::string wanted, const char* without_rights) {
  const int code = errno;
  const bool forbidden = code == EPERM || code == EACCES;
  return Error{"run with", std::move(wanted), code, forbidden ? without_rights : ""};
}

std::optional<Error> apply_affinity(const std::vector<int32_t>& cpus) {
  cpu_set_t wanted;
  CPU_ZERO(&wanted);
  for (const int32_t cpu : cpus) CPU_SET(static_cast<size_t>(cpu), &wanted);
  cpu_set_t allowed;
  // The system leaves out silently what there is not, as long as something is left.
  const bool all = sched_setaffinity(0, sizeof wanted, &wanted) == 0 &&
                   sched_getaffinity(0, sizeof allowed, &allowed) == 0 &&
                   CPU_EQUAL(&wanted, &allowed);
  if (all) return std::nullopt;
  return Error{"run with", fmt::format("cpus: [{}]", fmt::join(cpus, ", ")), 0,
               "the machine does not have all of them, or not for this user"};
}

const char* policy_name(Scheduling scheduling) {
  switch (scheduling) {
    case Scheduling::kInherit:
    case Scheduling::kOther:
      return "other";
    case Scheduling::kBatch:
      return "batch";
    case Scheduling::kIdle:
      return "idle";
    case Scheduling::kFifo:
      return "fifo";
    case Scheduling::kRoundRobin:
      return "rr";
  }
  UNREACHABLE();
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

[[gnu::hot]] std::optional<Error> apply_scheduling(const Program& program, int32_t number) {
  const Process& process = program.scenario.processes[static_cast<size_t>(number)];
  if (!process.cpus.empty()) {
    if (std::optional<Error> error = apply_affinity(process.cpus)) return error;
  }
  if (process.nice && setpriority(PRIO_PROCESS, 0, static_cast<int>(*process.nice)) != 0) {
    return refused(fmt::format("nice: {}", *process.nice),
                   "only a privileged user may lower the niceness");
  }
  if (process.group < 0) return std::nullopt;
  const ProcessGroup& group = program.scenario.groups[static_cast<size_t>(process.group)];
  if (group.scheduling == Scheduling::kInherit) return std::nullopt;
  sched_param parameters{};
  parameters.sched_priority = group.priority;
  if (sched_setscheduler(0, policy_number(group.scheduling), &parameters) == 0) {
    return std::nullopt;
  }
  return refused(fmt::format("policy: {}", policy_name(group.scheduling)),
                 "only a privileged user may use it");
}

}  // namespace runner::posix
