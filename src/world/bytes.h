// How much memory a search has taken: for its limit.
#pragma once

#include <cstddef>
#include <vector>

namespace runner::world {

// What a vector has allocated; not what its elements have.
template <typename Element>
size_t bytes_of(const std::vector<Element>& vector) {
  return vector.capacity() * sizeof(Element);
}

}  // namespace runner::world
