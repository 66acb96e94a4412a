// Which slots may still be read: live variables, by a backward pass over each routine.
//
// Alfred V. Aho and others, "Compilers: Principles, Techniques, and Tools", section 9.2.5.
#pragma once

#include <cstdint>
#include <vector>

#include "program/program.h"

namespace runner {

class Liveness {
 public:
  explicit Liveness(const Program& program);

  // Whether the slot may be read by the instruction at pc or after it.
  bool live_before(int32_t routine, int32_t pc, int32_t slot) const {
    return bit(before_, routine, pc, slot);
  }
  // Whether the slot may be read after the instruction at pc, which does not count what the
  // instruction itself stores: for callers, whose callee will store the result.
  bool live_across(int32_t routine, int32_t pc, int32_t slot) const {
    return bit(across_, routine, pc, slot);
  }

 private:
  struct Sets {
    size_t words = 0;
    std::vector<uint64_t> bits;  // [pc * words]
  };
  static bool bit(const std::vector<Sets>& sets, int32_t routine, int32_t pc, int32_t slot) {
    const Sets& of = sets[static_cast<size_t>(routine)];
    const auto number = static_cast<size_t>(slot);
    return (of.bits[static_cast<size_t>(pc) * of.words + number / 64] >> (number % 64)) & 1;
  }
  void analyse(const Program& program, const Routine& routine, Sets& before, Sets& across);

  std::vector<Sets> before_;
  std::vector<Sets> across_;
};

// The slots that an instruction reads and stores.
struct Effects {
  std::vector<int32_t> reads;
  std::vector<int32_t> stores;
  std::vector<int32_t> changes;  // what it may change, but does not always, or only a part of
  std::vector<int32_t> jumps;    // pcs where it may go on instead of at the next
  bool falls_through = true;
};
Effects effects_of(const Program& program, const Instruction& instruction);

// Whether the result of waiting at a barrier, the arrival's number, is read again once it has told
// whether there is an action to run.
bool reads_arrivals(const Program& program, const Liveness& liveness);

}  // namespace runner
