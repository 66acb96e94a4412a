// The random numbers of one process: splitmix64, so that the whole state is one plain word.
// Sebastiano Vigna, "Further scramblings of Marsaglia's xorshift generators" (2014).
#pragma once

#include <cstdint>

namespace runner {

__extension__ using Wide = unsigned __int128;

struct Random {
  uint64_t state = 0;

  uint64_t next() {
    uint64_t z = (state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  }
  // In [0, 1).
  double real() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
  // In [0, bound); REQUIRES bound > 0. Without modulo bias (Lemire's multiply-shift with
  // rejection).
  uint64_t below(uint64_t bound) {
    for (;;) {
      const uint64_t x = next();
      const auto wide = static_cast<Wide>(x) * bound;
      const auto low = static_cast<uint64_t>(wide);
      if (low >= bound || low >= (0 - bound) % bound) return static_cast<uint64_t>(wide >> 64);
    }
  }
};

}  // namespace runner
