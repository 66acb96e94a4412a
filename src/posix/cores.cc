#include "posix/cores.h"

#include <sched.h>

namespace runner::posix {

namespace {

int count_cores() {
  cpu_set_t allowed;
  return sched_getaffinity(0, sizeof(allowed), &allowed) == 0 ? CPU_COUNT(&allowed) : 1;
}

const int kCores = count_cores();

}  // namespace

[[gnu::hot]] bool several_cores() {
  return kCores > 1;
}

int core_count() {
  return kCores;
}

// sched_setaffinity(2): who runs on a core that it may not use any more is moved at once.
void leave_core() {
  cpu_set_t allowed;
  const int here = sched_getcpu();
  if (here < 0 || sched_getaffinity(0, sizeof allowed, &allowed) != 0) return;
  cpu_set_t others = allowed;
  CPU_CLR(static_cast<size_t>(here), &others);
  if (CPU_COUNT(&others) == 0 || sched_setaffinity(0, sizeof others, &others) != 0) return;
  sched_setaffinity(0, sizeof allowed, &allowed);
}

}  // namespace runner::posix
