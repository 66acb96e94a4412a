// Opening files for what the runner writes beside its standard output.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace runner {

// A descriptor for writing to a file that is created or emptied. Somebody who reads a FIFO may come
// a little later; a FIFO that nobody reads for a second is an error.
Result<int> open_output(const std::string& path);

// Writes to what is there: a device, a pipe, a FIFO.
std::optional<Error> write_through(const std::string& path, std::string_view text);

}  // namespace runner
