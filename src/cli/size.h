// Amounts of memory on the command line.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace runner {

// "500MB", "1.5GB", "4GiB", "2g", "1048576": bytes; nothing when it is no size or less than 1 MB.
std::optional<int64_t> parse_size(std::string_view text);

}  // namespace runner
