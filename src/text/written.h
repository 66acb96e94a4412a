// How values are written in the source: where they start and end, and how they look in quotes.
// Light lexing of the text around a known place, for positions and for hints; never a parser.
#pragma once

#include <cstddef>
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

namespace written {

bool is_blank(char c);  // a space or a tab
bool is_break(char c);

// The start and the end of the line that holds `offset`.
size_t line_start(std::string_view text, size_t offset);
size_t line_end(std::string_view text, size_t offset);
// The first place from `offset` on that is neither blank, line break nor comment.
size_t skip_space(std::string_view text, size_t offset);
// The first word of the last line before `offset`'s that is neither empty nor a comment; `offset`
// when there is none.
size_t previous_line(std::string_view text, size_t offset);
// True when nothing but blanks and "- " stands before `offset` on its line.
bool is_first_on_line(std::string_view text, size_t offset);

// An anchor and a tag before a node's content.
struct Properties {
  size_t content = 0;  // where the content starts
  std::optional<size_t> tag;
};
Properties properties_at(std::string_view text, size_t offset);

// Behind the quoted string that starts at `offset`; npos when it is not closed.
size_t quoted_end(std::string_view text, size_t offset);

// The unquoted value at `offset` as it was meant: to the end of its line, or in flow style to the
// comma or bracket that ends it outside its own brackets and quotes. No comment, no blanks around.
std::string_view value_at(std::string_view text, size_t offset, bool flow);
// True when no bracket and no quote of a plain scalar is left open.
bool is_closed(std::string_view scalar);

// Behind the colon of the key at `offset`, or behind the key when it has none.
size_t after_colon(std::string_view text, size_t offset, bool flow);
// Behind the "-" of the empty list item that ends before `offset`.
size_t after_dash(std::string_view text, size_t offset);

// True when the line's first thing is a key with its colon.
bool is_key_line(std::string_view text, size_t offset);
// The word at `offset`: until a blank, the end of the line or a flow indicator.
std::string_view word_at(std::string_view text, size_t offset);

// The innermost bracket of a flow collection that is open at `target`, looking from `from` on.
std::optional<size_t> open_bracket(std::string_view text, size_t from, size_t target);

// The quoted string that starts from `from` on and is never closed.
std::optional<size_t> open_quote(std::string_view text, size_t from);

// The entry of a list or map that holds `target`.
struct Entry {
  std::string_view key;  // as written; empty for a list's item
  size_t value = 0;      // where its value starts
  bool flow = false;
};
// `bracket` is where the outermost flow collection around `target` starts, if it is on an earlier
// line or known.
Entry entry_at(std::string_view text, size_t target, std::optional<size_t> bracket);

// `write key: "value"` for the value of the entry, or `write "key":` when the entry is a key.
std::string quoting_hint(std::string_view text, const Entry& entry);

}  // namespace written
}  // namespace runner
