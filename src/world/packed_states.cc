#include "world/packed_states.h"

namespace runner::world {

void PackedStates::unpack(StateNumber state, Numbers& numbers) const {
  const uint64_t* words = store_.words(state);
  for (size_t component = 0; component < numbers.size(); ++component)
    numbers[component] = layout_.get(words, component);
}

uint64_t PackedStates::hash(const Numbers& numbers) const {
  uint64_t hash = 0;
  for (size_t component = 0; component < numbers.size(); ++component)
    hash += component_hash(static_cast<ComponentNumber>(component), numbers[component]);
  return hash;
}

void PackedStates::pack(const Numbers& numbers, uint64_t* words) const {
  std::fill(words, words + layout_.words(), 0);
  for (size_t component = 0; component < numbers.size(); ++component)
    layout_.set(words, component, numbers[component]);
}

bool PackedStates::make_room() {
  if (seen_ == tables_.version()) return false;
  seen_ = tables_.version();
  Layout wider = layout_;
  bool changed = false;
  for (size_t component = 0; component < layout_.components(); ++component) {
    const int32_t largest = tables_.count(static_cast<ComponentNumber>(component)) - 1;
    if (wider.fits(component, largest)) continue;
    wider.widen(component, largest);
    changed = true;
  }
  if (!changed) return false;
  store_.repack(layout_, wider);
  layout_ = wider;
  return true;
}

StateStore::Inserted PackedStates::insert(const Numbers& numbers, StateNumber parent) {
  make_room();
  std::vector<uint64_t> words(layout_.words());
  pack(numbers, words.data());
  return store_.insert(words.data(), hash(numbers), parent);
}

}  // namespace runner::world
