// All states that were reached, each once, in the order in which they were found: packed words, for
// each the state it came from, and a table that finds them.
//
// When they get too many, a store can be made compact: of each state it then keeps 64 bits of its
// hash only, and the words of those that are still to be expanded.
#pragma once

#include <cstdint>
#include <cstring>

#include "base/growing_memory.h"
#include "world/layout.h"
#include "world/state_table.h"

namespace runner::world {

class StateStore {
 public:
  explicit StateStore(size_t words) : words_(words) {}

  size_t size() const { return size_; }
  bool is_compact() const { return compact_; }

  // All memory that is taken.
  size_t bytes() const;
  // The same when `more` states have been added, and the words of a state are so many.
  size_t bytes_after(size_t more, size_t words) const;
  // Makes room for `more` states. False when the system refuses memory.
  [[nodiscard]] bool reserve(size_t more);

  // REQUIRES, when compact, a state that is not yet forgotten.
  const uint64_t* words(StateNumber state) const {
    return state_words_.as<uint64_t>() + size_t{state} * words_;
  }
  // REQUIRES a state that is not yet forgotten.
  uint64_t hash(StateNumber state) const { return hashes_.as<uint64_t>()[state]; }
  StateNumber parent(StateNumber state) const { return parents_.as<StateNumber>()[state]; }
  // From this state on they are not forgotten.
  StateNumber first_kept() const { return first_kept_; }

  struct Inserted {
    StateNumber state = 0;
    bool added = false;
  };
  // `hash` is that of the state's components, whatever their layout. REQUIRES reserve().
  Inserted insert(const uint64_t* words, uint64_t hash, StateNumber parent);
  // kNoState: there is none like it.
  StateNumber find(const uint64_t* words, uint64_t hash) const;

  // To have in the cache what a look-up of `hash` will read: first the table, then the state.
  void prefetch(uint64_t hash) const { table_.prefetch(hash); }
  void prefetch_state(uint64_t hash) const;

  // Packs all states anew. False when the system refuses memory.
  [[nodiscard]] bool repack(const Layout& from, const Layout& to);

  // The states before this one have been expanded.
  void forget_before(StateNumber state);
  // Keeps of every state only what `hash_of` gives for its words, in whatever memory it finds.
  template <typename HashOf>
  [[nodiscard]] bool compact(HashOf hash_of);

 private:
  bool is_same(StateNumber state, const uint64_t* words, uint64_t hash) const {
    if (compact_) return rests_.as<uint32_t>()[state] == static_cast<uint32_t>(hash);
    const uint64_t* known = this->words(state);
    for (size_t word = 0; word < words_; ++word)  // too few for memcmp to pay
      if (known[word] != words[word]) return false;
    return true;
  }

  size_t words_;
  size_t size_ = 0;
  StateNumber first_kept_ = 0;
  bool compact_ = false;
  StateTable table_;
  // By state:
  GrowingMemory state_words_;
  GrowingMemory parents_;
  GrowingMemory hashes_;
  GrowingMemory rests_;  // compact: the part of the hash that the table does not tell
};

template <typename HashOf>
bool StateStore::compact(HashOf hash_of) {
  constexpr StateNumber kAtOnce = 1 << 16;
  if (!rests_.grow(size_ * sizeof(uint32_t))) return false;
  for (StateNumber state = 0; state < size_; ++state) {
    rests_.as<uint32_t>()[state] = static_cast<uint32_t>(hash_of(words(state)));
    if (state % kAtOnce == 0 && state <= first_kept_)
      state_words_.forget_before(size_t{state} * words_ * sizeof(uint64_t));
  }
  compact_ = true;
  table_.set_density(StateTable::Density::kDense);
  forget_before(first_kept_);
  return true;
}

}  // namespace runner::world
