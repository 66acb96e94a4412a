// The kernel's futex calls, for words in the shared region.
#pragma once

#include <atomic>
#include <cstdint>

namespace runner::posix {

// Nanoseconds of CLOCK_MONOTONIC, the clock of all deadlines.
int64_t monotonic_now();

enum class FutexResult : uint8_t {
  kWoken,  // or the word was already different; look again
  kTimedOut,
  kInterrupted,  // a signal's handler ran
};

// Sleeps while the word holds `expected`, until woken or until `deadline` (kNoDeadline: for ever).
FutexResult futex_wait(std::atomic<uint32_t>& word, uint32_t expected,
                       int64_t deadline = INT64_MAX);
// How many were woken.
int futex_wake(std::atomic<uint32_t>& word, int count);

inline void relax() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

}  // namespace runner::posix
