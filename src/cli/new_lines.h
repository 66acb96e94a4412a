// Which blocks of an expectation have to change, and to which lines, so that it is what came out.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/model.h"

namespace runner {

// A block that has to change, as it would be written.
struct ChangedBlock {
  size_t number = 0;  // among the blocks
  std::vector<std::string> lines;
};

// `written` are the lines of each block as they stand in the file (with `${…}` where vars are
// used). Nothing when it is not clear which line belongs where.
std::optional<std::vector<ChangedBlock>> find_changes(
    const std::vector<OutputBlock>& blocks, const std::vector<std::vector<std::string>>& written,
    const std::vector<std::string_view>& output);

// A line of output as it is written in an expectation.
std::string written_line(std::string_view line);

}  // namespace runner
