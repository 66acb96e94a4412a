#include "posix/fault_point.h"

#include <unistd.h>

#include <csignal>
#include <ctime>

#include "posix/clock.h"

namespace runner::posix {

[[gnu::hot]] FaultPoint::FaultPoint(const Family& family, int32_t number) {
  const std::vector<InjectedKill>& kills = family.options().kills;
  for (size_t i = 0; i < kills.size(); ++i) {
    if (kills[i].process != number) continue;
    strikes_.push_back(
        {&family.operations_of_victims()[i], kills[i].operation, kills[i].delay_nanos});
  }
}

void FaultPoint::Strike::pass() const {
  if (passed->fetch_add(1) + 1 != fatal) return;
  if (delay_nanos <= 0) {
    kill(getpid(), SIGKILL);
    return;
  }
  sigevent event{};
  event.sigev_notify = SIGEV_SIGNAL;
  event.sigev_signo = SIGKILL;
  timer_t timer{};
  itimerspec when{};
  when.it_value.tv_sec = static_cast<time_t>(delay_nanos / kNanosPerSecond);
  when.it_value.tv_nsec = static_cast<long>(delay_nanos % kNanosPerSecond);
  CHECK(timer_create(CLOCK_MONOTONIC, &event, &timer) == 0);
  CHECK(timer_settime(timer, 0, &when, nullptr) == 0);
}

}  // namespace runner::posix
