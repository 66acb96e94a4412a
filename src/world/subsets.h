// The subsets of a given size, numbered: which of n waiting processes a notify wakes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace runner::world {

// n over k, at most 2^62.
int64_t subset_count(size_t n, size_t k);

// The members (ascending, below n) of subset number `pick` of size k, at most n.
std::vector<size_t> subset(size_t n, size_t k, int64_t pick);

}  // namespace runner::world
