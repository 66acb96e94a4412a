// Sleeping and working.
#include <sched.h>

#include "posix/clock.h"
#include "posix/futex.h"
#include "posix/perform.h"

namespace runner::posix {

Performed sleep_until(Member& member, int64_t deadline) {
  for (;;) {
    switch (park(member.me, deadline)) {
      case Woken::kPoked:
        break;
      case Woken::kInterrupted:
        return std::nullopt;
      case Woken::kTimedOut:
        return Outcome::done();
    }
  }
}

// The clocks cost some 30 to 200 ns, so that the work ends that close to its time.
Performed work(Member& member, const Operation& operation) {
  const bool by_wall_clock = operation.spec->flag;
  const auto now = [by_wall_clock] {
    return by_wall_clock ? monotonic_now() : process_cpu_nanos();
  };
  const int64_t end = now() + to_nanos(operation.value->as_number());
  while (now() < end) {
    if (member.me.signalled()) return std::nullopt;
  }
  return Outcome::done();
}

}  // namespace runner::posix
