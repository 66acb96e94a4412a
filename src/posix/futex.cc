#include "posix/futex.h"

#include <linux/futex.h>
#include <time.h>

#include "base/check.h"
#include "posix/system_call.h"

namespace runner::posix {

namespace {

constexpr int64_t kNanosecondsPerSecond = 1'000'000'000;

}  // namespace

[[gnu::hot]] int64_t monotonic_now() {
  timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return static_cast<int64_t>(time.tv_sec) * kNanosecondsPerSecond + time.tv_nsec;
}

[[gnu::hot]] FutexResult futex_wait(std::atomic<uint32_t>& word, uint32_t expected,
                                    int64_t deadline) {
  timespec until{};
  const bool limited = deadline != INT64_MAX;
  if (limited) {
    const int64_t at = deadline < 0 ? 0 : deadline;
    until.tv_sec = static_cast<time_t>(at / kNanosecondsPerSecond);
    until.tv_nsec = static_cast<long>(at % kNanosecondsPerSecond);
  }
  const long result = system_call(SYS_futex, &word, FUTEX_WAIT_BITSET, expected,
                                  limited ? &until : nullptr, nullptr, FUTEX_BITSET_MATCH_ANY);
  switch (-result) {
    case 0:
    case EAGAIN:
      return FutexResult::kWoken;
    case EINTR:
      return FutexResult::kInterrupted;
    case ETIMEDOUT:
      return FutexResult::kTimedOut;
    default:
      UNREACHABLE();
  }
}

int futex_wake(std::atomic<uint32_t>& word, int count) {
  return static_cast<int>(system_call(SYS_futex, &word, FUTEX_WAKE, count));
}

}  // namespace runner::posix
