// A small lock in shared memory, one for each shared object, that survives whoever holds it.
//
// The word holds the holder's thread number in the form that the kernel knows from robust futexes:
// when the holder is killed, the kernel itself marks the word and wakes one who waits. The next
// holder learns of it and restores the object's derived data. A process holds one latch at a time,
// for a short while, and never sleeps with it.
#pragma once

#include <atomic>
#include <cstdint>

#include "base/check.h"

namespace runner::posix {

// What the kernel looks at when the process dies; `pending` names the latch that it holds, takes or
// gives back.
struct RobustHead {
  void* first;
  long offset;
  std::atomic<uint32_t>* volatile pending;
};

// Of the running process: single-threaded after enter_process(), which every process calls once
// after its fork, before it touches a latch.
struct LatchHolder {
  RobustHead robust;
  uint32_t thread;
  // Called again and again while the process waits for a latch; may be null. It may take none: it
  // is for who has promises to keep though a latch's holder was stopped.
  void (*while_waiting)();
};
// Thread-local, though there is one thread: then it lies on a page that each fork copies anyway.
extern thread_local constinit LatchHolder latch_holder;

void enter_process();

class Latch {
 public:
  // True: the holder before was killed inside; the object must be restored first.
  [[nodiscard]] bool lock() {
    CHECK(latch_holder.robust.pending == nullptr);
    latch_holder.robust.pending = &word_;
    std::atomic_signal_fence(std::memory_order_seq_cst);
    uint32_t free = 0;
    if (word_.compare_exchange_strong(free, latch_holder.thread, std::memory_order_acquire,
                                      std::memory_order_relaxed)) [[likely]] {
      return false;
    }
    return lock_slowly();
  }

  void unlock() {
    uint32_t mine = latch_holder.thread;
    if (!word_.compare_exchange_strong(mine, 0, std::memory_order_release,
                                       std::memory_order_relaxed)) [[unlikely]] {
      unlock_slowly();
    }
    std::atomic_signal_fence(std::memory_order_seq_cst);
    latch_holder.robust.pending = nullptr;
  }

 private:
  bool lock_slowly();
  void unlock_slowly();

  std::atomic<uint32_t> word_;
};

static_assert(sizeof(Latch) == 4);

}  // namespace runner::posix
