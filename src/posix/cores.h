// The processor cores that the running process may use.
#pragma once

namespace runner::posix {

// Whether spinning can ever help: another process can run at the same time.
bool several_cores();
int core_count();

// Goes on on another core, if the process may use one. Where it runs from then on is up to the
// scheduler, as before: what it may use is unchanged.
void leave_core();

}  // namespace runner::posix
