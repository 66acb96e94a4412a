// What may come before each operation of a process: the gate of a conducted run, or a tiny random
// delay, by which many runs show more of what is possible. Nothing in an ordinary run.
#pragma once

#include <cstdint>
#include <optional>

#include "expr/random.h"
#include "posix/gate_pass.h"
#include "posix/hold.h"
#include "posix/member.h"

namespace runner::posix {

class Delays {
 public:
  Delays(uint64_t seed, int32_t process)
      : random_{seed * 0x9e3779b97f4a7c15u + static_cast<uint64_t>(process)} {}
  void pass();

 private:
  Random random_;
};

class Disturbance {
 public:
  explicit Disturbance(Member& member);
  Disturbance(const Disturbance&) = delete;
  Disturbance& operator=(const Disturbance&) = delete;

  bool is_any() const { return pass_.has_value() || delays_.has_value(); }
  // REQUIRES is_any().
  Performed perform(Member& member, const Operation& operation);

 private:
  std::optional<GatePass> pass_;
  std::optional<Delays> delays_;
};

}  // namespace runner::posix
