// Sizes of memory pages on the machines that we build for (x86-64, and arm64 as Debian sets it up).
#pragma once

#include <cstddef>

namespace runner {

inline constexpr size_t kPage = size_t{4} << 10;
inline constexpr size_t kHugePage = size_t{2} << 20;

}  // namespace runner
