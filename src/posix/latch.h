// A small lock in shared memory, one for each shared object, that survives whoever holds it.
//
// The word holds the holder's thread number in the form that the kernel knows from robust futexes:
// when the holder is killed, the kernel itself marks the word and wakes one who waits. The next
// holder learns of it and restores the object's derived data. A process holds a latch for a short
// while, and one at a time, but for an OuterLatch and one more; it sleeps with none, unless that
// one more is held by another.
#pragma once

#include <atomic>
#include <cstdint>

#include "base/check.h"

namespace runner::posix {

// What the kernel looks at when the process dies (set_robust_list(2)): a list of latches that it
// holds, and the one that it holds, takes or gives back. Both are named by what stands before a
// latch's word; `offset` leads from there to the word.
struct RobustHead {
  void* first;
  long offset;
  void* volatile pending;
};
inline constexpr long kRobustOffset = sizeof(void*);

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

// Leaves what the process holds as if it had been killed: its next holders restore it.
void abandon_latches();

class Latch {
 public:
  // True: the holder before was killed inside; the object must be restored first.
  [[nodiscard]] bool lock() {
    CHECK(latch_holder.robust.pending == nullptr);
    latch_holder.robust.pending = name();
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

  // As the kernel knows it.
  void* name() { return reinterpret_cast<char*>(this) - kRobustOffset; }
  static Latch& named(void* name) {
    return *reinterpret_cast<Latch*>(static_cast<char*>(name) + kRobustOffset);
  }

 private:
  friend void abandon_latches();
  void abandon();
  bool lock_slowly();
  void unlock_slowly();

  std::atomic<uint32_t> word_;
};

static_assert(sizeof(Latch) == 4);

// A latch that may be held while another one is taken and given back. All who take both take them
// in the same order.
class OuterLatch {
 public:
  [[nodiscard]] bool lock() { return latch_.lock(); }
  void unlock() { latch_.unlock(); }

  // REQUIRES that it is held. From here on, until go_on(), another may be taken.
  void keep() {
    next_ = &latch_holder.robust;
    std::atomic_signal_fence(std::memory_order_seq_cst);
    latch_holder.robust.first = &next_;
    std::atomic_signal_fence(std::memory_order_seq_cst);
    latch_holder.robust.pending = nullptr;
  }
  void go_on() {
    latch_holder.robust.pending = latch_.name();
    std::atomic_signal_fence(std::memory_order_seq_cst);
    latch_holder.robust.first = &latch_holder.robust;
    std::atomic_signal_fence(std::memory_order_seq_cst);
  }

 private:
  void* next_;  // of the holder's list; the kernel finds the word behind it
  Latch latch_;
};

static_assert(sizeof(OuterLatch) == 2 * kRobustOffset);

}  // namespace runner::posix
