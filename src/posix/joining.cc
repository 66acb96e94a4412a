#include "posix/joining.h"

#include "posix/wait_any.h"

namespace runner::posix {

namespace {

Site site_of(int32_t process) {
  return {Site::Role::kProcess, process};
}

bool is_stopped(const Slot& slot) {
  return slot.life.load() == Life::kStopped;
}

class JoinersHold : public Hold<Joiners> {
 public:
  JoinersHold(Self& self, int32_t process)
      : Hold(self, self.region.slot(process).joiners, process, busy_with_process(process)) {}
};

bool is_stopped_or_queue(Self& self, int32_t process) {
  JoinersHold hold(self, process);
  Slot& slot = self.region.slot(process);
  if (is_stopped(slot)) return true;
  arm(self);
  slot.joiners.waiters.push(self.region, self.number, site_of(process));
  return false;
}

bool leave_queue(Self& self, int32_t process) {
  JoinersHold hold(self, process);
  if (wait_state(self) != WaitState::kQueued) return false;
  self.region.slot(process).joiners.waiters.remove(self.region, self.number);
  return true;
}

}  // namespace

void Joiners::restore(Wakes& wakes, int32_t process) {
  waiters.rebuild(wakes.region(), site_of(process));
  settle(wakes);
}

void Joiners::settle(Wakes& wakes) {
  if (over.load() != 0) wakes.grant_all(waiters);
}

void announce_end(Self& self, int32_t process) {
  JoinersHold hold(self, process);
  Joiners& joiners = self.region.slot(process).joiners;
  joiners.over.store(1);
  joiners.settle(hold.wakes);
  if (joiners.observed.exchange(0) != 0) wake_any_waiters(hold.wakes);
}

Performed await_end(Self& self, int32_t process, int64_t deadline) {
  if (is_stopped(self.region.slot(process))) return Outcome::done();
  if (is_ending(self.region.slot(process))) deadline = kNoDeadline;
  if (deadline == kOnlyTry) return Outcome::timeout();
  if (is_stopped_or_queue(self, process)) return Outcome::done();
  const WaitEnd end = await_grant(self, deadline);
  if (end != WaitEnd::kGranted && leave_queue(self, process)) {
    if (end == WaitEnd::kTimedOut) return Outcome::timeout();
    return std::nullopt;
  }
  forget_grant(self);
  return Outcome::done();
}

bool await_settled(Self& self, int32_t process) {
  if (process == self.number || !is_ending(self.region.slot(process))) return true;
  return await_end(self, process, kNoDeadline).has_value();
}

void leave_joiners(Self& self, int32_t process, int32_t dead) {
  JoinersHold hold(self, process);
  Slot& slot = self.region.slot(dead);
  if (slot.wait_state.load() == WaitState::kQueued) {
    self.region.slot(process).joiners.waiters.remove(self.region, dead);
  } else {
    slot.wait_state.store(WaitState::kIdle);
  }
}

}  // namespace runner::posix
