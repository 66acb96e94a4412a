// What a search may take, looked at wherever something is computed for the first time: a single
// step may take long and learn much.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace runner::world {

// Thrown out of a computation when its allowance is used up. What was known before is still good.
struct Exhausted {
  enum class Limit : uint8_t { kTime, kMemory, kStopped };
  Limit limit = Limit::kTime;
};

struct Allowance {
  using Clock = std::chrono::steady_clock;

  size_t bytes = SIZE_MAX;  // for all component values together
  Clock::time_point time = Clock::time_point::max();
  const std::atomic<int>* stop_signal = nullptr;  // not 0: there is no time left

  void look_at_time() const {
    if (stop_signal != nullptr && *stop_signal != 0) throw Exhausted{Exhausted::Limit::kStopped};
    if (time != Clock::time_point::max() && Clock::now() > time)
      throw Exhausted{Exhausted::Limit::kTime};
  }
  void look_at_memory(size_t taken) const {
    if (taken > bytes) throw Exhausted{Exhausted::Limit::kMemory};
  }
};

// Grants an allowance for as long as it lives.
class Granted {
 public:
  Granted(Allowance& place, const Allowance& granted)
      : place_(place), before_(std::exchange(place, granted)) {}
  ~Granted() { place_ = before_; }
  Granted(const Granted&) = delete;
  Granted& operator=(const Granted&) = delete;

 private:
  Allowance& place_;
  Allowance before_;
};

}  // namespace runner::world
