#include "posix/hold.h"

namespace runner::posix {

void Wakes::poke_all() {
  poke(region_, first_);
  for (const int32_t process : others_) poke(region_, process);
  first_ = -1;
  others_.clear();
}

[[gnu::hot]] WaitEnd await_grant(Self& self, int64_t deadline, bool ignore_signals) {
  while (wait_state(self) == WaitState::kQueued) {
    switch (park(self, deadline, ignore_signals)) {
      case Woken::kPoked:
        break;
      case Woken::kInterrupted:
        return WaitEnd::kInterrupted;
      case Woken::kTimedOut:
        return WaitEnd::kTimedOut;
    }
  }
  return WaitEnd::kGranted;
}

}  // namespace runner::posix
