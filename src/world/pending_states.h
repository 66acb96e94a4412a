// States to which steps have been taken and that are still to be looked up: many at once, so that
// what the look-ups read is on its way from memory meanwhile.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "world/state_table.h"

namespace runner::world {

class PendingStates {
 public:
  size_t size() const { return size_; }
  size_t bytes() const {
    return words_.capacity() * sizeof(uint64_t) + hashes_.capacity() * sizeof(uint64_t) +
           parents_.capacity() * sizeof(StateNumber);
  }

  // A new one; returns its words, which are those given, to be changed.
  uint64_t* add(const std::vector<uint64_t>& words, uint64_t hash, StateNumber parent) {
    if (size_ == hashes_.size() || (size_ + 1) * words.size() > words_.size()) grow(words.size());
    hashes_[size_] = hash;
    parents_[size_] = parent;
    uint64_t* place = words_.data() + size_ * words.size();
    ++size_;
    std::copy(words.begin(), words.end(), place);
    return place;
  }
  void clear() { size_ = 0; }

  const uint64_t* words() const { return words_.data(); }
  uint64_t hash(size_t at) const { return hashes_[at]; }
  StateNumber parent(size_t at) const { return parents_[at]; }

 private:
  void grow(size_t words) {
    hashes_.resize(2 * size_ + 16);
    parents_.resize(hashes_.size());
    words_.resize(hashes_.size() * words);
  }

  size_t size_ = 0;
  std::vector<uint64_t> words_;
  std::vector<uint64_t> hashes_;
  std::vector<StateNumber> parents_;
};

}  // namespace runner::world
