// The quoted form of values: what to write where YAML makes something else of unquoted text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "text/source.h"
#include "text/tree.h"

namespace runner {

// `text` as one YAML scalar in quotes: double ones, or single ones where that needs fewer escapes.
std::string quoted(std::string_view text);

// The value at `node.at` as written on its line, in quotes: what to write where YAML made a list or
// a map of text that was meant as an expression.
std::string quoted_form(const Source& source, const Node& node);

// A value as it can be written inside [] or {}; "…" when it goes over several lines.
std::string inline_form(const Source& source, const Node& node);

namespace written {

// The text of a plain scalar as it is, or in quotes where YAML would make something else of it.
std::string plain_or_quoted(std::string_view text, bool flow);

// `[1, 2]` for the `(1, 2)` of other languages, "" for anything else.
std::string list_for_tuple(std::string_view text);

// An entry of a list or map.
struct Entry {
  std::string_view key;  // as written; empty for a list's item and for what may be a key itself
  size_t value = 0;      // where its value starts
  bool flow = false;
  bool flow_map = false;  // in braces
};

// The innermost entry that holds `target`. `bracket` is where the outermost flow collection around
// it starts, if that is known; it may be on an earlier line.
Entry entry_at(std::string_view text, size_t target, std::optional<size_t> bracket);

// `write key: "value"` for the value of the entry, or `write "key":` when the entry is a key.
std::string quoting_hint(std::string_view text, const Entry& entry);

// `write key: [a: b]` for the value of the entry, which is the key `a`, its colon at `colon`, and
// what stands behind it.
std::string list_hint(std::string_view text, const Entry& entry, size_t colon);

}  // namespace written
}  // namespace runner
