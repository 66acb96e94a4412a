#include "scenario/model.h"

#include "base/check.h"

namespace runner {

std::string_view object_kind_name(ObjectKind kind) {
  switch (kind) {
    case ObjectKind::kLock:
      return "lock";
    case ObjectKind::kSemaphore:
      return "semaphore";
    case ObjectKind::kEvent:
      return "event";
    case ObjectKind::kCondition:
      return "condition";
    case ObjectKind::kBarrier:
      return "barrier";
    case ObjectKind::kQueue:
      return "queue";
    case ObjectKind::kList:
      return "list";
    case ObjectKind::kDict:
      return "dict";
    case ObjectKind::kValue:
      return "value";
    case ObjectKind::kPool:
      return "pool";
  }
  UNREACHABLE();
}

std::string_view attribute_name(Attribute attribute) {
  switch (attribute) {
    case Attribute::kWhole:
      return "";
    case Attribute::kOwner:
      return "owner";
    case Attribute::kWaiting:
      return "waiting";
    case Attribute::kParties:
      return "parties";
    case Attribute::kBroken:
      return "broken";
    case Attribute::kSize:
      return "size";
    case Attribute::kClosed:
      return "closed";
    case Attribute::kWorkers:
      return "workers";
    case Attribute::kElement:
      return "[]";
    case Attribute::kName:
      return "name";
    case Attribute::kPid:
      return "pid";
    case Attribute::kAlive:
      return "alive";
    case Attribute::kExitCode:
      return "exitcode";
    case Attribute::kDaemon:
      return "daemon";
    case Attribute::kIndex:
      return "index";
    case Attribute::kStatus:
      return "status";
  }
  UNREACHABLE();
}

int32_t lock_of(const Scenario& scenario, int32_t object) {
  const Object& one = scenario.objects[static_cast<size_t>(object)];
  if (one.kind == ObjectKind::kLock) return object;
  if (one.kind != ObjectKind::kCondition) return -1;
  return one.lock >= 0 ? one.lock : object;
}

std::string process_text(const Scenario& scenario, int32_t process) {
  if (process == kMainProcess) return "main";
  const Process& one = scenario.processes[static_cast<size_t>(process)];
  if (one.pool >= 0) {
    return "a worker of " + scenario.objects[static_cast<size_t>(one.pool)].name;
  }
  const ProcessGroup& group = scenario.groups[static_cast<size_t>(one.group)];
  if (!group.array) return group.name;
  return group.name + "[" + std::to_string(one.index) + "]";
}

}  // namespace runner
