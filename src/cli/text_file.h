// Replacing a text file.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace runner {

// Writes a new file beside the old one and puts it in its place, so that an interruption or a full
// disk leaves the old one whole. Links are followed and permissions kept.
std::optional<Error> write_text_file(const std::string& path, std::string_view text);

}  // namespace runner
