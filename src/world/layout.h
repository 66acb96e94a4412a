// How the numbers of a global state's components are packed into 64-bit words: each in as many bits
// as the numbers seen so far need, none across two words.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace runner::world {

class Layout {
 public:
  explicit Layout(size_t components) : widths_(components), places_(components), taken_(1) {}

  size_t components() const { return widths_.size(); }
  size_t words() const { return taken_.size(); }
  // The components that have had another number than 0, in their order.
  const std::vector<uint32_t>& used() const { return used_; }

  int32_t get(const uint64_t* words, size_t component) const {
    const Place place = places_[component];
    return static_cast<int32_t>(static_cast<uint32_t>(words[place.bit / 64] >> (place.bit % 64)) &
                                place.mask);
  }
  // REQUIRES fits().
  void set(uint64_t* words, size_t component, int32_t number) const {
    const Place place = places_[component];
    uint64_t& word = words[place.bit / 64];
    word = (word & ~(uint64_t{place.mask} << (place.bit % 64))) |
           (static_cast<uint64_t>(number) << (place.bit % 64));
  }
  // Sets it to `to`. REQUIRES that it is `from`, and that both fit.
  void change(uint64_t* words, size_t component, int32_t from, int32_t to) const {
    const Place place = places_[component];
    words[place.bit / 64] ^= static_cast<uint64_t>(from ^ to) << (place.bit % 64);
  }
  bool fits(size_t component, int32_t number) const {
    return static_cast<uint32_t>(number) <= places_[component].mask;
  }
  // Makes room for numbers up to `number`. Other components stay where they are if they can.
  void widen(size_t component, int32_t number);

  bool is_same_place(const Layout& other, size_t component) const {
    return places_[component] == other.places_[component];
  }
  void clear(uint64_t* words, size_t component) const {
    const Place place = places_[component];
    words[place.bit / 64] &= ~(uint64_t{place.mask} << (place.bit % 64));
  }

 private:
  struct Place {
    uint32_t mask = 0;
    uint32_t bit = 0;  // counted through all words
    friend bool operator==(const Place&, const Place&) = default;
  };
  void place_all();
  bool place(size_t component);

  std::vector<uint8_t> widths_;
  std::vector<Place> places_;
  std::vector<uint64_t> taken_;  // bits, by word
  std::vector<uint32_t> used_;
};

}  // namespace runner::world
