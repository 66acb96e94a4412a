#include "world/clocked_state.h"

#include <chrono>
#include <cstdio>

namespace runner::world {

namespace {

constexpr double kNanoseconds = 1e9;
// Every simulated run begins at the same moment.
constexpr std::chrono::sys_days kFirstDay =
    std::chrono::year(2025) / std::chrono::January / std::chrono::day(1);

}  // namespace

int64_t ClockedState::deadline_after(double seconds) {
  // One and the same deadline for all keeps states equal that differ in nothing else.
  if (!rules_.timed) return 0;
  return time_ + static_cast<int64_t>(seconds * kNanoseconds);
}

int64_t ClockedState::next_period(int64_t deadline, double seconds) {
  if (!rules_.timed) return 0;
  return deadline + static_cast<int64_t>(seconds * kNanoseconds);
}

std::string ClockedState::now() {
  namespace chrono = std::chrono;
  const int64_t seconds_passed = rules_.exploring ? 0 : time_ / static_cast<int64_t>(kNanoseconds);
  const chrono::sys_seconds moment = kFirstDay + chrono::seconds(seconds_passed);
  const chrono::sys_days day = chrono::floor<chrono::days>(moment);
  const chrono::year_month_day date(day);
  const chrono::hh_mm_ss clock(moment - day);
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u %02d:%02d:%02d", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return text;
}

double ClockedState::elapsed() {
  return rules_.exploring ? 0 : static_cast<double>(time_) / kNanoseconds;
}

Machine ClockedState::new_machine(int32_t process) {
  Machine machine(world().program(), process, rules_.seed);
  if (rules_.exploring) machine.freeze_random();
  return machine;
}

}  // namespace runner::world
