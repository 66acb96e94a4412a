// All states that were reached, each once, in the order in which they were found: packed words in
// large blocks, an open-addressing table of their numbers, and for each the state it came from.
#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <vector>

#include "world/layout.h"

namespace runner::world {

using StateNumber = uint32_t;
inline constexpr StateNumber kNoState = UINT32_MAX;

class StateStore {
 public:
  explicit StateStore(size_t words);

  size_t size() const { return size_; }
  size_t bytes() const;

  const uint64_t* words(StateNumber state) const {
    return blocks_[state >> kBlockBits].get() + (state & (kBlockStates - 1)) * words_;
  }
  StateNumber parent(StateNumber state) const {
    return parents_[state >> kBlockBits][state & (kBlockStates - 1)];
  }

  struct Inserted {
    StateNumber state = 0;
    bool added = false;
  };
  // `hash` is that of the state's components, whatever their layout.
  Inserted insert(const uint64_t* words, uint64_t hash, StateNumber parent);
  // Where a look-up of `hash` will begin: to have it in the cache by then.
  void prefetch(uint64_t hash) const { __builtin_prefetch(&slots_[position(tag_of(hash))]); }

  // Packs all states anew.
  void repack(const Layout& from, const Layout& to);

 private:
  static constexpr uint32_t kBlockBits = 12;
  static constexpr size_t kBlockStates = size_t{1} << kBlockBits;

  static uint32_t tag_of(uint64_t hash) { return static_cast<uint32_t>(hash >> 32); }
  size_t position(uint32_t tag) const {
    return static_cast<size_t>((uint64_t{tag} << bits_) >> 32);
  }
  void append(const uint64_t* words, StateNumber parent);
  void grow();

  size_t words_;
  size_t size_ = 0;
  uint32_t bits_ = 12;           // of the table's size
  std::vector<uint64_t> slots_;  // tag << 32 | state + 1; 0: empty
  std::vector<std::unique_ptr<uint64_t[]>> blocks_;
  std::vector<std::unique_ptr<StateNumber[]>> parents_;
};

}  // namespace runner::world
