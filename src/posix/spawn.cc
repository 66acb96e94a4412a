#include "posix/spawn.h"

#include <sched.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <csignal>
#include <cstring>

#include "base/pages.h"
#include "machine/schedule.h"
#include "posix/futex.h"
#include "posix/joining.h"
#include "posix/pool.h"
#include "posix/process_name.h"
#include "posix/reap.h"
#include "posix/repair.h"
#include "posix/scheduling.h"
#include "posix/signals.h"
#include "posix/system_call.h"

namespace runner::posix {

namespace {

// As fork(), but the new process's pid stands in its slot before either of the two goes on. Nothing
// is done for other threads, for there are none: each page that the C library's fork writes for
// them would be copied for each process, twice.
pid_t fork_into(Slot& slot) {
  return static_cast<pid_t>(system_call(SYS_clone, CLONE_PARENT_SETTID | SIGCHLD, 0, &slot.pid));
}

// Only in a process that has just been forked. The parent-death signal is set before the look at
// the parent: whoever dies before it is seen here, whoever dies after it takes this process with
// him; in the same way.
void die_with_parent(pid_t parent) {
  if (system_call(SYS_prctl, PR_SET_PDEATHSIG, SIGKILL) != 0) _exit(1);
  if (system_call(SYS_getppid) != parent) system_call(SYS_kill, system_call(SYS_getpid), SIGKILL);
}

// From here on the process is the one with this number; false: it was given up meanwhile.
bool become(Family& family, int32_t number) {
  Life starting = Life::kStarting;
  if (!family.region().slot(number).life.compare_exchange_strong(starting, Life::kRunning))
    return false;
  enter_process();
  return true;
}

// What the system refused to a process, at the place that declares it.
Value refused_error(const Family& family, int32_t number, const Error& refused) {
  const int32_t group = family.declared(number).group;
  const Position at = family.program().scenario.groups[static_cast<size_t>(group)].at;
  ErrorBody body;
  body.kind = ErrorKind::kFail;
  body.message = refused.message();
  body.line = at.line;
  body.column = at.column;
  return Value::error(std::move(body));
}

// What every process runs is marked as hot, here and elsewhere: the linker puts it side by side,
// and a process that was just forked has to fetch each page of its code anew.
//
// Its machine is made before the fork: it need not ask for memory, and so fetch all the pages where
// the C library keeps its books.
Machine machine_of(const Family& family, int32_t number) {
  Machine machine(family.program(), number, family.options().seed);
  const Schedule* replay = family.options().replay;
  if (replay != nullptr && !replay->seed) machine.freeze_random();
  return machine;
}

// What follows does not share its caller's frame: all that a process and its child have on the
// stack is to find room on one page.
[[gnu::hot, gnu::noinline]] void take_scheduling(const Family& family, int32_t number,
                                                 Machine& machine) {
  std::optional<Error> refused = apply_scheduling(family.program(), number);
  if (refused) machine.fail(refused_error(family, number, *refused));
}

[[gnu::hot, gnu::noinline]] void tell_start(const Family& family, int32_t number) {
  family.journal().write(start_of(family, number), family.doorbell());
}

// By itself, before all else that it tells: its slot will be that of the next one.
[[gnu::noinline]] void tell_worker(const Family& family, int32_t number) {
  const std::string name = process_name(family.region(), number);
  JournalEntry start = start_of(family, number);
  start.text = name;
  family.journal().write(start, family.doorbell());
}

[[gnu::noinline]] Error refused_fork(const Family& family, int32_t number, int code) {
  return {"start", "process " + process_name(family.region(), number), code, {}};
}

// What a process does first, whoever it is; all signals are still blocked, and stay so until it
// knows what to do about them. `lineage` is its starter's, in memory that is its own now.
[[noreturn, gnu::hot]] void begin(Family& family, int32_t number, std::string_view lineage,
                                  Machine&& machine, SignalsBlocked& blocked) {
  if (!become(family, number)) _exit(1);
  Member member(family, number, lineage);
  handle_declared_signals(family.program(), number, member.me.slot);
  begin_reaping(family, number);
  take_scheduling(family, number, machine);
  blocked.restore();
  if (member.declared().pool >= 0) tell_worker(family, number);
  live(member, std::move(machine));
}

// The process that `starter` forks: runs in it until its end, is reaped by its starter, or, if that
// one dies first, killed with it and reaped by the supervisor. It may touch the shared region and
// its own copy of everything else; no stdio, no exit handlers.
[[noreturn, gnu::hot]] void run_child(Member& starter, int32_t number, std::string_view lineage,
                                      Machine&& machine, pid_t parent, SignalsBlocked& blocked) {
  die_with_parent(parent);
  reset_signals_of(starter.program(), starter.me.number);
  begin(starter.family, number, lineage, std::move(machine), blocked);
}

// The main process: forked by the supervisor, which reaps it. It leads the process group of the
// whole tree, so that a terminal's Ctrl-C reaches the supervisor only.
[[noreturn, gnu::noinline]] void run_main(Family& family, Machine&& made, pid_t supervisor,
                                          SignalsBlocked& blocked) {
  Machine machine = std::move(made);
  die_with_parent(supervisor);
  setpgid(0, 0);
  reset_all_signals();
  reap_in_handler();
  blocked.unblock_later();
  begin(family, kMainProcess, {}, std::move(machine), blocked);
}

// The same from the top of a page on: where the processes of the scenario begin their work, all
// that they have on the stack then lies on one page, and not on two that each fork copies.
[[noreturn, gnu::noinline]] void run_main_on_one_page(Family& family, Machine&& machine,
                                                      pid_t supervisor, SignalsBlocked& blocked) {
  const auto top = reinterpret_cast<uintptr_t>(__builtin_frame_address(0));
  const void* const rest_of_page = __builtin_alloca(top % kPage);
  asm volatile("" : : "r"(rest_of_page));  // it is to be taken, though nobody uses it
  run_main(family, std::move(machine), supervisor, blocked);
}

// Nothing of an earlier incarnation but how much it has performed.
void reset_entry(GateEntry& entry) {
  entry.stage.store(GateEntry::Stage::kAway);
  entry.turn.store(Turn::kNone);
  entry.in_parts.store(false);
  entry.gives_up.store(false);
  entry.is_in_handler.store(false);
  entry.deferred.store(0);
}

// Before a fork; the slot is the starter's alone.
void make_ready(Family& family, int32_t number, int32_t parent) {
  Slot& slot = family.region().slot(number);
  prepare_slot(slot);
  family.relative(number).sent.store(0);
  slot.pid.store(0);
  slot.starts.store(0);
  slot.started_at.store(monotonic_now());
  slot.parent.store(parent);
  if (family.gate_entries() != nullptr) reset_entry(family.gate_entries()[number]);
  slot.life.store(Life::kStarting);
}

// Forks the process; the slot is ready. In the parent, gives the refusal if there was one.
[[gnu::hot]] std::optional<Error> fork_from(Member& starter, int32_t number,
                                            const std::string& lineage) {
  Slot& slot = starter.region().slot(number);
  const pid_t parent = starter.me.slot.pid.load();
  Machine machine = machine_of(starter.family, number);
  SignalsBlocked blocked;
  const pid_t pid = fork_into(slot);
  if (pid == 0) run_child(starter, number, lineage, std::move(machine), parent, blocked);
  if (pid < 0) {
    slot.life.store(Life::kInitial);
    return refused_fork(starter.family, number, -pid);
  }
  starter.family.enter(pid, number);
  count_child();
  blocked.restore();
  if (starter.family.declared(number).pool < 0) tell_start(starter.family, number);
  return std::nullopt;
}

// The lineage of the process that `starter` starts next.
std::string next_lineage(Member& starter) {
  const uint32_t count = starter.me.slot.starts.fetch_add(1) + 1;
  return starter.lineage.empty() ? std::to_string(count)
                                 : std::string(starter.lineage) + ":" + std::to_string(count);
}

Error out_of_memory() {
  return {"name", "a process", 0, "shared memory is exhausted"};
}

// Before it claims the first: whoever settles its death looks for what it has claimed.
void set_out_to_start(Member& starter) {
  std::atomic<uint32_t>& flags = starter.me.slot.flags;
  if ((flags.load(std::memory_order_relaxed) & kSlotStarts) == 0) flags.fetch_or(kSlotStarts);
}

// Takes the right to start it; false: another has started it. One who is about to is awaited: he
// may be refused, or killed; nothing: a signal has come meanwhile. Where the processes are
// conducted nobody acts beside another.
std::optional<bool> claim(Member& member, int32_t number) {
  set_out_to_start(member);
  const Slot& slot = member.region().slot(number);
  while (!member.me.signalled()) {
    int32_t nobody = 0;
    std::atomic<int32_t>& starter = member.family.relative(number).starter;
    if (starter.compare_exchange_strong(nobody, member.me.number + 1)) return true;
    if (life_seen(slot) != Life::kInitial || member.me.gate != nullptr) return false;
    sched_yield();
  }
  return std::nullopt;
}

}  // namespace

JournalEntry start_of(const Family& family, int32_t process) {
  const Slot& slot = family.region().slot(process);
  return {.kind = EventKind::kStarted,
          .process = process,
          .time = slot.started_at.load() - family.began(),
          .number = slot.pid.load()};
}

Performed start_process(Member& member, int32_t number) {
  Family& family = member.family;
  if (member.declared().pool >= 0) return Outcome::failed(Fault::kCallStarts);
  if (member.declared().daemon) return Outcome::failed(Fault::kDaemonStarts);
  const std::optional<bool> claimed = claim(member, number);
  if (!claimed) return std::nullopt;
  if (!*claimed) {
    return Outcome::failed(Fault::kAlreadyStarted,
                           Value::string(process_name(member.region(), number)));
  }
  const std::string lineage = next_lineage(member);
  std::optional<Error> refused;
  if (family.declared(number).numbered &&
      !set_process_name(member.region(), number, "Process-" + lineage)) {
    refused = out_of_memory();
  }
  if (!refused) {
    make_ready(family, number, member.me.number);
    refused = fork_from(member, number, lineage);
  }
  if (!refused) {
    member.add_child(number);
    return Outcome::done();
  }
  family.relative(number).starter.store(0);
  return Outcome::failed(Fault::kSystem, Value::string(refused->message()));
}

std::optional<Error> start_worker(Member& owner, int32_t number) {
  set_out_to_start(owner);
  const std::string lineage = next_lineage(owner);
  owner.family.relative(number).starter.store(owner.me.number + 1);
  if (!set_process_name(owner.region(), number, "ForkPoolWorker-" + lineage)) {
    return out_of_memory();
  }
  Slot& slot = owner.region().slot(number);
  const int32_t pool = owner.family.declared(number).pool;
  {
    // Whoever terminates the pool awaits this worker, or it is not started.
    auto& state = owner.region().state<PoolState>(pool);
    const Hold hold(owner.me, state, pool);
    if (state.terminated.load()) return std::nullopt;
    make_ready(owner.family, number, owner.me.number);
  }
  slot.pool_calls.store(owner.region().declared(pool).initializer >= 0 ? -1 : 0);
  const bool again = slot.incarnation++ > 0;
  if (!again) owner.add_child(number);
  std::optional<Error> refused = fork_from(owner, number, lineage);
  if (refused) {
    slot.life.store(Life::kStopped);
    announce_end(owner.me, number);
  }
  return refused;
}

std::optional<Error> start_main(Family& family) {
  family.relative(kMainProcess).starter.store(family.region().supervisor() + 1);
  make_ready(family, kMainProcess, -1);
  const pid_t supervisor = getpid();
  Machine machine = machine_of(family, kMainProcess);
  SignalsBlocked blocked;
  const pid_t pid = fork_into(family.region().slot(kMainProcess));
  if (pid == 0) run_main_on_one_page(family, std::move(machine), supervisor, blocked);
  if (pid < 0) return Error{"start", "the main process", -pid, {}};
  setpgid(pid, pid);
  family.enter(pid, kMainProcess);
  return std::nullopt;
}

}  // namespace runner::posix
