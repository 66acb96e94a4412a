#include "machine/waits_for.h"

#include <algorithm>

namespace runner {

namespace {

bool is_daemon(const Program& program, int32_t process) {
  return program.scenario.processes[static_cast<size_t>(process)].daemon;
}

bool is_semaphore(const Program& program, int32_t object) {
  return program.scenario.objects[static_cast<size_t>(object)].kind == ObjectKind::kSemaphore;
}

// Whom the running processes can help. Running ones are counted by body, since all processes of one
// body can do the same.
class Helpers {
 public:
  Helpers(const Program& program, const Providers& providers, const WaitGraph& graph);

  bool helps(const Activity& activity) const;
  bool is_running(int32_t process) const { return running_[static_cast<size_t>(process)]; }
  void set_running(int32_t process);

 private:
  bool someone_may(Op op, int32_t target) const;
  bool someone_signals(int32_t process) const;
  bool may_end(int32_t process) const;
  bool frees_lock(int32_t object) const;
  bool makes_ready(int32_t object) const;
  bool finishes_calls(int32_t pool) const;
  bool gives(const Activity& activity) const;

  const Program& program_;
  const Providers& providers_;
  const WaitGraph& graph_;
  std::vector<bool> running_;     // by process
  std::vector<int64_t> by_body_;  // how many of them run
};

Helpers::Helpers(const Program& program, const Providers& providers, const WaitGraph& graph)
    : program_(program),
      providers_(providers),
      graph_(graph),
      running_(program.processes.size()),
      by_body_(static_cast<size_t>(providers.body_count())) {}

void Helpers::set_running(int32_t process) {
  running_[static_cast<size_t>(process)] = true;
  ++by_body_[static_cast<size_t>(providers_.body_of(process))];
}

bool Helpers::someone_may(Op op, int32_t target) const {
  for (size_t body = 0; body < by_body_.size(); ++body)
    if (by_body_[body] > 0 && providers_.body_may(static_cast<int32_t>(body), op, target))
      return true;
  return false;
}

bool Helpers::someone_signals(int32_t process) const {
  const int32_t pool = program_.scenario.processes[static_cast<size_t>(process)].pool;
  if (pool >= 0 && someone_may(Op::kPoolTerminate, pool)) return true;
  // The end of a parent ends its daemons; its death ends all its children.
  const int32_t parent = graph_.parents[static_cast<size_t>(process)];
  if (parent >= 0 && is_daemon(program_, process) && is_running(parent)) return true;
  if (parent >= 0 && someone_signals(parent)) return true;
  return someone_may(Op::kSend, process) || someone_may(Op::kTerminate, process) ||
         someone_may(Op::kKill, process);
}

bool Helpers::may_end(int32_t process) const {
  if (!graph_.started[static_cast<size_t>(process)]) return someone_may(Op::kStart, process);
  return is_running(process) || find_live(graph_, process) == nullptr || someone_signals(process);
}

bool Helpers::frees_lock(int32_t object) const {
  const HeldLock* held = holder_of(graph_, lock_of(program_, object));
  if (held == nullptr) return true;
  if (held->process < 0) return false;  // whoever has its number by now
  return is_running(held->process) ||
         (find_live(graph_, held->process) != nullptr && someone_signals(held->process));
}

bool Helpers::finishes_calls(int32_t pool) const {
  if (someone_may(Op::kPoolTerminate, pool)) return true;
  bool any = false;
  for (const Activity& activity : graph_.live) {
    if (program_.scenario.processes[static_cast<size_t>(activity.process)].pool != pool) continue;
    any = true;
    if (may_end(activity.process)) return true;
  }
  return !any;
}

bool Helpers::makes_ready(int32_t object) const {
  switch (program_.scenario.objects[static_cast<size_t>(object)].kind) {
    case ObjectKind::kEvent:
      return someone_may(Op::kTrigger, object);
    case ObjectKind::kQueue:
      return someone_may(Op::kPut, object) || someone_may(Op::kCloseQueue, object);
    case ObjectKind::kPool:
      return finishes_calls(object);
    case ObjectKind::kLock:
    case ObjectKind::kSemaphore:
    case ObjectKind::kCondition:
    case ObjectKind::kBarrier:
    case ObjectKind::kList:
    case ObjectKind::kDict:
    case ObjectKind::kValue:
      return true;
  }
  UNREACHABLE();
}

bool Helpers::gives(const Activity& activity) const {
  const int32_t object = activity.objects.empty() ? -1 : activity.objects.front();
  const auto ends = [this](int32_t process) { return may_end(process); };
  if (activity.op == Op::kWaitAny) {
    return std::any_of(activity.processes.begin(), activity.processes.end(), ends) ||
           std::any_of(activity.objects.begin(), activity.objects.end(),
                       [this](int32_t number) { return makes_ready(number); });
  }
  if (object < 0) {
    return std::all_of(activity.processes.begin(), activity.processes.end(), ends);
  }
  if (activity.op == Op::kAcquire)
    return is_semaphore(program_, object) ? someone_may(Op::kRelease, object) : frees_lock(object);
  if (activity.op == Op::kConditionWait)
    return activity.relocking ? frees_lock(object) : someone_may(Op::kNotify, object);
  if (activity.op == Op::kBarrierWait) {
    return someone_may(Op::kBarrierWait, object) || someone_may(Op::kAbort, object) ||
           someone_may(Op::kReset, object);
  }
  if (activity.op == Op::kWaitEvent || activity.op == Op::kGet) return makes_ready(object);
  if (activity.op == Op::kPut)
    return someone_may(Op::kGet, object) || someone_may(Op::kCloseQueue, object);
  if (activity.op == Op::kJoinQueue) return someone_may(Op::kTaskDone, object);
  if (activity.op == Op::kPoolTake)
    return someone_may(Op::kPoolSubmit, object) || someone_may(Op::kPoolClose, object);
  if (activity.op == Op::kPoolGather || activity.op == Op::kPoolClose ||
      activity.op == Op::kPoolTerminate)
    return finishes_calls(object);
  return true;
}

bool Helpers::helps(const Activity& activity) const {
  return gives(activity) || someone_signals(activity.process);
}

bool waits_for_workers(Op op) {
  return op == Op::kPoolGather || op == Op::kPoolClose || op == Op::kPoolTerminate;
}

std::vector<int32_t> workers_of(const Program& program, int32_t pool) {
  const Object& declared = program.scenario.objects[static_cast<size_t>(pool)];
  std::vector<int32_t> workers;
  for (int64_t i = 0; i < declared.workers; ++i)
    workers.push_back(declared.first_worker + static_cast<int32_t>(i));
  return workers;
}

// Those whom `activity` waits for by name.
std::vector<int32_t> waited_for(const Program& program, const WaitGraph& graph,
                                const Activity& activity) {
  if (activity.op == Op::kWaitAny) return {};
  if (activity.objects.empty()) return activity.processes;
  const int32_t object = activity.objects.front();
  if (waits_for_workers(activity.op)) return workers_of(program, object);
  if (activity.op == Op::kBarrierWait) {
    const int32_t actor = actor_of(graph, object);
    return actor < 0 ? std::vector<int32_t>{} : std::vector<int32_t>{actor};
  }
  const bool lock = activity.op == Op::kConditionWait
                        ? activity.relocking
                        : activity.op == Op::kAcquire && !is_semaphore(program, object);
  if (!lock) return {};
  const HeldLock* held = holder_of(graph, lock_of(program, object));
  const bool lives = held != nullptr && held->process >= 0;
  return lives ? std::vector<int32_t>{held->process} : std::vector<int32_t>{};
}

}  // namespace

int32_t lock_of(const Program& program, int32_t object) {
  const Object& declared = program.scenario.objects[static_cast<size_t>(object)];
  const bool borrowed = declared.kind == ObjectKind::kCondition && declared.lock >= 0;
  return borrowed ? declared.lock : object;
}

const Activity* find_live(const WaitGraph& graph, int32_t process) {
  const auto found = std::lower_bound(
      graph.live.begin(), graph.live.end(), process,
      [](const Activity& activity, int32_t number) { return activity.process < number; });
  return found != graph.live.end() && found->process == process ? &*found : nullptr;
}

const HeldLock* holder_of(const WaitGraph& graph, int32_t lock) {
  for (const HeldLock& held : graph.locks)
    if (held.object == lock) return &held;
  return nullptr;
}

int32_t actor_of(const WaitGraph& graph, int32_t barrier) {
  for (const auto& [object, process] : graph.acting)
    if (object == barrier) return process;
  return -1;
}

std::vector<const Activity*> find_helpless(const Program& program, const Providers& providers,
                                           const WaitGraph& graph) {
  Helpers helpers(program, providers, graph);
  std::vector<const Activity*> open;
  for (const Activity& activity : graph.live) {
    if (activity.state == Activity::State::kRunning)
      helpers.set_running(activity.process);
    else
      open.push_back(&activity);
  }
  // Whoever can be helped may go on, and help others in turn.
  for (size_t before = open.size() + 1; before != open.size();) {
    before = open.size();
    std::erase_if(open, [&](const Activity* activity) {
      const bool helped = helpers.helps(*activity);
      if (helped) helpers.set_running(activity->process);
      return helped;
    });
  }
  return open;
}

WaitsFor::WaitsFor(const Program& program, const WaitGraph& graph,
                   const std::vector<const Activity*>& helpless) {
  std::vector<int32_t> node_of(program.processes.size(), -1);
  for (const Activity* activity : helpless) {
    node_of[static_cast<size_t>(activity->process)] = static_cast<int32_t>(nodes_.size());
    nodes_.push_back({activity, {}, false});
  }
  for (Node& node : nodes_) {
    for (const int32_t process : waited_for(program, graph, *node.activity)) {
      const int32_t successor = node_of[static_cast<size_t>(process)];
      if (successor >= 0) node.successors.push_back(static_cast<size_t>(successor));
    }
  }
  keep_relevant(program);
  mark_cycles();
}

void WaitsFor::keep_relevant(const Program& program) {
  std::vector<bool> wanted(nodes_.size());
  std::vector<size_t> open;
  for (size_t i = 0; i < nodes_.size(); ++i)
    if (!is_daemon(program, nodes_[i].activity->process)) open.push_back(i);
  while (!open.empty()) {
    const size_t node = open.back();
    open.pop_back();
    if (wanted[node]) continue;
    wanted[node] = true;
    for (const size_t next : nodes_[node].successors) open.push_back(next);
  }
  std::vector<size_t> position(nodes_.size());
  std::vector<Node> kept;
  for (size_t i = 0; i < nodes_.size(); ++i) {
    position[i] = kept.size();
    if (wanted[i]) kept.push_back(std::move(nodes_[i]));
  }
  for (Node& node : kept)
    for (size_t& next : node.successors) next = position[next];
  nodes_ = std::move(kept);
}

// Tarjan's strongly connected components, without recursion.
void WaitsFor::mark_cycles() {
  struct Visit {
    size_t node = 0;
    size_t next = 0;
  };
  std::vector<size_t> order(nodes_.size());  // of discovery, from 1
  std::vector<size_t> low(nodes_.size());
  std::vector<bool> on_path(nodes_.size());
  std::vector<size_t> path;
  size_t discovered = 0;
  for (size_t root = 0; root < nodes_.size(); ++root) {
    std::vector<Visit> visits;
    if (order[root] == 0) visits.push_back({root, 0});
    while (!visits.empty()) {
      auto& [node, next] = visits.back();
      if (next == 0) {
        order[node] = low[node] = ++discovered;
        on_path[node] = true;
        path.push_back(node);
      }
      if (next < nodes_[node].successors.size()) {
        const size_t successor = nodes_[node].successors[next++];
        if (successor == node) nodes_[node].in_cycle = true;
        if (order[successor] == 0)
          visits.push_back({successor, 0});
        else if (on_path[successor])
          low[node] = std::min(low[node], order[successor]);
        continue;
      }
      if (low[node] == order[node]) {
        const bool several = path.back() != node;
        for (bool last = false; !last; path.pop_back()) {
          const size_t member = path.back();
          nodes_[member].in_cycle = nodes_[member].in_cycle || several;
          on_path[member] = false;
          last = member == node;
        }
      }
      const size_t done = node;
      visits.pop_back();
      if (!visits.empty()) low[visits.back().node] = std::min(low[visits.back().node], low[done]);
    }
  }
}

}  // namespace runner
