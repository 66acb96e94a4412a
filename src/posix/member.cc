#include "posix/member.h"

#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <new>
#include <optional>

#include "posix/bury.h"
#include "posix/clock.h"
#include "posix/disturbance.h"
#include "posix/fault_point.h"
#include "posix/futex.h"
#include "posix/perform.h"
#include "posix/process_name.h"
#include "posix/quick.h"
#include "posix/signals.h"
#include "posix/statistics.h"

namespace runner::posix {

namespace {

// Of the running process, for Self::attend.
thread_local Member* running_member = nullptr;

[[gnu::hot]] void attend(Self&) {
  attend_to_children(*running_member);
}

// Local instructions between two looks at the signals: few at first, as each may take long.
constexpr uint64_t kFirstBudget = 16;
constexpr uint64_t kBudgetGrowth = 4;

// Something came: a signal to be handled, a child's end. True: the machine goes on elsewhere.
bool answer(Member& member) {
  arm(member.me);
  attend_to_children(member);
  while (const int signal = take_signal(member.me.slot)) {
    if (!member.machine->interrupt(signal)) continue;
    ignore_handled_signals();
    return true;
  }
  return false;
}

// The process cannot go on, and says so; whatever it was in the middle of is repaired as if it had
// been killed.
[[noreturn]] void give_up_for_want_of_memory(Member& member) {
  std::set_new_handler([] { _exit(1); });
  abandon_latches();
  const Position at = member.machine->position();
  const JournalEntry entry = {.kind = EventKind::kReport,
                              .line = at.line,
                              .column = at.column,
                              .text = "the memory that the system grants is exhausted"};
  if (write_entry(member, entry)) member.me.slot.flags.fetch_or(kSlotReported);
  _exit(1);
}

// Unwinding tells where the machine was. But in the middle of a change it would give latches back
// as if all were well.
void refuse_memory() {
  if (running_member->me.slot.busy.load() != 0) give_up_for_want_of_memory(*running_member);
  throw std::bad_alloc();
}

// Operation after operation, until the last one, which does not return.
[[noreturn, gnu::hot]] void perform_all(Member& member, Machine& machine) {
  FaultPoint fault(member.family, member.me.number);
  Disturbance disturbance(member);
  const bool disturbed = disturbance.is_any();
  std::optional<Counter> counter;
  if (run_statistics != nullptr) counter.emplace(*run_statistics);
  Quick quick(member, counter ? &*counter : nullptr);
  OneByOne one_by_one(member);
  const bool is_quick = !disturbed && !fault.is_on();
  uint64_t budget = kFirstBudget;
  uint64_t computed = 0;
  const auto next = [&] {
    return is_quick ? &next_operation(member, budget, quick)
                    : &next_operation(member, budget, one_by_one);
  };
  Whereabouts here(member.family.relative(member.me.number));
  here.computes(machine.position());
  const Operation* operation = next();
  for (;;) {
    if (member.me.slot.wake.load(std::memory_order_relaxed) != 0) [[unlikely]] {
      if (answer(member)) {
        operation = next();
        continue;
      }
    }
    const bool computes = operation->spec == nullptr && operation->op == Op::kYield;
    if (computes) {
      here.computes(machine.position());
      computed += budget;
      budget = std::min(budget * kBudgetGrowth, kComputeBudget - computed);
      if (budget > 0) {
        operation = next();
        continue;
      }
      budget = kComputeBudget;
      computed = 0;
    } else {
      budget = kFirstBudget;
      computed = 0;
      here.performs(operation->spec);
    }
    fault.pass();
    member.me.operation = operation;
    Performed performed = disturbed ? disturbance.perform(member, *operation)
                          : counter ? counter->perform(member, *operation)
                                    : perform(member, *operation);
    if (!performed) continue;
    machine.resume(std::move(*performed));
    operation = next();
  }
}

}  // namespace

[[gnu::hot]] Member::Member(Family& in_family, int32_t number, std::string_view in_lineage)
    : family(in_family), me(in_family.region(), number), lineage(in_lineage) {}

void Member::add_child(int32_t number) {
  if (first_child_ < 0) {
    first_child_ = number;
  } else {
    family.relative(last_child_).sibling.store(number + 1);
  }
  last_child_ = number;
}

std::string Member::now() {
  return local_time_text();
}

double Member::elapsed() {
  return family.elapsed();
}

int64_t Member::deadline_after(double seconds) {
  return deadline_in(monotonic_now(), seconds);
}

ProcessBody Member::self() {
  if (!body_) {
    ProcessBody body = snapshot_of(family, me.number);
    body.is_self = true;
    body_ = std::make_unique<const ProcessBody>(std::move(body));
  }
  return *body_;
}

ProcessBody snapshot_of(const Family& family, int32_t process) {
  const Region& region = family.region();
  const Slot& slot = region.slot(process);
  const Process& declared = family.declared(process);
  ProcessBody body;
  // The state first: what it implies is there already.
  const Life life = life_seen(slot);
  body.status = life == Life::kInitial   ? ProcessStatus::kInitial
                : life == Life::kStopped ? ProcessStatus::kStopped
                                         : ProcessStatus::kStarted;
  body.id = process;
  body.name = process_name(region, process);
  body.daemon = declared.daemon;
  body.index = declared.index;
  // Whoever has not started belongs to main, as an object of Python's would.
  const int32_t parent = life == Life::kInitial ? kMainProcess : slot.parent.load();
  if (process != kMainProcess && parent >= 0) body.parent_pid = region.slot(parent).pid.load();
  if (life == Life::kInitial) return body;
  body.pid = slot.pid.load();
  body.has_exit_code = life == Life::kStopped;
  if (body.has_exit_code) body.exit_code = slot.exit_code.load();
  return body;
}

bool write_entry(Member& member, JournalEntry entry) {
  entry.process = member.me.number;
  entry.time = monotonic_now() - member.family.began();
  return member.family.journal().write(entry, member.family.doorbell(), &member.me.slot);
}

[[gnu::hot]] void attend_to_children(Member& member) {
  Relative& mine = member.family.relative(member.me.number);
  if (mine.attend.load(std::memory_order_relaxed) == 0) return;
  mine.attend.store(0);  // what comes from here on sets it again
  member.family.take_all(mine.dead_children, [&member](int32_t child) {
    bury(member.family, member.me, child, [&member](const JournalEntry& entry) {
      member.family.journal().write(entry, member.family.doorbell());
    });
  });
  replace_workers(member);
}

[[gnu::hot]] void live(Member& member, Machine&& machine) {
  running_member = &member;
  member.machine = &machine;
  member.me.attend = attend;
  std::set_new_handler(refuse_memory);
  try {
    perform_all(member, machine);
  } catch (const std::bad_alloc&) {
    give_up_for_want_of_memory(member);
  }
}

}  // namespace runner::posix
