#include "posix/clock.h"

#include <ctime>

#include "base/check.h"
#include "machine/machine.h"

namespace runner::posix {

int64_t process_cpu_nanos() {
  timespec time{};
  CHECK(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) == 0);
  return int64_t{time.tv_sec} * kNanosPerSecond + time.tv_nsec;
}

int64_t to_nanos(double seconds) {
  constexpr double kLongest = 9.0e9;  // seconds that fit with room for adding a time to them
  if (!(seconds > 0)) return 0;
  if (seconds >= kLongest) return static_cast<int64_t>(kLongest) * kNanosPerSecond;
  return static_cast<int64_t>(seconds * static_cast<double>(kNanosPerSecond));
}

int64_t deadline_in(int64_t now, double seconds) {
  const int64_t nanos = to_nanos(seconds);
  return nanos >= kNoDeadline - 1 - now ? kNoDeadline - 1 : now + nanos;
}

std::string local_time_text() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  localtime_r(&now, &parts);
  char text[32];
  const size_t length = std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &parts);
  return std::string(text, length);
}

}  // namespace runner::posix
