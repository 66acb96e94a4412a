// The hash of a global state: the sum of the hashes of its components, so that a step changes it by
// what it does to the few components that it touches.
#pragma once

#include <cstdint>

#include "world/concrete_state.h"

namespace runner::world {

inline uint64_t component_hash(ComponentNumber component, int32_t number) {
  uint64_t z = (static_cast<uint64_t>(static_cast<uint32_t>(component)) << 32 |
                static_cast<uint32_t>(number)) *
                   0x9E3779B97F4A7C15u +
               0x632BE59BD9B4E019u;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

}  // namespace runner::world
