// Two words that change together.
#pragma once

#include <cstdint>

namespace runner::posix {

struct alignas(16) Wide {
  uint64_t low;
  uint64_t high;
};

// A pair that was there at one instant, or a torn one: only good for a wide_exchange, or where the
// reader can tell.
inline Wide wide_read(const Wide& at) {
  const uint64_t high = __atomic_load_n(&at.high, __ATOMIC_ACQUIRE);
  return {__atomic_load_n(&at.low, __ATOMIC_ACQUIRE), high};
}

// One instruction: `expected` becomes `desired`. Otherwise false, and `expected` is what is there.
inline bool wide_exchange(Wide& at, Wide& expected, Wide desired) {
  __extension__ using Word128 = unsigned __int128;
  const auto join = [](Wide wide) { return (static_cast<Word128>(wide.high) << 64) | wide.low; };
  const Word128 wanted = join(expected);
  const Word128 seen =
      __sync_val_compare_and_swap(reinterpret_cast<Word128*>(&at), wanted, join(desired));
  if (seen == wanted) return true;
  expected = {static_cast<uint64_t>(seen), static_cast<uint64_t>(seen >> 64)};
  return false;
}

}  // namespace runner::posix
