#include "world/packed_states.h"

#include <algorithm>

namespace runner::world {

namespace {

Layout first_layout(size_t components, int32_t extra) {
  Layout layout(components + (extra >= 0 ? 1 : 0));
  if (extra > 0) layout.widen(components, extra);
  return layout;
}

}  // namespace

PackedStates::PackedStates(const Tables& tables, int32_t extra)
    : tables_(tables),
      layout_(first_layout(tables.component_count(), extra)),
      wider_(layout_),
      store_(layout_.words()) {}

void PackedStates::unpack(const uint64_t* words, Numbers& numbers) const {
  for (const uint32_t component : layout_.used())
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
  for (const uint32_t component : layout_.used()) layout_.set(words, component, numbers[component]);
}

bool PackedStates::is_too_narrow() {
  if (seen_ == tables_.version()) return false;
  seen_ = tables_.version();
  bool narrow = false;
  for (size_t component = 0; component < tables_.component_count(); ++component) {
    const int32_t largest = tables_.count(static_cast<ComponentNumber>(component)) - 1;
    if (wider_.fits(component, largest)) continue;
    wider_.widen(component, largest);
    narrow = true;
  }
  return narrow;
}

bool PackedStates::widen() {
  if (!store_.repack(layout_, wider_)) return false;
  layout_ = wider_;
  return true;
}

StateNumber PackedStates::find(const Numbers& numbers) const {
  for (size_t component = 0; component < numbers.size(); ++component)
    if (!layout_.fits(component, numbers[component])) return kNoState;
  std::vector<uint64_t> words(layout_.words());
  pack(numbers, words.data());
  return store_.find(words.data(), hash(numbers));
}

bool PackedStates::compact() {
  Numbers numbers(layout_.components());
  return store_.compact([&](const uint64_t* words) {
    unpack(words, numbers);
    return hash(numbers);
  });
}

}  // namespace runner::world
