#include "posix/repair.h"

#include "posix/barrier.h"
#include "posix/condition.h"
#include "posix/event.h"
#include "posix/joining.h"
#include "posix/lock.h"
#include "posix/pool.h"
#include "posix/queue.h"
#include "posix/semaphore.h"
#include "posix/shared_dict.h"
#include "posix/shared_list.h"
#include "posix/shared_value.h"
#include "posix/wait_any.h"

namespace runner::posix {

namespace {

// Under the object's latch (which restores it first where needed): wakes all those who were given
// something and may not have been told.
template <typename State>
void look_after(Self& self, State& state, int32_t number, uint32_t busy) {
  Hold hold(self, state, number, busy);
  state.settle(hold.wakes);
  for (int32_t process = 0; process < self.region.process_count(); ++process) {
    const Slot& slot = self.region.slot(process);
    if (slot.wait_state.load() == WaitState::kGranted &&
        Site::decode(slot.wait_site.load()).number == number) {
      hold.wakes.add(process);
    }
  }
  wake_any_waiters(hold.wakes);
}

void look_after_object(Self& self, int32_t object) {
  const auto look = [&]<typename State>(State& state) {
    look_after(self, state, object, busy_with_object(object));
  };
  const Region& region = self.region;
  switch (region.declared(object).kind) {
    case ObjectKind::kLock:
      return look(region.state<LockState>(object));
    case ObjectKind::kSemaphore:
      return look(region.state<SemaphoreState>(object));
    case ObjectKind::kEvent:
      return look(region.state<EventState>(object));
    case ObjectKind::kCondition:
      look(region.state<ConditionState>(object).lock);
      return look(region.state<ConditionState>(object));
    case ObjectKind::kBarrier:
      return look(region.state<BarrierState>(object));
    case ObjectKind::kQueue:
      return look(region.state<QueueState>(object));
    case ObjectKind::kList:
      return look(region.state<ListState>(object));
    case ObjectKind::kDict:
      return look(region.state<DictState>(object));
    case ObjectKind::kValue:
      return look(region.state<ValueState>(object));
    case ObjectKind::kPool:
      return look(region.state<PoolState>(object));
  }
}

// It is in a queue no more. One who had been given its turn passes it on: the object is settled.
template <typename State>
void take_out(Self& self, State& state, WaitQueue State::*queue, int32_t number, int32_t dead) {
  Hold hold(self, state, number);
  Slot& slot = self.region.slot(dead);
  if (slot.wait_state.load() == WaitState::kQueued) {
    (state.*queue).remove(self.region, dead);
  } else {
    slot.wait_state.store(WaitState::kIdle);
  }
  state.settle(hold.wakes);
}

void take_out_of_object(Self& self, int32_t object, int32_t dead) {
  const Region& region = self.region;
  const auto out = [&]<typename State>(State& state) {
    take_out(self, state, &State::waiters, object, dead);
  };
  switch (region.declared(object).kind) {
    case ObjectKind::kSemaphore:
      return out(region.state<SemaphoreState>(object));
    case ObjectKind::kEvent:
      return out(region.state<EventState>(object));
    case ObjectKind::kCondition:
      return out(region.state<ConditionState>(object));
    case ObjectKind::kBarrier:
      return out(region.state<BarrierState>(object));
    case ObjectKind::kLock:
    case ObjectKind::kQueue:
    case ObjectKind::kList:
    case ObjectKind::kDict:
    case ObjectKind::kValue:
    case ObjectKind::kPool:
      return;
  }
}

void take_out_of_queue(Self& self, int32_t dead) {
  const Slot& slot = self.region.slot(dead);
  if (slot.wait_state.load() == WaitState::kIdle) return;
  const Site site = Site::decode(slot.wait_site.load());
  switch (site.role) {
    case Site::Role::kNone:
      return;
    case Site::Role::kObject:
      return take_out_of_object(self, site.number, dead);
    case Site::Role::kLock:
      return take_out(self, lock_state(self.region, site.number), &LockState::waiters, site.number,
                      dead);
    case Site::Role::kPut:
    case Site::Role::kGet:
    case Site::Role::kJoinQueue:
      return queue_waiter_ended(self, site, dead);
    case Site::Role::kPoolTake:
    case Site::Role::kCall:
      return pool_waiter_ended(self, site, dead);
    case Site::Role::kProcess:
      return leave_joiners(self, site.number, dead);
  }
}

void give_up_locks(Self& self, int32_t dead) {
  Slot& slot = self.region.slot(dead);
  for (std::atomic<int32_t>& held : slot.held) {
    if (held.load() == 0) continue;
    lock_owner_ended(self, held.load() - 1, dead);
    held.store(0);
  }
  if (slot.held_unlisted.load() == 0) return;
  const auto objects = static_cast<int32_t>(self.region.program().scenario.objects.size());
  for (int32_t object = 0; object < objects; ++object) {
    const Object& declared = self.region.declared(object);
    const bool has_lock = declared.kind == ObjectKind::kLock ||
                          (declared.kind == ObjectKind::kCondition && declared.lock < 0);
    if (has_lock && lock_owner_number(self.region, object) == dead) {
      lock_owner_ended(self, object, dead);
    }
  }
  slot.held_unlisted.store(0);
}

void finish_changes(Self& self, int32_t dead) {
  Slot& slot = self.region.slot(dead);
  const uint32_t busy = slot.busy.load();
  if (busy == 0) return;
  if ((busy & kBusyWithProcess) != 0) {
    const auto process = static_cast<int32_t>(busy & ~kBusyWithProcess);
    look_after(self, self.region.slot(process).joiners, process, busy);
  } else {
    look_after_object(self, static_cast<int32_t>(busy) - 1);
  }
  slot.busy.store(0);
}

}  // namespace

[[gnu::hot]] void repair(Self& self, int32_t dead) {
  Slot& slot = self.region.slot(dead);
  if (dead != self.number) finish_changes(self, dead);
  // Who has the lock again has made use of its wake-up.
  if (const int32_t condition = slot.relocking.load();
      condition != 0 && lock_owner_number(self.region, condition - 1) == dead) {
    slot.relocking.store(0);
  }
  give_up_locks(self, dead);
  barrier_party_ended(self, dead);
  take_out_of_queue(self, dead);
  if (const int32_t condition = slot.relocking.load(); condition != 0) {
    condition_pass_on(self, condition - 1, dead);
  }
  // Who comes to its end by itself waits for nothing.
  if (dead != self.number) forget_any_waiter(self.region, dead);
}

void prepare_slot(Slot& slot) {
  slot.wake.store(0);
  slot.signals.store(0);
  slot.wait_state.store(WaitState::kIdle);
  slot.wait_site.store(0);
  slot.busy.store(0);
  for (std::atomic<int32_t>& held : slot.held) held.store(0);
  slot.held_unlisted.store(0);
  slot.relocking.store(0);
  slot.is_chosen.store(false);
  slot.barrier.store(0);
  slot.has_acted.store(false);
  slot.pool_calls.store(0);
  slot.joiners.over.store(0);
  slot.flags.store(0);
  slot.exit_code.store(0);
  slot.waiting.watched = 0;
  slot.waiting.epoch.store((slot.waiting.epoch.load() + 1) & ~1U);
}

}  // namespace runner::posix
