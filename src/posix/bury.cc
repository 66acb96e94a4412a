#include "posix/bury.h"

#include <csignal>

#include "posix/futex.h"
#include "posix/joining.h"
#include "posix/perform.h"
#include "posix/pool.h"
#include "posix/process_name.h"
#include "posix/repair.h"

namespace runner::posix {

namespace {

Failure failure_of(const Family& family, int32_t dead) {
  const Slot& slot = family.region().slot(dead);
  const bool reported = (slot.flags.load() & kSlotReported) != 0;
  if (!reported && !was_lost(family, dead)) return kNoFailure;
  const bool was_ended = family.relative(dead).outlived.load() != 0 && !ended_by_itself(slot);
  if (was_ended) return kFailedOnly;
  return reported ? kFailedAndEnded : kLost;
}

// The right to settle the end of one process, given up when the holder is killed.
class Burial {
 public:
  Burial(Family& family, const Self& self, int32_t dead)
      : mine_(family.relative(self.number).burying), theirs_(family.relative(dead).buried_by) {
    mine_.store(dead + 1);
    int32_t nobody = 0;
    claimed_ = theirs_.compare_exchange_strong(nobody, self.number + 1);
  }
  ~Burial() {
    if (claimed_) theirs_.store(0);
    mine_.store(0);
  }
  Burial(const Burial&) = delete;
  Burial& operator=(const Burial&) = delete;

  bool claimed() const { return claimed_; }

