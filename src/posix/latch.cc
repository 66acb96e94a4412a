#include "posix/latch.h"

#include <linux/futex.h>

#include <algorithm>

#include "posix/cores.h"
#include "posix/futex.h"
#include "posix/system_call.h"

namespace runner::posix {

thread_local constinit LatchHolder latch_holder{};

namespace {

// What is done under a latch takes well below a microsecond; whoever waits longer waits for a
// process that does not run.
constexpr int kSpins = 400;
constexpr int kLongestPause = 64;  // so that the holder can go on undisturbed
constexpr int64_t kTurnNanos = 20'000'000;

}  // namespace

[[gnu::hot]] void enter_process() {
  latch_holder.thread = static_cast<uint32_t>(system_call(SYS_gettid));
  latch_holder.robust.first = &latch_holder.robust;
  latch_holder.robust.offset = kRobustOffset;
  latch_holder.robust.pending = nullptr;
  latch_holder.while_waiting = nullptr;
  // Takes the place of the C library's list: its robust mutexes are not used here.
  CHECK(system_call(SYS_set_robust_list, &latch_holder.robust, sizeof(RobustHead)) == 0);
}

void abandon_latches() {
  RobustHead& robust = latch_holder.robust;
  if (robust.pending != nullptr) Latch::named(robust.pending).abandon();
  if (robust.first != &robust) Latch::named(robust.first).abandon();
  robust.pending = nullptr;
  robust.first = &robust;
}

// As the kernel does it (handle_futex_death).
void Latch::abandon() {
  uint32_t word = word_.load(std::memory_order_relaxed);
  do {
    if ((word & FUTEX_TID_MASK) != latch_holder.thread) return;
  } while (!word_.compare_exchange_weak(word, (word & FUTEX_WAITERS) | FUTEX_OWNER_DIED));
  if ((word & FUTEX_WAITERS) != 0) futex_wake(word_, 1);
}

bool Latch::lock_slowly() {
  int spins = several_cores() ? kSpins : 0;
  int pause = 8;
  uint32_t word = word_.load(std::memory_order_relaxed);
  for (;;) {
    if ((word & FUTEX_TID_MASK) == 0) {
      // Those who sleep stay announced, and so does a death until it has been seen.
      const uint32_t taken = latch_holder.thread | (word & FUTEX_WAITERS);
      if (word_.compare_exchange_weak(word, taken, std::memory_order_acquire,
                                      std::memory_order_relaxed)) {
        return (word & FUTEX_OWNER_DIED) != 0;
      }
      continue;
    }
    if (spins > 0) {
      pause = std::min(2 * pause, kLongestPause);
      for (int i = 0; i < pause; ++i) relax();
      spins -= pause;
      word = word_.load(std::memory_order_relaxed);
      continue;
    }
    if ((word & FUTEX_WAITERS) == 0 &&
        !word_.compare_exchange_weak(word, word | FUTEX_WAITERS, std::memory_order_relaxed)) {
      continue;
    }
    if (latch_holder.while_waiting == nullptr) {
      futex_wait(word_, word | FUTEX_WAITERS);
    } else {
      futex_wait(word_, word | FUTEX_WAITERS, monotonic_now() + kTurnNanos);
      latch_holder.while_waiting();
    }
    word = word_.load(std::memory_order_relaxed);
  }
}

// Announced sleepers stay announced while the latch is free, so that whoever takes it before one of
// them wakes up will wake another: the one that is woken here, or this process, may be killed.
void Latch::unlock_slowly() {
  word_.store(FUTEX_WAITERS, std::memory_order_release);
  if (futex_wake(word_, 1) > 0) return;
  uint32_t nobody = FUTEX_WAITERS;
  word_.compare_exchange_strong(nobody, 0, std::memory_order_relaxed);
}

}  // namespace runner::posix
