// Those who wait for the end of a process: a part of its slot.
#pragma once

#include <atomic>
#include <cstdint>

#include "posix/latch.h"
#include "posix/wait_queue.h"

namespace runner::posix {

class Wakes;

struct Joiners {
  Latch latch;
  std::atomic<uint32_t> over;      // it is stopped
  std::atomic<uint32_t> observed;  // someone waits for any of several things, this among them
  WaitQueue waiters;

  void restore(Wakes& wakes, int32_t process);
  void settle(Wakes& wakes);
};

}  // namespace runner::posix