 private:
  std::atomic<int32_t>& mine_;
  std::atomic<int32_t>& theirs_;
  bool claimed_ = false;
};

// What `dead` was settling when it was killed is settled by others. Only who has started processes
// settles their ends.
void pass_on_burial(Family& family, Self& self, int32_t dead) {
  const int32_t unfinished = family.relative(dead).burying.exchange(0) - 1;
  if (unfinished < 0) return;
  int32_t holder = dead + 1;
  if (!family.relative(unfinished).buried_by.compare_exchange_strong(holder, 0)) return;
  // Stopped, but maybe not yet announced.
  if (family.region().slot(unfinished).life.load() == Life::kStopped) {
    announce_end(self, unfinished);
  }
  family.need_attention(unfinished);
}

// Its parent was killed, and it with it. If that was while it was being forked, it has not begun
// and will not; without a pid there is no such process, nor was one seen. A worker's number is one
// that somebody may wait for all the same.
void mark_doomed(Family& family, int32_t process) {
  family.relative(process).sent.fetch_or(signal_bit(SIGKILL));
  Slot& slot = family.region().slot(process);
  Life starting = Life::kStarting;
  const bool is_there = slot.pid.load() != 0 || family.declared(process).pool >= 0;
  if (!is_there) {
    slot.life.compare_exchange_strong(starting, Life::kInitial);
  } else if (slot.life.compare_exchange_strong(starting, Life::kDead)) {
    slot.exit_code.store(-SIGKILL);
    slot.ended_at.store(monotonic_now());
  }
  if (slot.life.load() == Life::kDead) family.need_attention(process);
}

bool was_killed(const Slot& slot) {
  if ((slot.flags.load() & kSlotLost) != 0) return true;
  const Life life = slot.life.load();
  return (life == Life::kDead || life == Life::kStopped) && !ended_by_itself(slot);
}

bool has_killed_ancestor(const Family& family, const Slot& slot) {
  for (int32_t one = slot.parent.load(); one >= 0; one = family.region().slot(one).parent.load()) {
    if (was_killed(family.region().slot(one))) return true;
  }
  return false;
}

// A terminated pool's workers end at one instant: before all of them are dead, nobody may see that
// one is.
bool has_sibling_at_large(const Family& family, int32_t worker) {
  const int32_t pool = family.declared(worker).pool;
  if (pool < 0 || !family.region().state<PoolState>(pool).terminated.load()) return false;
  const Workers workers = workers_of(family.region(), pool);
  for (int32_t number = workers.first; number < workers.end; ++number) {
    const Slot& sibling = family.region().slot(number);
    if (is_at_large(sibling.life.load()) && !ended_by_itself(sibling)) return true;
  }
  return false;
}

// A worker has ended: its owner may have to start another.
void ask_for_replacement(Family& family, int32_t worker) {
  const int32_t owner = family.relative(worker).starter.load() - 1;
  family.relative(owner).attend.store(1);
  poke(family.region(), owner);
}

}  // namespace

bool was_lost(const Family& family, int32_t dead) {
  const Slot& slot = family.region().slot(dead);
  if (ended_by_itself(slot)) return false;
  const int64_t signal = -slot.exit_code.load();
  const uint64_t sent = family.relative(dead).sent.load();
  return signal <= 0 || (sent & signal_bit(static_cast<int>(signal))) == 0;
}

int32_t head_of_dead_family(const Family& family, int32_t dead) {
  int32_t head = -1;
  for (int32_t one = dead; one >= 0; one = family.region().slot(one).parent.load())
    if (was_killed(family.region().slot(one))) head = one;
  return head;
}

bool awaits_turn(const Family& family, int32_t dead) {
  const Gate* gate = family.gate();
  if (gate == nullptr || !gate->orders_deaths.load()) return false;
  const int32_t first = head_of_dead_family(family, dead);
  if (first < 0) return false;
  const Slot& slot = family.region().slot(first);
  const bool is_known = slot.life.load() == Life::kDead || slot.life.load() == Life::kStopped;
  const bool is_due = family.gate_entries()[first].due_death.load() == slot.incarnation + 1;
  return !is_known || (!is_due && was_lost(family, first));
}

bool has_doomed(Family& family) {
  bool any = false;
  for (int32_t process = 0; process < family.region().process_count(); ++process) {
    const Slot& slot = family.region().slot(process);
    if (!is_at_large(slot.life.load()) || !has_killed_ancestor(family, slot)) continue;
    if (was_killed(family.region().slot(slot.parent.load()))) mark_doomed(family, process);
    any = any || is_at_large(slot.life.load());
  }
  return any;
}

bool has_unburied_children(Family& family, int32_t dead) {
  bool any = false;
  for (int32_t process = 0; process < family.region().process_count(); ++process) {
    Relative& relative = family.relative(process);
    if (relative.starter.load() != dead + 1) continue;
    const std::atomic<Life>& life = family.region().slot(process).life;
    if (is_live(life.load())) mark_doomed(family, process);
    if (life.load() == Life::kInitial) relative.starter.store(0);
    any = any || is_live(life.load());
  }
  return any;
}

namespace {

// Of a worker it says who that was, too: it may have been killed before it could. And which one of
// its number: whoever is killed behind this has not settled the end, and it is told again.
void tell_end(const Family& family, int32_t dead, const TellEnd& tell) {
  const Slot& slot = family.region().slot(dead);
  if (slot.pid.load() == 0) return;  // it was never forked
  JournalEntry end = {.kind = EventKind::kEnded,
                      .process = dead,
                      .time = slot.ended_at.load() - family.began(),
                      .number = slot.exit_code.load(),
                      .column = static_cast<int32_t>(slot.incarnation)};
  std::string name;
  if (family.declared(dead).pool >= 0) {
    name = process_name(family.region(), dead);
    end.text = name;
    end.line = slot.pid.load();
  }
  tell(end);
}

bool settle_end(Family& family, Self& self, int32_t dead, const TellEnd& tell) {
  Slot& slot = family.region().slot(dead);
  const bool is_supervisor = self.number == family.region().supervisor();
  if (slot.life.load() != Life::kDead) return slot.life.load() == Life::kStopped;
  if (awaits_turn(family, dead) || has_sibling_at_large(family, dead)) {
    if (!is_supervisor) family.need_attention(dead);
    return false;
  }
  if (!ended_by_itself(slot) && (slot.flags.load() & kSlotStarts) != 0) {
    if (!is_supervisor) {
      family.need_attention(dead);
      return false;
    }
    // First: it may have been killed while it settled the end of one of its children.
    pass_on_burial(family, self, dead);
    if (has_unburied_children(family, dead)) return false;
  }
  const Burial burial(family, self, dead);
  if (!burial.claimed()) return false;
  if (slot.life.load() != Life::kDead) return true;

  Relative& relative = family.relative(dead);
  slot.flags.fetch_or(kSlotEnding);
  repair(self, dead);
  if (!ended_by_itself(slot)) end_pools_of(family, self, dead);
  const Failure failure = failure_of(family, dead);
  if (failure != kNoFailure && relative.failed.load() == kNoFailure) {
    relative.failed_code.store(slot.exit_code.load());
    relative.failed_name.store(slot.name.load());
    relative.failed.store(failure);
  }
  // Before it is seen to have ended: who closes the pool waits for what has to be done again.
  if (const int32_t pool = family.declared(dead).pool; pool >= 0) {
    pool_worker_ended(self, pool, dead);
  }
  tell_end(family, dead, tell);
  slot.life.store(Life::kStopped);
  announce_end(self, dead);
  return true;
}

bool bury_one(Family& family, Self& self, int32_t dead, const TellEnd& tell) {
  if (!settle_end(family, self, dead, tell)) return false;
  // Only now: its number is not used again before its end is settled.
  if (family.declared(dead).pool >= 0) ask_for_replacement(family, dead);
  return true;
}

}  // namespace

bool bury(Family& family, Self& self, int32_t dead, const TellEnd& tell) {
  if (!bury_one(family, self, dead, tell)) return false;
  const int32_t pool = family.declared(dead).pool;
  if (pool < 0) return true;
  // Those who had to wait for this one.
  const Workers workers = workers_of(family.region(), pool);
  for (int32_t sibling = workers.first; sibling < workers.end; ++sibling) {
    if (family.region().slot(sibling).life.load() == Life::kDead) {
      bury_one(family, self, sibling, tell);
    }
  }
  return true;
}

}  // namespace runner::posix
