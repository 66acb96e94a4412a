// Joining, signalling, and the end of a process.

#include <csignal>

#include "base/limits.h"
#include "posix/clock.h"
#include "posix/futex.h"
#include "posix/gate_pass.h"
#include "posix/joining.h"
#include "posix/perform.h"
#include "posix/pool.h"
#include "posix/process_name.h"
#include "posix/repair.h"
#include "posix/signals.h"
#include "posix/system_call.h"

namespace runner::posix {

namespace {

Life life_of(const Member& member, int32_t process) {
  return life_seen(member.region().slot(process));
}

bool is_alive(const Member& member, int32_t process) {
  return is_live(life_of(member, process));
}

Outcome not_started(const Member& member, int32_t process) {
  return Outcome::failed(Fault::kNotStarted, Value::string(process_name(member.region(), process)));
}

enum class Delivery : uint8_t { kAtOnce, kSoon };

// In a conducted run, what does not act at once acts when the conductor says so.
void signal_process(Member& member, int32_t target, int signal, Delivery delivery) {
  const SignalAction action = action_of(member.program(), target, signal);
  const bool later = action == SignalAction::kHandled ||
                     (action == SignalAction::kEnds && delivery == Delivery::kSoon);
  if (member.me.gate != nullptr && target != member.me.number && later) {
    if (is_alive(member, target)) member.me.gate->defer(target, signal);
    return;
  }
  send_signal(member.family, target, signal);
}

}  // namespace

Performed join(Member& member, const Operation& operation) {
  const int32_t target = operation.target;
  if (target == member.me.number) return Outcome::failed(Fault::kJoinsItself);
  if (life_of(member, target) == Life::kInitial) return not_started(member, target);
  return await_end(member.me, target, operation.deadline);
}

Performed terminate(Member& member, const Operation& operation, int signal) {
  const int32_t target = operation.target;
  if (life_of(member, target) == Life::kInitial) return not_started(member, target);
  signal_process(member, target, signal, Delivery::kAtOnce);
  // Its own signal has acted by now, unless it is handled or ignored.
  if (target == member.me.number && member.me.signalled()) return std::nullopt;
  return await_end(member.me, target, kNoDeadline);
}

Outcome send(Member& member, const Operation& operation) {
  if (life_of(member, operation.target) == Life::kInitial) {
    return not_started(member, operation.target);
  }
  signal_process(member, operation.target, operation.spec->number, Delivery::kSoon);
  return Outcome::done();
}

[[gnu::hot]] Performed stop_daemons(Member& member) {
  for (const int32_t pool : member.pools) pool_terminate(member.me, pool);
  std::vector<int32_t> daemons;
  for (int32_t child = member.first_child(); child >= 0; child = member.next_child(child)) {
    if (!member.family.declared(child).daemon || !is_alive(member, child)) continue;
    signal_process(member, child, SIGTERM, Delivery::kAtOnce);
    daemons.push_back(child);
  }
  if (daemons.empty()) return Outcome::done();
  const bool by_clock = member.me.gate == nullptr;
  int64_t grace =
      by_clock ? deadline_in(monotonic_now(), limits::kDaemonGraceSeconds) : kNoDeadline;
  for (const int32_t daemon : daemons) {
    Performed performed = await_end(member.me, daemon, grace);
    if (performed && performed->status == Outcome::Status::kTimeout) {
      grace = kOnlyTry;  // over for all
      send_signal(member.family, daemon, SIGKILL);
      performed = await_end(member.me, daemon, kNoDeadline);
    }
    if (!performed) return performed;
  }
  return Outcome::done();
}

[[gnu::hot]] Performed join_children(Member& member) {
  for (int32_t child = member.first_child(); child >= 0; child = member.next_child(child)) {
    if (member.family.declared(child).daemon || !is_alive(member, child)) continue;
    Performed performed = await_end(member.me, child, kNoDeadline);
    if (!performed) return performed;
  }
  return Outcome::done();
}

// Everything that others could wait for is settled by the process itself, so that little is left to
// whoever reaps it.
[[gnu::hot]] void end(Member& member, const Operation& operation) {
  Slot& slot = member.me.slot;
  const int64_t code = operation.value->as_int();
  slot.exit_code.store(code);
  slot.flags.fetch_or(kSlotCleanEnd);
  repair(member.me, member.me.number);
  system_call(SYS_exit_group, code);
  UNREACHABLE();
}

}  // namespace runner::posix
