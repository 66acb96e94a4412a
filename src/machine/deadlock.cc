#include "machine/deadlock.h"

#include <algorithm>

#include "base/text.h"
#include "machine/waits_for.h"

namespace runner {

namespace {

// The words of one report.
class Description {
 public:
  Description(const Program& program, const WaitGraph& graph) : program_(program), graph_(graph) {}

  std::string doing(const Activity& activity) const;
  Stuck stuck(const Activity& activity) const;

 private:
  const Object& object(int32_t number) const {
    return program_.scenario.objects[static_cast<size_t>(number)];
  }
  std::string named(int32_t number) const {
    return std::string(object_kind_name(object(number).kind)) + " " + object(number).name;
  }
  std::string lock_wait(const Activity& activity, int32_t number) const;
  std::string barrier_wait(const Activity& activity, int32_t number) const;
  std::string any_wait(const Activity& activity) const;
  std::string processes(const Activity& activity) const;

  const Program& program_;
  const WaitGraph& graph_;
};

std::string Description::lock_wait(const Activity& activity, int32_t number) const {
  const int32_t lock = lock_of(program_, number);
  std::string text = object(lock).kind == ObjectKind::kCondition
                         ? "waits for the lock of condition " + object(lock).name
                         : "waits for lock " + object(lock).name;
  const HeldLock* held = holder_of(graph_, lock);
  if (held == nullptr) return text;
  if (held->process == activity.process) return text + ", which it holds itself";
  text += ", held by " + held->holder;
  if (find_live(graph_, held->process) == nullptr) text += ", which has ended";
  return text;
}

std::string Description::barrier_wait(const Activity& activity, int32_t number) const {
  const int32_t actor = actor_of(graph_, number);
  if (actor >= 0) {
    const bool own = actor == activity.process;
    return "waits at barrier " + object(number).name + ", whose action " +
           (own ? "it runs itself" : graph_.names[static_cast<size_t>(actor)] + " runs");
  }
  int64_t count = 0;
  for (const auto& [barrier, arrived] : graph_.arrived)
    if (barrier == number) count = arrived;
  return "waits at barrier " + object(number).name + ", where " + std::to_string(count) + " of " +
         std::to_string(object(number).parties) + " have arrived";
}

std::string Description::processes(const Activity& activity) const {
  std::vector<std::string> names;
  for (const int32_t process : activity.processes)
    names.push_back(graph_.names[static_cast<size_t>(process)]);
  return enumerate(names);
}

std::string Description::any_wait(const Activity& activity) const {
  std::vector<std::string> names;
  for (const int32_t number : activity.objects) names.push_back(object(number).name);
  for (const int32_t process : activity.processes)
    names.push_back(graph_.names[static_cast<size_t>(process)]);
  return names.empty() ? "waits" : "waits for any of " + enumerate(names);
}

std::string Description::doing(const Activity& activity) const {
  const int32_t first = activity.objects.empty() ? -1 : activity.objects.front();
  const std::string name = first < 0 ? "" : object(first).name;
  switch (activity.op) {
    case Op::kAcquire:
      if (first < 0) return "runs";
      if (object(first).kind != ObjectKind::kSemaphore) return lock_wait(activity, first);
      return "waits for semaphore " + name + ", which is 0";
    case Op::kConditionWait:
      if (first < 0) return "runs";
      if (activity.relocking) return lock_wait(activity, first);
      return "waits for a notify of condition " + name;
    case Op::kWaitEvent:
      return "waits for event " + name + ", which is not set";
    case Op::kBarrierWait:
      return first < 0 ? "runs" : barrier_wait(activity, first);
    case Op::kPut:
      return "puts into queue " + name + ", which is full";
    case Op::kGet:
      return "gets from queue " + name + ", which is empty";
    case Op::kJoinQueue:
      return "waits until every item of queue " + name + " is done";
    case Op::kWaitAny:
      return any_wait(activity);
    case Op::kJoin:
      return "joins " + processes(activity);
    case Op::kTerminate:
      return "terminates " + processes(activity) + " and waits for its end";
    case Op::kKill:
      return "kills " + processes(activity) + " and waits for its end";
    case Op::kStopDaemons:
      return "ends, and waits for the end of its daemons " + processes(activity);
    case Op::kJoinChildren:
      return "ends, and waits for its children " + processes(activity);
    case Op::kPoolGather:
      return "waits for a result of pool " + name;
    case Op::kPoolTake:
      return "waits for a call to pool " + name;
    case Op::kPoolClose:
      return "closes pool " + name + " and waits for its workers";
    case Op::kPoolTerminate:
      return "terminates pool " + name + " and waits for its workers";
    case Op::kSleep:
      return "sleeps";
    case Op::kWork:
      return "works";
    case Op::kPrint:
    case Op::kRead:
    case Op::kStore:
    case Op::kAdd:
    case Op::kAppend:
    case Op::kExtend:
    case Op::kPop:
    case Op::kRemove:
    case Op::kKernelExtend:
    case Op::kRelease:
    case Op::kBarrierPass:
    case Op::kBarrierFail:
    case Op::kAbort:
    case Op::kReset:
    case Op::kTrigger:
    case Op::kClear:
    case Op::kNotify:
    case Op::kTaskDone:
    case Op::kCloseQueue:
    case Op::kStart:
    case Op::kSend:
    case Op::kYield:
    case Op::kChoose:
    case Op::kReport:
    case Op::kPoolSubmit:
    case Op::kPoolFinish:
    case Op::kPoolFail:
    case Op::kEnd:
      return "runs";
  }
  UNREACHABLE();
}

Stuck Description::stuck(const Activity& activity) const {
  Stuck stuck;
  stuck.process = activity.process;
  stuck.name = graph_.names[static_cast<size_t>(activity.process)];
  stuck.doing = doing(activity);
  for (const HeldLock& held : graph_.locks)
    if (held.process == activity.process) stuck.holds.push_back(object(held.object).name);
  stuck.at = activity.at;
  stuck.since = activity.since;
  return stuck;
}

bool waits_for_lock(const Program& program, const Activity& activity) {
  if (activity.op == Op::kConditionWait) return activity.relocking;
  return activity.op == Op::kAcquire && !activity.objects.empty() &&
         program.scenario.objects[static_cast<size_t>(activity.objects.front())].kind !=
             ObjectKind::kSemaphore;
}

// The class of what one process waits for, when nobody in particular keeps it waiting.
std::string_view root_category(const Program& program, const Activity& activity) {
  if (waits_for_lock(program, activity)) return "killed holder";
  const bool wakeable = activity.op == Op::kConditionWait || activity.op == Op::kWaitEvent;
  if (wakeable && activity.missed) return "lost wakeup";
  if (activity.op == Op::kBarrierWait) return "short barrier";
  if (activity.op == Op::kGet || activity.op == Op::kPut || activity.op == Op::kJoinQueue)
    return "queue with no partner";
  return "no one left to wake it";
}

std::string cycle_category(const Program& program, const WaitsFor& stuck) {
  size_t members = 0;
  bool locks = false;
  bool barriers = false;
  for (size_t i = 0; i < stuck.size(); ++i) {
    if (!stuck.in_cycle(i)) continue;
    ++members;
    locks = locks || waits_for_lock(program, stuck.activity(i));
    barriers = barriers || stuck.activity(i).op == Op::kBarrierWait;
  }
  if (members == 1 && (locks || barriers)) return "self-deadlock";
  return locks ? "lock cycle" : "join cycle";
}

// The class of what the process with this index explains: "", where it waits for others.
std::string own_category(const Program& program, const WaitsFor& stuck, size_t index) {
  if (stuck.in_cycle(index)) return cycle_category(program, stuck);
  if (!stuck.successors(index).empty()) return "";
  return std::string(root_category(program, stuck.activity(index)));
}

std::string category_of(const Program& program, const WaitsFor& stuck) {
  for (size_t i = 0; i < stuck.size(); ++i)
    if (stuck.in_cycle(i)) return cycle_category(program, stuck);
  // What explains most comes first.
  constexpr std::string_view kOrder[] = {"killed holder", "lost wakeup", "short barrier",
                                         "queue with no partner", "no one left to wake it"};
  size_t best = std::size(kOrder) - 1;
  for (size_t i = 0; i < stuck.size(); ++i) {
    if (!stuck.successors(i).empty()) continue;
    const std::string_view category = root_category(program, stuck.activity(i));
    for (size_t rank = 0; rank < best; ++rank)
      if (kOrder[rank] == category) best = rank;
  }
  return std::string(kOrder[best]);
}

}  // namespace

std::optional<Deadlock> find_deadlock(const Program& program, const Providers& providers,
                                      const WaitGraph& graph) {
  const std::vector<const Activity*> helpless = find_helpless(program, providers, graph);
  const WaitsFor stuck(program, graph, helpless);
  if (stuck.size() == 0) return std::nullopt;
  Deadlock deadlock;
  deadlock.category = category_of(program, stuck);
  deadlock.partial = helpless.size() < graph.live.size();
  for (const Activity* activity : helpless) deadlock.helpless.push_back(activity->process);
  const Description description(program, graph);
  for (size_t i = 0; i < stuck.size(); ++i) {
    deadlock.processes.push_back(description.stuck(stuck.activity(i)));
    deadlock.processes.back().in_cycle = stuck.in_cycle(i);
    deadlock.processes.back().category = own_category(program, stuck, i);
  }
  return deadlock;
}

std::string describe(const Program& program, const WaitGraph& graph, const Activity& activity) {
  return Description(program, graph).doing(activity);
}

std::vector<Stuck> describe_all(const Program& program, const WaitGraph& graph) {
  const Description description(program, graph);
  std::vector<Stuck> all;
  for (const Activity& activity : graph.live) all.push_back(description.stuck(activity));
  return all;
}

}  // namespace runner
