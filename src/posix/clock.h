// Time and its text. Deadlines and times of events are nanoseconds of monotonic_now() (futex.h).
#pragma once

#include <cstdint>
#include <string>

namespace runner::posix {

inline constexpr int64_t kNanosPerSecond = 1'000'000'000;

// CPU time that this process has used.
int64_t process_cpu_nanos();

// A duration as nanoseconds; what is too long becomes the longest, what is negative zero.
int64_t to_nanos(double seconds);
// `now` + seconds, never kNoDeadline.
int64_t deadline_in(int64_t now, double seconds);

// "2025-11-08 12:34:56", local time.
std::string local_time_text();

}  // namespace runner::posix
