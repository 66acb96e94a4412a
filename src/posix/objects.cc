#include "posix/objects.h"

#include "posix/barrier.h"
#include "posix/condition.h"
#include "posix/event.h"
#include "posix/lock.h"
#include "posix/pool.h"
#include "posix/queue.h"
#include "posix/semaphore.h"
#include "posix/shared_dict.h"
#include "posix/shared_list.h"
#include "posix/shared_value.h"

namespace runner::posix {

size_t state_bytes(const Object& declared) {
  switch (declared.kind) {
    case ObjectKind::kLock:
      return sizeof(LockState);
    case ObjectKind::kSemaphore:
      return sizeof(SemaphoreState);
    case ObjectKind::kEvent:
      return sizeof(EventState);
    case ObjectKind::kCondition:
      return sizeof(ConditionState);
    case ObjectKind::kBarrier:
      return sizeof(BarrierState);
    case ObjectKind::kQueue:
      return sizeof(QueueState);
    case ObjectKind::kList:
      return sizeof(ListState);
    case ObjectKind::kDict:
      return sizeof(DictState);
    case ObjectKind::kValue:
      return sizeof(ValueState);
    case ObjectKind::kPool:
      return sizeof(PoolState);
  }
  UNREACHABLE();
}

bool initialise(Region& region, int32_t object) {
  switch (region.declared(object).kind) {
    case ObjectKind::kLock:
    case ObjectKind::kEvent:
    case ObjectKind::kCondition:
      return true;
    case ObjectKind::kBarrier:
      barrier_initialise(region, object);
      return true;
    case ObjectKind::kSemaphore:
      semaphore_initialise(region, object);
      return true;
    case ObjectKind::kQueue:
      queue_initialise(region, object);
      return true;
    case ObjectKind::kList:
      return list_initialise(region, object);
    case ObjectKind::kDict:
      return dict_initialise(region, object);
    case ObjectKind::kValue:
      return value_initialise(region, object);
    case ObjectKind::kPool:
      return pool_initialise(region, object);
  }
  UNREACHABLE();
}

}  // namespace runner::posix
