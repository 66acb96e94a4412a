// Finds states by their hashes: an open-addressing table of their numbers, each beside a part of
// its hash, so that nearly every look into the table that fails fails there.
//
// The hash parts order the table's places: growing goes through it once, from its end to its
// beginning, and needs no second table.
#pragma once

#include <cstdint>
#include <vector>

#include "base/growing_memory.h"

namespace runner::world {

using StateNumber = uint32_t;
inline constexpr StateNumber kNoState = UINT32_MAX;

class StateTable {
 public:
  // How full the table may be, and how much it grows by then: more room for speed, or less of it.
  enum class Density : uint8_t { kFast, kDense };

  StateTable();

  static uint32_t tag_of(uint64_t hash) { return static_cast<uint32_t>(hash >> 32); }

  size_t bytes() const { return memory_.bytes(); }
  // The same after reserve(states).
  size_t bytes_after(size_t states) const;
  // Makes room for so many states in all. False, and no change, when the system refuses memory.
  [[nodiscard]] bool reserve(size_t states);
  void set_density(Density density) { density_ = density; }

  // Where a look-up will begin: to have it in the cache by then.
  void prefetch(uint64_t hash) const { __builtin_prefetch(slots() + home(tag_of(hash))); }

  // The first state with this tag for which `is_same` holds, or kNoState. `place` becomes where the
  // state was looked for last.
  template <typename IsSame>
  StateNumber find(uint64_t hash, size_t& place, IsSame is_same) const {
    const uint32_t tag = tag_of(hash);
    place = home(tag);
    for (uint64_t slot; (slot = slots()[place]) != 0; place = place + 1 == count_ ? 0 : place + 1) {
      if (static_cast<uint32_t>(slot >> 32) != tag) continue;
      const StateNumber state = static_cast<StateNumber>(slot) - 1;
      if (is_same(state)) return state;
    }
    return kNoState;
  }
  // Puts a state where find() has looked for it last. REQUIRES that reserve() has made room.
  void put(size_t place, uint64_t hash, StateNumber state) {
    slots()[place] = uint64_t{tag_of(hash)} << 32 | (state + 1);
  }

 private:
  uint64_t* slots() { return memory_.as<uint64_t>(); }
  const uint64_t* slots() const { return memory_.as<uint64_t>(); }
  size_t home(uint32_t tag) const { return static_cast<size_t>((uint64_t{tag} * count_) >> 32); }
  size_t count_for(size_t states) const;
  void spread(size_t old_count);
  void place_anywhere(uint64_t slot);

  Density density_ = Density::kFast;
  size_t count_ = 0;
  GrowingMemory memory_;  // tag << 32 | state + 1; 0: empty
};

}  // namespace runner::world
