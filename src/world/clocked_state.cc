#include "world/clocked_state.h"

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace runner::world {

namespace {

constexpr double kNanoseconds = 1e9;
// Every simulated run begins at the same moment.
constexpr std::chrono::sys_days kFirstDay =
    std::chrono::year(2025) / std::chrono::January / std::chrono::day(1);

// Not beyond the end of time (292 years), which is not for ever.
int64_t later(int64_t time, double seconds) {
  int64_t result = 0;
  const auto passing = static_cast<int64_t>(seconds * kNanoseconds);
  return __builtin_add_overflow(time, passing, &result) ? kNoDeadline - 1 : result;
}

}  // namespace

int64_t ClockedState::deadline_after(double seconds) {
  // One and the same deadline for all keeps states equal that differ in nothing else.
  return rules_.timed ? later(time_, seconds) : 0;
}

int64_t ClockedState::next_period(int64_t deadline, double seconds) {
  return rules_.timed ? later(deadline, seconds) : 0;
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

void ClockedState::choose_heirs(uint64_t code) {
  code_ = code;
  choices_.clear();
  heirs_.clear();
}

int32_t ClockedState::heir(const std::vector<int32_t>& waiting) {
  const uint64_t taken = code_ % waiting.size();
  code_ /= waiting.size();
  choices_.push_back({taken, waiting.size()});
  const auto wanted =
      std::find_first_of(waiting.begin(), waiting.end(), preferred_.begin(), preferred_.end());
  heirs_.push_back(wanted != waiting.end() ? *wanted : waiting[taken]);
  return heirs_.back();
}

std::optional<uint64_t> ClockedState::next_heirs() const {
  size_t last = choices_.size();
  while (last > 0 && choices_[last - 1].taken + 1 == choices_[last - 1].among) --last;
  if (last == 0) return std::nullopt;
  uint64_t code = choices_[last - 1].taken + 1;
  for (size_t i = last - 1; i-- > 0;) code = code * choices_[i].among + choices_[i].taken;
  return code;
}

Machine ClockedState::new_machine(int32_t process) {
  Machine machine(world().program(), process, rules_.seed);
  if (rules_.exploring) machine.freeze_random();
  return machine;
}

}  // namespace runner::world
