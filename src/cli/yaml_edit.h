// Changing one scalar of a YAML text and leaving every other byte as it is.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "text/source.h"
#include "text/tree.h"

namespace runner {

struct TextEdit {
  size_t begin = 0;
  size_t end = 0;
  std::string text;  // in place of [begin, end); its lines end with "\n"
};

// The whole file after edits, each of which begins where the one before it ends or behind that. It
// keeps its byte order mark and its line ends.
std::string apply_edits(const Source& source, const std::vector<TextEdit>& edits);

// Replaces a scalar by lines: what stands on the line of its key or dash and what stands below,
// with whatever comment is between the two left alone. The scalar must not be an alias. `indent` is
// the column (from 0) of the key or the dash that it belongs to; `flow`: it stands within [] or {}.
std::vector<TextEdit> replace_scalar(const Source& source, const Node& scalar, size_t indent,
                                     bool flow, const std::vector<std::string>& lines);

// "key: |" and the lines below, for a key in this column, with its last newline.
std::string block_entry(std::string_view key, size_t indent, const std::vector<std::string>& lines);
// "key: "line\nline\n"", for within {}.
std::string flow_entry(std::string_view key, const std::vector<std::string>& lines);

}  // namespace runner
