// Drawing the graph of waits from the slots and the objects.
#include <algorithm>

#include "base/limits.h"
#include "posix/barrier.h"
#include "posix/clock.h"
#include "posix/lock.h"
#include "posix/perform.h"
#include "posix/process_name.h"
#include "posix/wait_any.h"
#include "posix/watchdog.h"
#include "posix/whereabouts.h"

namespace runner::posix {

namespace {

class Drawing {
 public:
  explicit Drawing(const Family& family) : family_(family), region_(family.region()) {}

  WaitGraph draw() {
    for (int32_t process = 0; process < region_.process_count(); ++process) add_process(process);
    const auto objects = static_cast<int32_t>(region_.program().scenario.objects.size());
    for (int32_t object = 0; object < objects; ++object) add_object(object);
    return std::move(graph_);
  }

 private:
  void add_process(int32_t process);
  void add_object(int32_t object);
  void describe_wait(int32_t process, const WaitReport& report, Activity& activity) const;
  void add_watched(uint64_t watched, Activity& activity) const;
  void add_children(int32_t parent, bool daemons, Activity& activity) const;
  double seconds(int64_t time) const {
    return static_cast<double>(time - family_.began()) / static_cast<double>(kNanosPerSecond);
  }

  const Family& family_;
  Region& region_;
  WaitGraph graph_;
};

void Drawing::add_process(int32_t process) {
  const Slot& slot = region_.slot(process);
  const Life life = slot.life.load();
  graph_.names.push_back(process_name(region_, process));
  graph_.parents.push_back(life == Life::kInitial ? -1 : slot.parent.load());
  graph_.started.push_back(life != Life::kInitial);
  if (!is_live(life) && !is_worker_due(family_, process)) return;

  Activity activity;
  activity.process = process;
  const WaitReport& report = slot.waiting;
  const uint32_t epoch = report.epoch.load();
  activity.since = -1;  // not known
  const Relative& relative = family_.relative(process);
  if (const OperationSpec* spec = relative.performing.load(); spec != nullptr) {
    // Whoever is not in a wait runs, and may have been in a thousand waits since.
    if (spec->op == Op::kWork) activity.op = spec->op;
    activity.at = spec->at;
  } else {
    activity.at = computing_at(relative);
  }
  if ((epoch & 1) != 0) {
    Activity seen = activity;
    describe_wait(process, report, seen);
    // What was read belongs to one wait only if that wait still lasts.
    if (report.epoch.load() == epoch) activity = std::move(seen);
  }
  const bool granted = slot.wait_state.load() == WaitState::kGranted;
  const bool blocked = (epoch & 1) != 0 && !granted && is_blocked(slot) &&
                       report.epoch.load() == epoch && activity.op != Op::kPrint;
  activity.state = blocked ? Activity::State::kWaiting : Activity::State::kRunning;
  graph_.live.push_back(std::move(activity));
}

void Drawing::describe_wait(int32_t process, const WaitReport& report, Activity& activity) const {
  // In a conducted run, between two stretches of what it computes.
  if (report.op == Op::kYield && report.line == 0) return;
  activity.op = report.op;
  activity.at = {report.line, report.column};
  activity.since = seconds(report.since);
  activity.relocking = report.relocking;
  activity.missed = report.missed;
  const auto objects = static_cast<int32_t>(region_.program().scenario.objects.size());
  if (report.op == Op::kWaitAny) return add_watched(report.watched, activity);
  if (report.op == Op::kStopDaemons) return add_children(process, true, activity);
  if (report.op == Op::kJoinChildren) return add_children(process, false, activity);
  if (report.target < 0) return;
  if (report.is_process) {
    if (report.target < region_.process_count()) activity.processes.push_back(report.target);
  } else if (report.target < objects) {
    activity.objects.push_back(report.target);
  }
}

void Drawing::add_watched(uint64_t watched, Activity& activity) const {
  if (watched == 0) return;
  const auto& set = *reinterpret_cast<const WatchedSet*>(region_.at(watched));
  // Its owner may give it back meanwhile: then this is any number, and what comes of it is dropped.
  const uint64_t room = (region_.size() - watched - sizeof(WatchedSet)) / sizeof(WatchedItem);
  const uint64_t most = std::min(room, static_cast<uint64_t>(limits::kListElements));
  const uint64_t count = std::min<uint64_t>(static_cast<const volatile uint32_t&>(set.count), most);
  for (uint64_t i = 0; i < count; ++i) {
    (set.items()[i].is_process ? activity.processes : activity.objects)
        .push_back(set.items()[i].number);
  }
}

void Drawing::add_children(int32_t parent, bool daemons, Activity& activity) const {
  for (int32_t process = 0; process < region_.process_count(); ++process) {
    const Slot& slot = region_.slot(process);
    if (is_live(slot.life.load()) && slot.parent.load() == parent && process != parent &&
        family_.declared(process).daemon == daemons) {
      activity.processes.push_back(process);
    }
  }
}

void Drawing::add_object(int32_t object) {
  const Object& declared = region_.declared(object);
  if (declared.kind == ObjectKind::kBarrier) {
    const BarrierReading barrier = barrier_read(region_, object);
    graph_.arrived.emplace_back(object, barrier.waiting);
    if (barrier.actor >= 0) graph_.acting.emplace_back(object, barrier.actor);
  }
  const bool has_lock = declared.kind == ObjectKind::kLock ||
                        (declared.kind == ObjectKind::kCondition && declared.lock < 0);
  if (!has_lock) return;
  const int32_t owner = lock_owner_number(region_, object);
  if (owner >= region_.process_count()) return;
  if (owner >= 0) {
    graph_.locks.push_back({object, owner, process_name(region_, owner)});
  } else if (std::optional<std::string> dead = lock_dead_holder(region_, object)) {
    graph_.locks.push_back({object, -1, *std::move(dead)});
  }
}

}  // namespace

WaitGraph draw_graph(const Family& family) {
  return Drawing(family).draw();
}

}  // namespace runner::posix
