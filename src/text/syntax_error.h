// What is wrong with the YAML itself, in words of a scenario's author: the parser's own errors
// rewritten, and the ones that it does not see.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "text/diagnostic.h"
#include "text/quoting.h"
#include "text/source.h"
#include "text/tree_hints.h"
#include "text/yaml_events.h"

namespace runner {

// How far the parser had come.
struct ParserState {
  size_t last_offset = 0;            // of the last node
  std::optional<size_t> flow_start;  // the bracket of the outermost open flow collection
  std::vector<std::string> anchors;  // the names known
  TreeHints hints;
};

void report_syntax_error(const YamlError& error, const ParserState& state, const Source& source,
                         Diagnostics& diagnostics);

// How many columns of its line a diagnostic about `text` underlines.
int32_t underlined_length(std::string_view text);

// The bracket or quote at `offset`.
void report_unclosed(size_t offset, const Source& source, Diagnostics& diagnostics);

// A second document, or what is behind the end of the first one. `root` is where that one starts.
void report_extra_document(size_t offset, Position root, const Source& source,
                           Diagnostics& diagnostics);

// Lines starting with % from `from` to `to`, apart from %YAML: the parser ignores them.
void report_directives(size_t from, size_t to, const Source& source, Diagnostics& diagnostics);

// "expected ':' after 'not-a-key'", for the text at `offset`.
void report_missing_colon(size_t offset, const Source& source, Diagnostics& diagnostics);

// The tag at `offset`. `entry` is the entry whose value it starts, if it is no key's tag.
void report_tag(size_t offset, const std::optional<written::Entry>& entry, const Source& source,
                Diagnostics& diagnostics);
// A tag that YAML itself defines, like !!str, or one for Python's objects.
bool is_standard_tag(std::string_view text, size_t offset);

// A tab in the indentation of the line that holds `offset`. Returns whether there is one.
bool report_tab(size_t offset, const Source& source, Diagnostics& diagnostics);

}  // namespace runner
