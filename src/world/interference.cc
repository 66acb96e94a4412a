#include "world/interference.h"

#include <algorithm>
#include <set>

#include "machine/deadlock.h"

namespace runner::world {

namespace {

bool is_one_of(Op op, std::initializer_list<Op> ops) {
  return std::find(ops.begin(), ops.end(), op) != ops.end();
}

bool is_pool_op(Op op) {
  return is_one_of(op, {Op::kPoolSubmit, Op::kPoolGather, Op::kPoolTake, Op::kPoolFinish,
                        Op::kPoolFail, Op::kPoolClose, Op::kPoolTerminate});
}

bool is_signal(Op op) {
  return is_one_of(op, {Op::kTerminate, Op::kKill, Op::kSend});
}

bool is_lifecycle_op(const Access& access) {
  return access.processes || is_one_of(access.op, {Op::kEnd, Op::kStopDaemons, Op::kJoinChildren});
}

bool overlap(const Access& a, const Access& b) {
  if (a.count == 0 || b.count == 0) return true;
  return a.first < b.first + b.count && b.first < a.first + a.count;
}

// Either of the two is one of `these`, and the other one of `those`.
bool are(const Access& a, const Access& b, std::initializer_list<Op> these,
         std::initializer_list<Op> those) {
  return (is_one_of(a.op, these) && is_one_of(b.op, those)) ||
         (is_one_of(b.op, these) && is_one_of(a.op, those));
}

bool changes(Op op) {
  return !is_one_of(
      op, {Op::kRead, Op::kWaitEvent, Op::kJoinQueue, Op::kWaitAny, Op::kJoin, Op::kPrint});
}

}  // namespace

Interference::Interference(const World& world, const Providers& providers)
    : world_(world), watched_(static_cast<size_t>(world.object_count())) {
  const Program& program = world.program();
  for (const Object& object : world.scenario().objects)
    ordered_.push_back(!sums_exactly(object.initial));
  for (const int32_t routine : program.always) {
    for (const Instruction& i : program.routines[static_cast<size_t>(routine)].instructions) {
      if (i.op != OpCode::kOperation) continue;
      for (const Access& access :
           accesses_of(world, program.operations[static_cast<size_t>(i.a)], -1)) {
        watches_processes_ = watches_processes_ || access.processes;
        for (int32_t k = 0; !access.processes && k < access.count; ++k)
          watched_[static_cast<size_t>(access.first + k)] = true;
      }
    }
  }
  const int32_t processes = world.process_count();
  for (int32_t process = 0; process < processes; ++process) {
    Victims victims{std::vector<bool>(static_cast<size_t>(processes)),
                    std::vector<bool>(watched_.size())};
    bool daemons = false;
    for (int32_t other = 0; other < processes; ++other) {
      const int32_t pool = world.process(other).pool;
      const bool child = providers.may(process, Op::kStart, other) ||
                         (pool >= 0 && providers.may(process, Op::kPoolSubmit, pool)) ||
                         (pool >= 0 && providers.may(process, Op::kPoolClose, pool));
      daemons = daemons || (child && world.process(other).daemon);
      if (other != process && !child) continue;
      victims.processes[static_cast<size_t>(other)] = true;
      for (const int32_t number : providers.operations(providers.body_of(other))) {
        for (const Access& access :
             accesses_of(world, program.operations[static_cast<size_t>(number)], -1)) {
          if (!is_one_of(access.op,
                         {Op::kAcquire, Op::kConditionWait, Op::kBarrierWait, Op::kRelease}))
            continue;
          for (int32_t object = 0; object < world.object_count(); ++object) {
            if (!access.may_touch(object)) continue;
            victims.objects[static_cast<size_t>(object)] = true;
            victims.objects[static_cast<size_t>(lock_of(program, object))] = true;
          }
        }
      }
    }
    bool leaves_watched = false;
    for (size_t object = 0; object < watched_.size(); ++object)
      leaves_watched = leaves_watched || (watched_[object] && victims.objects[object]);
    if (leaves_watched) leave_watched_.push_back(process);
    victims_.push_back(std::move(victims));
    has_daemons_.push_back(daemons);
  }
}

bool Interference::ends_processes(const Act& act) const {
  if (act.access.op == Op::kStopDaemons) return has_daemons_[static_cast<size_t>(act.process)];
  return is_one_of(act.access.op, {Op::kTerminate, Op::kKill, Op::kSend, Op::kPoolTerminate});
}

bool Interference::may_start(const Act& act, int32_t process) const {
  if (act.access.op == Op::kStart) return act.access.may_touch(process);
  return world_.process(process).pool >= 0 &&
         (is_pool_op(act.access.op) || act.access.op == Op::kEnd);
}

bool Interference::may_end(const Act& act, int32_t process) const {
  const auto index = static_cast<size_t>(process);
  if (!ends_processes(act)) return false;
  if (act.access.op == Op::kStopDaemons)
    return victims_[static_cast<size_t>(act.process)].processes[index] && process != act.process;
  if (act.access.op == Op::kPoolTerminate) return world_.process(process).pool >= 0;
  for (int32_t target = 0; target < world_.process_count(); ++target)
    if (act.access.may_touch(target) && victims_[static_cast<size_t>(target)].processes[index])
      return true;
  return false;
}

bool Interference::involve_victims(const Act& ending, const Act& other) const {
  if (may_end(ending, other.process)) return true;
  if (other.access.op == Op::kPrint) return false;
  for (int32_t victim = 0; victim < world_.process_count(); ++victim) {
    if (!may_end(ending, victim)) continue;
    if (other.access.processes && other.access.may_touch(victim)) return true;
    if (is_lifecycle_op(other.access) && !other.access.processes) return true;
    if (is_one_of(other.access.op, {Op::kWaitAny}) || is_pool_op(other.access.op)) return true;
    if (other.access.processes) continue;
    const std::vector<bool>& objects = victims_[static_cast<size_t>(victim)].objects;
    if (touches_one_of(objects, other.access)) return true;
  }
  return false;
}

bool Interference::is_watched(const Act& act) const {
  const Access& access = act.access;
  if (!changes(access.op)) return false;
  if (is_lifecycle_op(access) ? watches_processes_ : touches_one_of(watched_, access)) return true;
  return std::any_of(leave_watched_.begin(), leave_watched_.end(), [&](int32_t process) {
    return access.op == Op::kEnd ? process == act.process : may_end(act, process);
  });
}

bool Interference::touches_one_of(const std::vector<bool>& objects, const Access& access) const {
  for (size_t object = 0; object < objects.size(); ++object) {
    const Access one = {.first = static_cast<int32_t>(object), .count = 1};
    if (objects[object] && touch_same(access, one)) return true;
  }
  return false;
}

// A condition counts as its lock, too.
bool Interference::touch_same(const Access& a, const Access& b) const {
  if (overlap(a, b)) return true;
  // The members of an array are of one kind.
  const auto is_condition = [this](const Access& access) {
    return world_.object(access.first).kind == ObjectKind::kCondition;
  };
  if (!is_condition(a) && !is_condition(b)) return false;
  const auto locks = [this](const Access& access) {
    std::set<int32_t> locks;
    for (int32_t k = 0; k < access.count; ++k)
      locks.insert(lock_of(world_.program(), access.first + k));
    return locks;
  };
  const std::set<int32_t> known = locks(a);
  const std::set<int32_t> others = locks(b);
  return std::any_of(others.begin(), others.end(),
                     [&](int32_t lock) { return known.contains(lock); });
}

bool Interference::between(const Act& a, const Act& b) const {
  if (is_watched(a) && is_watched(b)) return true;
  if (ends_processes(a) && involve_victims(a, b)) return true;
  if (ends_processes(b) && involve_victims(b, a)) return true;
  if (a.access.op == Op::kYield || b.access.op == Op::kYield) return false;
  if (a.access.op == Op::kPrint || b.access.op == Op::kPrint) return a.access.op == b.access.op;
  // The end of a worker is its pool's business.
  const auto ends_worker = [this](const Act& act) {
    return act.access.op == Op::kEnd && world_.process(act.process).pool >= 0;
  };
  if ((ends_worker(a) && is_pool_op(b.access.op)) || (ends_worker(b) && is_pool_op(a.access.op)))
    return true;
  if (is_lifecycle_op(a.access) || is_lifecycle_op(b.access)) return of_lifecycles(a, b);
  if (a.access.op == Op::kWaitAny || b.access.op == Op::kWaitAny) {
    const Access& other = a.access.op == Op::kWaitAny ? b.access : a.access;
    return is_one_of(other.op, {Op::kTrigger, Op::kClear, Op::kPut, Op::kGet, Op::kCloseQueue}) ||
           is_pool_op(other.op);
  }
  if (is_pool_op(a.access.op) || is_pool_op(b.access.op))
    return is_pool_op(a.access.op) && is_pool_op(b.access.op);
  return touch_same(a.access, b.access) && of_objects(a.access, b.access);
}

// Starts, ends, and who looks at them.
bool Interference::of_lifecycles(const Act& a, const Act& b) const {
  const auto about = [](const Act& act) {  // the process that it is about
    if (act.access.op != Op::kEnd) return act.access;
    Access own = act.access;
    own.processes = true;
    own.first = act.process;
    own.count = 1;
    return own;
  };
  const Access x = about(a);
  const Access y = about(b);
  const auto looks = [](const Access& access) {
    return access.op == Op::kRead || access.op == Op::kWaitAny ||
           (access.op == Op::kJoin && !access.patient);
  };
  if (are(x, y, {Op::kJoinChildren, Op::kStopDaemons}, {Op::kEnd})) return false;
  if (x.op == Op::kWaitAny || y.op == Op::kWaitAny) return are(x, y, {Op::kWaitAny}, {Op::kEnd});
  if (x.op == Op::kEnd || y.op == Op::kEnd) {
    const Access& end = x.op == Op::kEnd ? x : y;
    const Access& other = x.op == Op::kEnd ? y : x;
    if (other.processes) return overlap(end, other) && (looks(other) || is_signal(other.op));
    // A lock that is still held at the end: who does not wait for it for ever may notice.
    const int32_t process = x.op == Op::kEnd ? a.process : b.process;
    const std::vector<bool>& objects = victims_[static_cast<size_t>(process)].objects;
    const bool notices = other.op == Op::kRead || (other.op == Op::kAcquire && !other.patient) ||
                         other.op == Op::kConditionWait || (needs_lock(other) && !other.rightful);
    return notices && touches_one_of(objects, other);
  }
  if (!x.processes || !y.processes || !overlap(x, y)) return false;
  return x.op == Op::kStart || y.op == Op::kStart || is_signal(x.op) || is_signal(y.op);
}

bool Interference::of_objects(const Access& a, const Access& b) const {
  if (a.op == Op::kRead || b.op == Op::kRead) return changes(a.op) || changes(b.op);
  if (is_one_of(a.op,
                {Op::kBarrierWait, Op::kBarrierPass, Op::kBarrierFail, Op::kAbort, Op::kReset}))
    return true;
  if (is_one_of(a.op, {Op::kTrigger, Op::kClear, Op::kWaitEvent})) {
    if (a.op == b.op) return false;
    if (are(a, b, {Op::kTrigger}, {Op::kWaitEvent})) return !a.patient || !b.patient;
    return true;
  }
  if (is_one_of(a.op, {Op::kPut, Op::kGet, Op::kTaskDone, Op::kJoinQueue, Op::kCloseQueue}))
    return of_queues(a, b);
  if (is_one_of(a.op, {Op::kAcquire, Op::kRelease, Op::kConditionWait, Op::kNotify})) {
    const Access& known = a.count != 0 ? a : b;
    const bool semaphore =
        known.count != 0 && world_.object(known.first).kind == ObjectKind::kSemaphore;
    return semaphore ? of_semaphores(a, b) : of_locks(a, b);
  }
  return of_cells(a, b);
}

bool Interference::of_locks(const Access& a, const Access& b) const {
  // Whoever takes the lock meets everybody else who does.
  const auto takes = [](const Access& access) {
    return access.op == Op::kAcquire || (access.op == Op::kConditionWait && access.takes_again);
  };
  const auto frees = [](const Access& access) {
    return access.op == Op::kRelease || (access.op == Op::kConditionWait && !access.takes_again);
  };
  if (takes(a) && takes(b)) return true;
  const auto mistakes = [](const Access& access) { return needs_lock(access) && !access.rightful; };
  if ((mistakes(a) && (takes(b) || frees(b))) || (mistakes(b) && (takes(a) || frees(a))))
    return true;
  if ((takes(a) && frees(b)) || (takes(b) && frees(a))) {
    // A release cannot come while the lock can be taken, unless by mistake.
    return !a.patient || !b.patient || a.count != 1 || b.count != 1;
  }
  if (a.op == Op::kNotify || b.op == Op::kNotify) {
    const Access& other = a.op == Op::kNotify ? b : a;
    return other.op == Op::kNotify || other.op == Op::kConditionWait;
  }
  return false;
}

bool Interference::any_bounded(const Access& access) const {
  return access.count != 1 || world_.object(access.first).bounded;
}

bool Interference::of_semaphores(const Access& a, const Access& b) const {
  if (a.op == Op::kAcquire && b.op == Op::kAcquire) return true;
  const Access& known = a.count == 1 ? a : b;
  if (a.op == Op::kRelease && b.op == Op::kRelease) return any_bounded(known);
  return !a.patient || !b.patient || any_bounded(known);
}

bool Interference::of_queues(const Access& a, const Access& b) const {
  if (are(a, b, {Op::kPut}, {Op::kGet})) return !a.patient || !b.patient;
  if (are(a, b, {Op::kGet}, {Op::kTaskDone, Op::kJoinQueue})) return false;
  if (are(a, b, {Op::kTaskDone, Op::kJoinQueue}, {Op::kCloseQueue})) return false;
  if (are(a, b, {Op::kTaskDone}, {Op::kJoinQueue})) return !a.patient || !b.patient;
  if (a.op == b.op) return a.op != Op::kJoinQueue && a.op != Op::kCloseQueue;
  return true;
}

bool Interference::any_ordered(const Access& a, const Access& b) const {
  for (size_t object = 0; object < ordered_.size(); ++object) {
    const auto number = static_cast<int32_t>(object);
    if (ordered_[object] && a.may_touch(number) && b.may_touch(number)) return true;
  }
  return false;
}

void Interference::order_additions(const Access& access) {
  for (size_t object = 0; object < ordered_.size(); ++object)
    if (access.may_touch(static_cast<int32_t>(object))) ordered_[object] = true;
}

bool Interference::of_cells(const Access& a, const Access& b) const {
  const bool adds = a.op == Op::kAdd && b.op == Op::kAdd;
  return !adds || a.result_is_used || b.result_is_used || !a.sums_exactly || !b.sums_exactly ||
         any_ordered(a, b);
}

bool Interference::may_enable(const Act& act, const Act& helper) const {
  const Access& a = act.access;
  const Access& h = helper.access;
  // A handled signal lets any wait go on with something else.
  if (world_.awaits_signals(act.process) && may_end(helper, act.process)) return true;
  if (h.op == Op::kPrint) return false;
  if (a.op == Op::kWaitAny) {
    return is_one_of(h.op, {Op::kTrigger, Op::kPut, Op::kCloseQueue, Op::kEnd}) ||
           is_pool_op(h.op) || ends_processes(helper);
  }
  if (is_pool_op(a.op)) return is_pool_op(h.op) || h.op == Op::kEnd || ends_processes(helper);
  // Who dies breaks the barrier at which it waits, and leaves the wake-up that it has got.
  if (is_one_of(a.op, {Op::kBarrierWait, Op::kConditionWait}) && ends_processes(helper))
    return involve_victims(helper, act);
  // Of locks and of processes one is to blame: that is the state's to say.
  if (is_lifecycle_op(a) || is_lifecycle_op(h) || !touch_same(a, h)) return false;
  if (a.op == Op::kBarrierWait) {
    return is_one_of(
        h.op, {Op::kBarrierWait, Op::kBarrierPass, Op::kBarrierFail, Op::kAbort, Op::kReset});
  }
  if (a.op == Op::kAcquire) return h.op == Op::kRelease;  // of a semaphore
  if (a.op == Op::kConditionWait) return h.op == Op::kNotify;
  if (a.op == Op::kWaitEvent) return h.op == Op::kTrigger;
  if (a.op == Op::kPut) return is_one_of(h.op, {Op::kGet, Op::kCloseQueue});
  if (a.op == Op::kGet) return is_one_of(h.op, {Op::kPut, Op::kCloseQueue});
  if (a.op == Op::kJoinQueue) return h.op == Op::kTaskDone;
  return true;
}

}  // namespace runner::world
