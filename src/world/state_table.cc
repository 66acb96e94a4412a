#include "world/state_table.h"

#include <algorithm>

#include "base/check.h"

namespace runner::world {

namespace {

constexpr size_t kFirstCount = 512;
// Places are found by multiplying a 32-bit tag with the number of slots.
constexpr size_t kMostSlots = size_t{1} << 32;

}  // namespace

StateTable::StateTable() {
  CHECK(memory_.grow(kFirstCount * sizeof(uint64_t)));
  count_ = kFirstCount;
}

size_t StateTable::count_for(size_t states) const {
  size_t count = count_;
  const bool dense = density_ == Density::kDense;
  while (dense ? states * 10 > count * 9 : states * 4 > count * 3)
    count += dense ? count / 8 : count / 2;
  return std::min(count, kMostSlots);
}

size_t StateTable::bytes_after(size_t states) const {
  return memory_.bytes_after(count_for(states) * sizeof(uint64_t));
}

bool StateTable::reserve(size_t states) {
  const size_t count = count_for(states);
  if (count == count_) return true;
  if (!memory_.grow(count * sizeof(uint64_t))) return false;
  const size_t old_count = count_;
  count_ = count;
  spread(old_count);
  return true;
}

void StateTable::place_anywhere(uint64_t slot) {
  size_t place = home(static_cast<uint32_t>(slot >> 32));
  while (slots()[place] != 0) place = place + 1 == count_ ? 0 : place + 1;
  slots()[place] = slot;
}

// Moves every slot to where it belongs now. From the end downwards nearly all go upwards, to places
// that were dealt with before; the few others have to wait until all are.
void StateTable::spread(size_t old_count) {
  std::vector<uint64_t> aside;
  uint64_t* slots = this->slots();
  for (size_t at = old_count; at-- > 0;) {
    const uint64_t slot = slots[at];
    if (slot == 0) continue;
    slots[at] = 0;
    size_t place = home(static_cast<uint32_t>(slot >> 32));
    if (place >= at)
      while (place < count_ && slots[place] != 0) ++place;
    if (place < at || place == count_) {
      aside.push_back(slot);
    } else {
      slots[place] = slot;
    }
  }
  for (const uint64_t slot : aside) place_anywhere(slot);
}

}  // namespace runner::world
