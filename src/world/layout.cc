#include "world/layout.h"

#include <algorithm>
#include <bit>
#include <numeric>

namespace runner::world {

void Layout::widen(size_t component, int32_t number) {
  widths_[component] = static_cast<uint8_t>(std::bit_width(static_cast<uint32_t>(number)));
  place();
}

// Wide ones first, each into the first word with room for it.
void Layout::place() {
  std::vector<size_t> order(widths_.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [this](size_t a, size_t b) { return widths_[a] > widths_[b]; });
  std::vector<uint32_t> used(1);
  for (const size_t component : order) {
    const uint32_t width = widths_[component];
    size_t word = 0;
    while (word < used.size() && used[word] + width > 64) ++word;
    if (word == used.size()) used.push_back(0);
    places_[component].word = static_cast<uint32_t>(word);
    places_[component].shift = width == 0 ? 0 : used[word];
    places_[component].mask = (uint64_t{1} << width) - 1;
    used[word] += width;
  }
  words_ = used.size();
}

}  // namespace runner::world
