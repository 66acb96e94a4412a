#include "world/state_store.h"

#include <algorithm>
#include <vector>

namespace runner::world {

namespace {

constexpr size_t kWord = sizeof(uint64_t);

}  // namespace

size_t StateStore::bytes() const {
  return table_.bytes() + state_words_.bytes() + parents_.bytes() + hashes_.bytes() +
         rests_.bytes();
}

size_t StateStore::bytes_after(size_t more, size_t words) const {
  const size_t size = size_ + more;
  return table_.bytes_after(size) + state_words_.bytes_after(size * words * kWord) +
         parents_.bytes_after(size * sizeof(StateNumber)) + hashes_.bytes_after(size * kWord) +
         (compact_ ? rests_.bytes_after(size * sizeof(uint32_t)) : 0);
}

bool StateStore::reserve(size_t more) {
  const size_t size = size_ + more;
  return table_.reserve(size) && state_words_.grow(size * words_ * kWord) &&
         parents_.grow(size * sizeof(StateNumber)) && hashes_.grow(size * kWord) &&
         (!compact_ || rests_.grow(size * sizeof(uint32_t)));
}

StateStore::Inserted StateStore::insert(const uint64_t* words, uint64_t hash, StateNumber parent) {
  size_t place = 0;
  const StateNumber known =
      table_.find(hash, place, [&](StateNumber state) { return is_same(state, words, hash); });
  if (known != kNoState) return {known, false};
  const auto state = static_cast<StateNumber>(size_);
  table_.put(place, hash, state);
  std::memcpy(state_words_.as<uint64_t>() + size_ * words_, words, words_ * kWord);
  parents_.as<StateNumber>()[size_] = parent;
  hashes_.as<uint64_t>()[size_] = hash;
  if (compact_) rests_.as<uint32_t>()[size_] = static_cast<uint32_t>(hash);
  ++size_;
  return {state, true};
}

StateNumber StateStore::find(const uint64_t* words, uint64_t hash) const {
  size_t place = 0;
  return table_.find(hash, place, [&](StateNumber state) { return is_same(state, words, hash); });
}

void StateStore::prefetch_state(uint64_t hash) const {
  size_t place = 0;
  const StateNumber state = table_.find(hash, place, [](StateNumber) { return true; });
  if (state == kNoState) return;
  if (compact_) {
    __builtin_prefetch(rests_.as<uint32_t>() + state);
  } else {
    __builtin_prefetch(words(state));
  }
}

// From the last to the first: a state's new place is never before its old one. REQUIRES that a
// state has not fewer words than before.
bool StateStore::repack(const Layout& from, const Layout& to) {
  if (!state_words_.grow(std::max(state_words_.size(), size_ * to.words() * kWord))) return false;
  std::vector<uint32_t> moved;
  for (const uint32_t component : to.used())
    if (!to.is_same_place(from, component)) moved.push_back(component);
  std::vector<uint64_t> packed(to.words());
  std::vector<int32_t> numbers(moved.size());
  auto* words = state_words_.as<uint64_t>();
  const size_t first = compact_ ? first_kept_ : 0;
  for (size_t state = size_; state-- > first;) {
    std::memcpy(packed.data(), words + state * from.words(), from.words() * kWord);
    std::fill(packed.begin() + static_cast<std::ptrdiff_t>(from.words()), packed.end(), 0);
    for (size_t i = 0; i < moved.size(); ++i) numbers[i] = from.get(packed.data(), moved[i]);
    for (const uint32_t component : moved) from.clear(packed.data(), component);
    for (size_t i = 0; i < moved.size(); ++i) to.set(packed.data(), moved[i], numbers[i]);
    std::memcpy(words + state * to.words(), packed.data(), to.words() * kWord);
  }
  words_ = to.words();
  return true;
}

void StateStore::forget_before(StateNumber state) {
  first_kept_ = state;
  hashes_.forget_before(state * kWord);
  if (compact_) state_words_.forget_before(state * words_ * kWord);
}

}  // namespace runner::world
