// Writing a text file, in place of what it was.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace runner {

// The file that is written by this name, also where it does not exist yet: behind all links.
std::string written_file(const std::string& path);

// Writes a new file and puts it in the place of the old one, if there is one, so that an
// interruption or a full disk leaves that whole. Links are followed and permissions kept. What is
// no regular file is written to as it is.
std::optional<Error> write_text_file(const std::string& path, std::string_view text);

// Why write_text_file() would fail, as far as that can be told before there is anything to write.
std::optional<Error> refuses_text(const std::string& path);

}  // namespace runner
