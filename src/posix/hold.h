// Changing an object under its latch, and waking those whom the change concerns.
#pragma once

#include <optional>
#include <vector>

#include "machine/machine.h"
#include "posix/park.h"

namespace runner::posix {

// The outcome of an operation; none when a handled signal came while it waited: then it has not
// happened, and the process waits for nothing any more.
using Performed = std::optional<Outcome>;

// What Slot::busy says of a process and of an object.
inline constexpr uint32_t kBusyWithProcess = 0x8000'0000;
inline uint32_t busy_with_object(int32_t object) {
  return static_cast<uint32_t>(object) + 1;
}
inline uint32_t busy_with_process(int32_t process) {
  return kBusyWithProcess | static_cast<uint32_t>(process);
}

// Those who have been taken out of a queue, to be woken.
class Wakes {
 public:
  explicit Wakes(Region& region) : region_(region) {}
  Wakes(const Wakes&) = delete;
  Wakes& operator=(const Wakes&) = delete;
  ~Wakes() { CHECK(first_ < 0); }

  Region& region() const { return region_; }
  void grant(WaitQueue& queue, int32_t process) {
    queue.grant(region_, process);
    add(process);
  }
  void grant_all(WaitQueue& queue) {
    while (!queue.empty()) grant(queue, queue.first());
  }
  void add(int32_t process) {
    if (first_ < 0) {
      first_ = process;
    } else {
      others_.push_back(process);
    }
  }
  void wake_all() {
    if (first_ >= 0) [[unlikely]]
      poke_all();
  }

 private:
  void poke_all();

  Region& region_;
  int32_t first_ = -1;
  std::vector<int32_t> others_;
};

// The latch, held. A State has a `latch`, and `restore(Wakes&, number)` makes good what a process
// left behind that was killed in the middle: it completes what was committed, forgets the rest,
// and rebuilds what is derived.
//
// Who is granted something is woken when the latch is free again; a process that is killed in
// between was `busy` with the object, and whoever repairs it wakes them all.
template <typename State>
class Hold {
 public:
  Hold(Self& self, State& state, int32_t object)
      : Hold(self, state, object, busy_with_object(object)) {}
  Hold(Self& self, State& state, int32_t number, uint32_t busy)
      : wakes(self.region), self_(self), state_(state) {
    self.slot.busy.store(busy, std::memory_order_relaxed);
    std::atomic_signal_fence(std::memory_order_seq_cst);
    if (state.latch.lock()) [[unlikely]]
      state.restore(wakes, number);
  }
  ~Hold() {
    state_.latch.unlock();
    wakes.wake_all();
    std::atomic_signal_fence(std::memory_order_seq_cst);
    self_.slot.busy.store(0, std::memory_order_relaxed);
  }
  Hold(const Hold&) = delete;
  Hold& operator=(const Hold&) = delete;

  Wakes wakes;

 private:
  Self& self_;
  State& state_;
};

// How the wait of a process that has put itself into a queue ended.
enum class WaitEnd : uint8_t {
  kGranted,
  // Those two may have crossed a grant: only under the latch, wait_state tells.
  kTimedOut,
  kInterrupted,
};
// `deadline` may be any but kOnlyTry. With `ignore_signals` it is never interrupted.
WaitEnd await_grant(Self& self, int64_t deadline, bool ignore_signals = false);

inline WaitState wait_state(const Self& self) {
  return self.slot.wait_state.load(std::memory_order_acquire);
}
inline void forget_grant(Self& self) {
  self.slot.wait_state.store(WaitState::kIdle, std::memory_order_release);
}

}  // namespace runner::posix
