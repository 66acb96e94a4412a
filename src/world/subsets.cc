#include "world/subsets.h"

#include <algorithm>

#include "base/check.h"
#include "expr/random.h"

namespace runner::world {

int64_t subset_count(size_t n, size_t k) {
  constexpr int64_t kMost = int64_t{1} << 62;
  if (k > n) return 0;
  k = std::min(k, n - k);
  Wide count = 1;
  for (size_t i = 1; i <= k; ++i) {
    count = count * (n - k + i) / i;
    if (count >= static_cast<Wide>(kMost)) return kMost;
  }
  return static_cast<int64_t>(count);
}

std::vector<size_t> subset(size_t n, size_t k, int64_t pick) {
  CHECK(k <= n);
  std::vector<size_t> members;
  for (size_t candidate = 0; members.size() < k; ++candidate) {
    const size_t missing = k - members.size();
    const bool needed = n - candidate == missing;
    const int64_t with = subset_count(n - candidate - 1, missing - 1);
    if (needed || pick < with)
      members.push_back(candidate);
    else
      pick -= with;
  }
  return members;
}

}  // namespace runner::world
