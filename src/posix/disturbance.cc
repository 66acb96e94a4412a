#include "posix/disturbance.h"

#include <sched.h>

#include "posix/clock.h"
#include "posix/futex.h"
#include "posix/perform.h"
#include "posix/watched.h"

namespace runner::posix {

namespace {

// Only local: in a conducted run the schedule says when it is over.
bool takes_time(Op op) {
  return op == Op::kSleep || op == Op::kWork;
}

bool is_timeout(const Performed& performed) {
  return performed && performed->status == Outcome::Status::kTimeout;
}

// By clocks nobody gives up: the conductor says who does.
int64_t deadline_for(Turn turn, int64_t deadline) {
  if (deadline == kOnlyTry || turn != Turn::kPerform) return kOnlyTry;
  return kNoDeadline;
}

Performed perform_in_turn(Member& member, const Operation& operation, Turn turn) {
  if (takes_time(operation.op)) return Outcome::done();
  // Only tried where nobody can arrive: giving up would break the barrier.
  const bool looks = turn == Turn::kTry && operation.op == Op::kBarrierWait;
  if (looks && operation.deadline != kOnlyTry) return Outcome::timeout();
  Operation mine = operation;
  mine.deadline = deadline_for(turn, operation.deadline);
  member.me.operation = &mine;
  Performed performed = perform(member, mine);
  member.me.operation = &operation;
  return performed;
}

Performed perform_conducted(Member& member, const Operation& operation) {
  GatePass& gate = *member.me.gate;
  member.me.tries_since = 0;
  if (takes_time(operation.op) && gate.keeps_time()) {
    gate.announce(*member.machine, operation);
    gate.be_busy();
    if (!perform(member, operation)) return std::nullopt;
  }
  std::optional<Watched> watched;
  for (;;) {
    gate.announce(*member.machine, operation);
    const Turn turn = gate.await_turn();
    if (turn == Turn::kNone) return std::nullopt;
    watched.reset();
    Performed performed = perform_in_turn(member, operation, turn);
    if (turn == Turn::kTry && is_timeout(performed) && operation.deadline != kOnlyTry) {
      gate.come_back();
      if (operation.op == Op::kWaitAny) watched.emplace(member.me, operation.value->as_list());
      continue;
    }
    // Waiting for a condition has rested before it took the lock again.
    const bool rests = operation.op != Op::kConditionWait && !gate.has_given_up();
    if (performed && rests && !gate.rest(false)) return std::nullopt;
    if (performed) gate.tell(operation, *performed);
    return performed;
  }
}

}  // namespace

// Most operations are not delayed; of the rest some only let others go first, some fall back by a
// few operations, and a few by many.
void Delays::pass() {
  const uint64_t draw = random_.below(16);
  if (draw < 8) return;
  if (draw < 12) {
    sched_yield();
    return;
  }
  const int64_t most = draw < 15 ? 20'000 : 300'000;
  const int64_t nanos = static_cast<int64_t>(random_.below(static_cast<uint64_t>(most)));
  const timespec pause = {0, static_cast<long>(nanos)};
  clock_nanosleep(CLOCK_MONOTONIC, 0, &pause, nullptr);
}

[[gnu::hot]] Disturbance::Disturbance(Member& member) {
  Family& family = member.family;
  if (family.gate() != nullptr) {
    pass_.emplace(member.me, *family.gate(), family.gate_entries(), family.doorbell());
    member.me.gate = &*pass_;
  }
  if (const std::optional<uint64_t>& seed = family.options().delays) {
    delays_.emplace(*seed, member.me.number);
  }
}

Performed Disturbance::perform(Member& member, const Operation& operation) {
  if (member.me.gate != nullptr) return perform_conducted(member, operation);
  delays_->pass();
  return posix::perform(member, operation);
}

}  // namespace runner::posix
