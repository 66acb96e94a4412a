// Reading a scenario's file from disk or standard input, with every refusal a diagnostic.
#pragma once

#include <optional>
#include <string>

#include "text/diagnostic.h"
#include "text/source.h"

namespace runner {

// What diagnostics call the file: "<stdin>" for "-".
std::string source_name(const std::string& path);

// `path` "-" is standard input (named "<stdin>"). Reports a missing file, a directory, an empty or
// too large file, UTF-16, invalid UTF-8, NUL and other control characters (with their place), and
// strips one leading byte order mark. A source is returned whenever there is text to show.
std::optional<Source> read_source(const std::string& path, Diagnostics& diagnostics);

// The same checks for text that is already in memory.
std::optional<Source> make_source(std::string name, std::string text, Diagnostics& diagnostics);

}  // namespace runner
