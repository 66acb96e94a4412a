#include "posix/quick.h"

#include "machine/execution.h"
#include "posix/event.h"
#include "posix/lock.h"
#include "posix/queue.h"
#include "posix/semaphore.h"
#include "posix/shared_list.h"
#include "posix/shared_value.h"

namespace runner::posix {

inline bool Quick::counted(int32_t object, bool done) {
  if (done && counter_ != nullptr) [[unlikely]]
    counter_->took(object);
  return done;
}

inline bool Quick::acquire(int32_t object) {
  const ObjectPlace& place = self_.region.place(object);
  if (place.kind == ObjectKind::kSemaphore) {
    return counted(object, semaphore_take_quickly(self_.region.state<SemaphoreState>(object)));
  }
  LockState& lock = self_.region.state<LockState>(place.lock);
  if (!lock_take_quickly(self_, lock, place.lock)) return false;
  if (counter_ != nullptr) counter_->took_lock(place.lock);
  return true;
}

inline bool Quick::release(const OperationSpec& spec, int32_t object) {
  const ObjectPlace& place = self_.region.place(object);
  if (place.kind == ObjectKind::kSemaphore || spec.value_slot >= 0) return false;
  LockState& lock = self_.region.state<LockState>(place.lock);
  if (!lock_give_quickly(self_, lock, place.lock)) return false;
  if (counter_ != nullptr) counter_->gave_lock(place.lock);
  return true;
}

inline bool Quick::change(const OperationSpec& spec, int32_t object, Value* slots) {
  if (spec.path_count > 0) return false;
  const Value& value = slots[spec.value_slot];
  const ObjectKind kind = self_.region.place(object).kind;
  if (kind == ObjectKind::kList) {
    return spec.op == Op::kAppend && list_append_quickly(self_, object, value);
  }
  if (kind != ObjectKind::kValue) return false;
  ValueState& state = self_.region.state<ValueState>(object);
  if (spec.op == Op::kStore) return value_store_quickly(self_.region, state, value);
  int64_t sum = 0;
  if (spec.op != Op::kAdd || !value_add_quickly(state, value, sum)) return false;
  if (spec.into_slot >= 0) slots[spec.into_slot].set_integer(sum);
  return true;
}

inline bool Quick::read(const OperationSpec& spec, int32_t object, Value* slots) {
  if (spec.flag || spec.attribute != Attribute::kWhole) return false;
  if (self_.region.place(object).kind != ObjectKind::kValue) return false;
  return value_read_quickly(self_.region, self_.region.state<ValueState>(object),
                            slots[spec.into_slot]);
}

inline bool Quick::perform_on(const OperationSpec& spec, int32_t object, Value* slots) {
  switch (spec.op) {
    case Op::kAcquire:
      return acquire(object);
    case Op::kRelease:
      return release(spec, object);
    case Op::kStore:
    case Op::kAdd:
    case Op::kAppend:
      return change(spec, object, slots);
    case Op::kRead:
      return read(spec, object, slots);
    case Op::kPut:
      return counted(object, queue_put_quickly(self_, object, slots[spec.value_slot]));
    case Op::kGet:
      return spec.into_slot >= 0 &&
             counted(object, queue_get_quickly(self_, object, slots[spec.into_slot]));
    case Op::kWaitEvent:
      return counted(object, event_is_set(self_.region, object));
    case Op::kPrint:
    case Op::kExtend:
    case Op::kPop:
    case Op::kRemove:
    case Op::kKernelExtend:
    case Op::kBarrierWait:
    case Op::kBarrierPass:
    case Op::kBarrierFail:
    case Op::kAbort:
    case Op::kReset:
    case Op::kTrigger:
    case Op::kClear:
    case Op::kConditionWait:
    case Op::kNotify:
    case Op::kTaskDone:
    case Op::kJoinQueue:
    case Op::kCloseQueue:
    case Op::kWaitAny:
    case Op::kStart:
    case Op::kJoin:
    case Op::kTerminate:
    case Op::kKill:
    case Op::kSend:
    case Op::kStopDaemons:
    case Op::kJoinChildren:
    case Op::kSleep:
    case Op::kWork:
    case Op::kYield:
    case Op::kChoose:
    case Op::kReport:
    case Op::kPoolSubmit:
    case Op::kPoolGather:
    case Op::kPoolTake:
    case Op::kPoolFinish:
    case Op::kPoolFail:
    case Op::kPoolClose:
    case Op::kPoolTerminate:
    case Op::kEnd:
      return false;
  }
  return false;
}

[[gnu::hot]] const Operation& next_operation(Member& member, uint64_t budget, Quick& quick) {
  return member.machine->next(member, budget, quick);
}

const Operation& next_operation(Member& member, uint64_t budget, OneByOne& one_by_one) {
  return member.machine->next(member, budget, one_by_one);
}

}  // namespace runner::posix
