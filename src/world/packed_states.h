// The states of one search, between component numbers and packed words.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "world/layout.h"
#include "world/space.h"
#include "world/state_store.h"

namespace runner::world {

// A part of a state's hash; the whole is the sum over all components.
inline uint64_t component_hash(ComponentNumber component, int32_t number) {
  uint64_t z = (static_cast<uint64_t>(static_cast<uint32_t>(component)) << 32 |
                static_cast<uint32_t>(number)) *
                   0x9E3779B97F4A7C15u +
               0x632BE59BD9B4E019u;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

class PackedStates {
 public:
  PackedStates(const Tables& tables, size_t components)
      : tables_(tables), layout_(components), store_(layout_.words()) {}

  size_t size() const { return store_.size(); }
  size_t bytes() const { return store_.bytes(); }
  size_t words() const { return layout_.words(); }
  const Layout& layout() const { return layout_; }
  StateStore& store() { return store_; }
  StateNumber parent(StateNumber state) const { return store_.parent(state); }

  void unpack(StateNumber state, Numbers& numbers) const;
  uint64_t hash(const Numbers& numbers) const;
  void pack(const Numbers& numbers, uint64_t* words) const;

  // Makes room for every number that the tables have given out. True when the packing changed.
  bool make_room();

  StateStore::Inserted insert(const Numbers& numbers, StateNumber parent);

 private:
  const Tables& tables_;
  Layout layout_;
  StateStore store_;
  size_t seen_ = SIZE_MAX;  // the tables' version at the last make_room()
};

}  // namespace runner::world
