// A plain value in 8 bytes of shared memory: what fits is inside, the rest is a block of the heap.
//
// Doubles stand as they are; everything else lives among the bit patterns of NaN, of which a value
// needs only one. Every pattern is moved by a constant so that untouched memory is kEmpty.
#pragma once

#include <bit>
#include <cstdint>

#include "expr/encoding.h"
#include "expr/value.h"
#include "posix/region.h"

namespace runner::posix {

class Word {
 public:
  static constexpr Word from_bits(uint64_t bits) { return Word(bits); }
  static Word of_double(double value) {
    const auto pattern = std::bit_cast<uint64_t>(value);
    return Word((value == value ? pattern : kNaN) ^ kMask);
  }
  static constexpr bool int_fits(int64_t value) { return value >= -kIntLimit && value < kIntLimit; }
  // REQUIRES int_fits.
  static constexpr Word of_int(int64_t value) {
    return Word((kIntTag | (static_cast<uint64_t>(value) & kIntBits)) ^ kMask);
  }
  static constexpr Word empty() { return Word(0); }

  constexpr uint64_t bits() const { return bits_; }
  constexpr bool is_empty() const { return bits_ == 0; }
  constexpr bool is_int() const { return (pattern() & kIntTag) == kIntTag; }
  // Whether a block of the heap belongs to it.
  constexpr bool is_block() const { return (pattern() >> kTagShift) == kBlockTag; }
  constexpr bool is_double() const {
    return !is_int() && ((pattern() & kNaN) != kNaN || pattern() == kNaN);
  }
  // Each REQUIRES what it names.
  constexpr int64_t as_int() const {
    return static_cast<int64_t>(pattern() << kIntShift) >> kIntShift;
  }
  double as_double() const { return std::bit_cast<double>(pattern()); }
  constexpr uint64_t block() const { return pattern() & kPayload; }

  friend constexpr bool operator==(Word, Word) = default;

 private:
  friend bool make_word(const Region& region, const Value& value, Word& word);
  friend bool make_word(const Region& region, const Slice& slice, Word& word);
  friend Value word_value(const Region& region, Word word);

  static constexpr int kIntShift = 13;
  static constexpr int kTagShift = 48;
  static constexpr int64_t kIntLimit = int64_t{1} << 50;
  static constexpr uint64_t kIntBits = (uint64_t{1} << 51) - 1;
  static constexpr uint64_t kIntTag = ~kIntBits;           // all negative NaNs are ints
  static constexpr uint64_t kNaN = 0x7ff8'0000'0000'0000;  // the one NaN
  static constexpr uint64_t kPayload = (uint64_t{1} << kTagShift) - 1;
  static constexpr uint64_t kBlockTag = 0x7ff9;
  static constexpr uint64_t kHandleTag = 0x7ffa;
  static constexpr uint64_t kConstantTag = 0x7ffb;
  static constexpr uint64_t kNull = 1, kFalse = 2, kTrue = 3;
  static constexpr uint64_t kMask = (kConstantTag << kTagShift);  // the pattern of kEmpty

  template <typename Content>
  static bool encode_into(const Region& region, const Content& content, Word& word);
  explicit constexpr Word(uint64_t bits) : bits_(bits) {}
  constexpr uint64_t pattern() const { return bits_ ^ kMask; }
  static constexpr Word tagged(uint64_t tag, uint64_t payload) {
    return Word(((tag << kTagShift) | payload) ^ kMask);
  }

  uint64_t bits_;
};

// REQUIRES is_plain(value). False, and the word as before, when shared
// memory does not suffice.
bool make_word(const Region& region, const Value& value, Word& word);
inline bool make_word(const Region&, double number, Word& word) {
  word = Word::of_double(number);
  return true;
}
inline bool make_word(const Region& region, int64_t number, Word& word) {
  if (!Word::int_fits(number)) return make_word(region, Value::integer(number), word);
  word = Word::of_int(number);
  return true;
}
// The same for a list of some of a list's items.
bool make_word(const Region& region, const Slice& slice, Word& word);
// REQUIRES that a block that belongs to the word stays while it is read, as do the items.
Value word_value(const Region& region, Word word);
// Frees the block that belongs to the word, if there is one.
void free_word(const Region& region, Word word);

}  // namespace runner::posix
