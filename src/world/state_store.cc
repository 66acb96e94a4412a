#include "world/state_store.h"

namespace runner::world {

StateStore::StateStore(size_t words) : words_(words), slots_(size_t{1} << bits_) {}

size_t StateStore::bytes() const {
  return slots_.size() * sizeof(uint64_t) +
         blocks_.size() * kBlockStates * (words_ * sizeof(uint64_t) + sizeof(StateNumber));
}

void StateStore::append(const uint64_t* words, StateNumber parent) {
  const size_t place = size_ & (kBlockStates - 1);
  if (place == 0) {
    blocks_.emplace_back(new uint64_t[kBlockStates * words_]);
    parents_.emplace_back(new StateNumber[kBlockStates]);
  }
  std::memcpy(blocks_.back().get() + place * words_, words, words_ * sizeof(uint64_t));
  parents_.back()[place] = parent;
  ++size_;
}

StateStore::Inserted StateStore::insert(const uint64_t* words, uint64_t hash, StateNumber parent) {
  const uint32_t tag = tag_of(hash);
  const size_t mask = slots_.size() - 1;
  size_t at = position(tag);
  for (; slots_[at] != 0; at = (at + 1) & mask) {
    if (static_cast<uint32_t>(slots_[at] >> 32) != tag) continue;
    const auto state = static_cast<StateNumber>(slots_[at]) - 1;
    if (std::memcmp(this->words(state), words, words_ * sizeof(uint64_t)) == 0)
      return {state, false};
  }
  const auto state = static_cast<StateNumber>(size_);
  slots_[at] = uint64_t{tag} << 32 | (state + 1);
  append(words, parent);
  if (size_ * 3 > slots_.size() * 2) grow();
  return {state, true};
}

// The tags order the table's positions, so that growing goes through it once from end to end.
void StateStore::grow() {
  ++bits_;
  std::vector<uint64_t> old(size_t{1} << bits_);
  old.swap(slots_);
  const size_t mask = slots_.size() - 1;
  for (const uint64_t slot : old) {
    if (slot == 0) continue;
    size_t at = position(static_cast<uint32_t>(slot >> 32));
    while (slots_[at] != 0) at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

void StateStore::repack(const Layout& from, const Layout& to) {
  std::vector<std::unique_ptr<uint64_t[]>> old;
  old.swap(blocks_);
  for (size_t block = 0; block < old.size(); ++block) {
    blocks_.emplace_back(new uint64_t[kBlockStates * to.words()]());
    const size_t first = block * kBlockStates;
    const size_t count = std::min(kBlockStates, size_ - first);
    for (size_t i = 0; i < count; ++i) {
      const uint64_t* source = old[block].get() + i * from.words();
      uint64_t* target = blocks_.back().get() + i * to.words();
      for (size_t component = 0; component < from.components(); ++component)
        to.set(target, component, from.get(source, component));
    }
    old[block].reset();
  }
  words_ = to.words();
}

}  // namespace runner::world
