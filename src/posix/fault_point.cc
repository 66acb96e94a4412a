#include "posix/fault_point.h"

#include <unistd.h>

#include <csignal>
#include <ctime>

#include "posix/clock.h"

namespace runner::posix {

[[gnu::hot]] FaultPoint::FaultPoint(const Family& family, int32_t number) {
  const std::optional<InjectedKill>& kill = family.options().kill;
  if (!kill || kill->process != number) return;
  passed_ = &family.operations_of_victim();
  fatal_ = kill->operation;
  delay_nanos_ = kill->delay_nanos;
}

void FaultPoint::strike() const {
  if (delay_nanos_ <= 0) {
    kill(getpid(), SIGKILL);
    return;
  }
  sigevent event{};
  event.sigev_notify = SIGEV_SIGNAL;
  event.sigev_signo = SIGKILL;
  timer_t timer{};
  itimerspec when{};
  when.it_value.tv_sec = static_cast<time_t>(delay_nanos_ / kNanosPerSecond);
  when.it_value.tv_nsec = static_cast<long>(delay_nanos_ % kNanosPerSecond);
  CHECK(timer_create(CLOCK_MONOTONIC, &event, &timer) == 0);
  CHECK(timer_settime(timer, 0, &when, nullptr) == 0);
}

}  // namespace runner::posix
