// How an encoded value begins.
#pragma once

#include <cstddef>
#include <cstdint>

namespace runner::encoding {

// The first byte of a value. 0 to 0x7F are the ints 0 to 127 themselves.
enum Tag : uint8_t {
  kNullTag = 0x80,
  kFalseTag,
  kTrueTag,
  kIntTag,  // and the next three: an int of 1, 2, 4, 8 bytes, the fewest that hold it
  kDoubleTag = kIntTag + 4,
  kHandleTag,
  kDeadlineTag,
  kObjectTag,
  kStringTag,
  kListTag,
  kMapTag,
  kProcessTag,
  kErrorTag,
  kRangeTag,    // a list of at least kWorthRange ints, each one more than the one before: the first
  kDoublesTag,  // a list of doubles only, 8 bytes each
  kIntsTag,     // and the next three: a list of ints only, each in 1, 2, 4, 8 bytes
};

inline constexpr size_t kWorthRange = 32;

}  // namespace runner::encoding
