// The states of one search, between component numbers and packed words.
#pragma once

#include <cstdint>
#include <vector>

#include "world/component_hash.h"
#include "world/layout.h"
#include "world/space.h"
#include "world/state_store.h"

namespace runner::world {

class PackedStates {
 public:
  // `extra`: states have one more component, with numbers up to this; -1: they have not.
  explicit PackedStates(const Tables& tables, int32_t extra = -1);

  size_t size() const { return store_.size(); }
  size_t words() const { return layout_.words(); }
  const Layout& layout() const { return layout_; }
  StateStore& store() { return store_; }
  const StateStore& store() const { return store_; }

  // REQUIRES that the store has not forgotten the state.
  void unpack(StateNumber state, Numbers& numbers) const { unpack(store_.words(state), numbers); }
  uint64_t hash(const Numbers& numbers) const;
  // REQUIRES that there is room for the numbers.
  void pack(const Numbers& numbers, uint64_t* words) const;

  // Whether the tables have given out numbers for which there is no room.
  bool is_too_narrow();
  // The words of a state once there is room for all of them.
  size_t words_needed() const { return wider_.words(); }
  // Makes room for them. False when the system refuses memory.
  [[nodiscard]] bool widen();

  // kNoState: there is no such state.
  StateNumber find(const Numbers& numbers) const;
  // See StateStore.
  [[nodiscard]] bool compact();

 private:
  void unpack(const uint64_t* words, Numbers& numbers) const;

  const Tables& tables_;
  Layout layout_;
  Layout wider_;
  StateStore store_;
  size_t seen_ = SIZE_MAX;  // the tables' version when they were looked at last
};

}  // namespace runner::world
