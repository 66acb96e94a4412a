#include "posix/perform.h"

#include <sched.h>

#include <csignal>

#include "expr/text_form.h"
#include "posix/barrier.h"
#include "posix/condition.h"
#include "posix/data.h"
#include "posix/event.h"
#include "posix/gate_pass.h"
#include "posix/lock.h"
#include "posix/pool.h"
#include "posix/queue.h"
#include "posix/semaphore.h"
#include "posix/spawn.h"
#include "posix/wait_any.h"

namespace runner::posix {

namespace {

ObjectKind kind_of(const Member& member, const Operation& operation) {
  return member.region().declared(operation.target).kind;
}

Performed acquire(Member& member, const Operation& operation) {
  if (kind_of(member, operation) == ObjectKind::kSemaphore) {
    return semaphore_acquire(member.me, operation.target, operation.deadline);
  }
  return lock_acquire(member.me, operation.target, operation.deadline);
}

Outcome release(Member& member, const Operation& operation) {
  if (kind_of(member, operation) != ObjectKind::kSemaphore) {
    return lock_release(member.me, operation.target);
  }
  return semaphore_release(member.me, operation.target,
                           operation.value == nullptr ? Value() : *operation.value);
}

Performed print(Member& member, const Operation& operation) {
  const bool to_stderr = operation.spec->flag;
  const EventKind kind = to_stderr ? EventKind::kErrorOutput : EventKind::kOutput;
  const Value& value = *operation.value;
  const bool done = value.is_string()
                        ? write_entry(member, {.kind = kind, .text = value.as_string()})
                        : write_entry(member, {.kind = kind, .text = to_text(value)});
  if (!done) return std::nullopt;
  return Outcome::done();
}

Performed report(Member& member, const Operation& operation) {
  const ErrorBody& error = operation.value->as_error();
  const JournalEntry entry = {.kind = EventKind::kReport,
                              .line = error.line,
                              .column = error.column,
                              .text = error.message};
  if (!write_entry(member, entry)) return std::nullopt;
  member.me.slot.flags.fetch_or(kSlotReported);
  return Outcome::done();
}

Outcome choose(Member& member, const Operation& operation) {
  const std::vector<Value>& items = operation.value->as_list();
  if (items.empty()) return Outcome::failed(Fault::kNothingToChoose);
  size_t index = member.machine->draw(items.size());
  if (member.me.gate != nullptr) index = member.me.gate->choose(items.size(), index);
  return Outcome::done(items[index]);
}

Outcome give_way() {
  sched_yield();
  return Outcome::done();
}

Outcome notify(Member& member, const Operation& operation) {
  return condition_notify(member.me, operation.target,
                          operation.value == nullptr ? Value() : *operation.value);
}

}  // namespace

[[gnu::hot]] Performed perform(Member& member, const Operation& operation) {
  Self& me = member.me;
  const int32_t target = operation.target;
  switch (operation.op) {
    case Op::kPrint:
      return print(member, operation);
    case Op::kRead:
      if (operation.is_process || operation.spec->flag) return read_processes(member, operation);
      return read_objects(me, operation);
    case Op::kStore:
    case Op::kAdd:
    case Op::kAppend:
    case Op::kExtend:
    case Op::kPop:
    case Op::kRemove:
    case Op::kKernelExtend:
      return change_data(me, operation);
    case Op::kAcquire:
      return acquire(member, operation);
    case Op::kRelease:
      return release(member, operation);
    case Op::kBarrierWait:
      return barrier_wait(me, target, operation.deadline);
    case Op::kBarrierPass:
      return barrier_pass(me, target);
    case Op::kBarrierFail:
      return barrier_fail(me, target);
    case Op::kAbort:
      return barrier_abort(me, target);
    case Op::kReset:
      return barrier_reset(me, target);
    case Op::kTrigger:
      return event_trigger(me, target);
    case Op::kClear:
      return event_clear(me, target);
    case Op::kWaitEvent:
      return event_wait(me, target, operation.deadline);
    case Op::kConditionWait:
      return condition_wait(me, target, operation.deadline);
    case Op::kNotify:
      return notify(member, operation);
    case Op::kPut:
      return queue_put(me, target, *operation.value, operation.deadline);
    case Op::kGet:
      return queue_get(me, target, operation.deadline);
    case Op::kTaskDone:
      return queue_task_done(me, target);
    case Op::kJoinQueue:
      return queue_join(me, target, operation.deadline);
    case Op::kCloseQueue:
      return queue_close(me, target);
    case Op::kWaitAny:
      return wait_any(me, *operation.value, operation.deadline);
    case Op::kStart:
      return start_process(member, target);
    case Op::kJoin:
      return join(member, operation);
    case Op::kTerminate:
      return terminate(member, operation, SIGTERM);
    case Op::kKill:
      return terminate(member, operation, SIGKILL);
    case Op::kSend:
      return send(member, operation);
    case Op::kStopDaemons:
      return stop_daemons(member);
    case Op::kJoinChildren:
      return join_children(member);
    case Op::kSleep:
      return sleep_until(member, operation.deadline);
    case Op::kWork:
      return work(member, operation);
    case Op::kYield:
      return give_way();
    case Op::kChoose:
      return choose(member, operation);
    case Op::kReport:
      return report(member, operation);
    case Op::kPoolSubmit:
      return submit(member, operation);
    case Op::kPoolGather:
      return pool_gather(me, *operation.value, operation.deadline);
    case Op::kPoolTake:
      return pool_take(me, target, operation.deadline);
    case Op::kPoolFinish:
      return pool_finish(me, target, *operation.value);
    case Op::kPoolFail:
      return pool_fail(me, target, *operation.value);
    case Op::kPoolClose:
      return close_pool(member, target);
    case Op::kPoolTerminate:
      return terminate_pool(member, target);
    case Op::kEnd:
      end(member, operation);
  }
  UNREACHABLE();
}

}  // namespace runner::posix
