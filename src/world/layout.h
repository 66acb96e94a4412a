// How the numbers of a global state's components are packed into 64-bit words: each in as many bits
// as the numbers seen so far need, none across two words.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace runner::world {

class Layout {
 public:
  explicit Layout(size_t components) : widths_(components), places_(components) { place(); }

  size_t components() const { return widths_.size(); }
  size_t words() const { return words_; }

  int32_t get(const uint64_t* words, size_t component) const {
    const Place place = places_[component];
    return static_cast<int32_t>((words[place.word] >> place.shift) & place.mask);
  }
  // REQUIRES fits().
  void set(uint64_t* words, size_t component, int32_t number) const {
    const Place place = places_[component];
    uint64_t& word = words[place.word];
    word = (word & ~(place.mask << place.shift)) | (static_cast<uint64_t>(number) << place.shift);
  }
  bool fits(size_t component, int32_t number) const {
    return static_cast<uint64_t>(number) <= places_[component].mask;
  }
  // Makes room for numbers up to `number`; all places may change.
  void widen(size_t component, int32_t number);

 private:
  struct Place {
    uint64_t mask = 0;
    uint32_t word = 0;
    uint32_t shift = 0;
  };
  void place();

  std::vector<uint8_t> widths_;
  std::vector<Place> places_;
  size_t words_ = 1;
};

}  // namespace runner::world
