#include "world/layout.h"

#include <algorithm>
#include <bit>
#include <numeric>

namespace runner::world {

void Layout::widen(size_t component, int32_t number) {
  if (widths_[component] == 0) {
    const auto used = static_cast<uint32_t>(component);
    used_.insert(std::upper_bound(used_.begin(), used_.end(), used), used);
  }
  widths_[component] = static_cast<uint8_t>(std::bit_width(static_cast<uint32_t>(number)));
  clear(taken_.data(), component);
  if (!place(component)) place_all();
}

// Into the first word with room for it. False: there is none.
bool Layout::place(size_t component) {
  const uint32_t width = widths_[component];
  const uint64_t mask = (uint64_t{1} << width) - 1;
  for (size_t word = 0; word < taken_.size(); ++word) {
    for (uint32_t shift = 0; shift + width <= 64; ++shift) {
      if ((taken_[word] & (mask << shift)) != 0) continue;
      taken_[word] |= mask << shift;
      places_[component] = {static_cast<uint32_t>(mask), static_cast<uint32_t>(word * 64 + shift)};
      return true;
    }
  }
  return false;
}

// Wide ones first, which leaves the fewest gaps.
void Layout::place_all() {
  std::vector<uint32_t> order = used_;
  std::stable_sort(order.begin(), order.end(),
                   [this](uint32_t a, uint32_t b) { return widths_[a] > widths_[b]; });
  taken_.assign(1, 0);
  for (const uint32_t component : order) {
    while (!place(component)) taken_.push_back(0);
  }
}

}  // namespace runner::world
