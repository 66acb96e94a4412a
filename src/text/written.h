// Where things are written in the source: light lexing of the text around a known place, for
// positions and for hints. Never a parser.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace runner::written {

// The start and the end of the line that holds `offset`.
size_t line_start(std::string_view text, size_t offset);
size_t line_end(std::string_view text, size_t offset);
// The first word of the last line before `offset`'s that is neither empty nor a comment; `offset`
// when there is none.
size_t previous_line(std::string_view text, size_t offset);
// The first place from `offset` on that is neither blank, line break nor comment.
size_t skip_space(std::string_view text, size_t offset);
// Behind the indentation and the "- " and "? " of the line that starts at `offset`.
size_t skip_entry_marks(std::string_view text, size_t offset);
// The indentation of the least indented line that is not empty and starts between `begin` and
// `end`; npos when there is none.
size_t least_indentation(std::string_view text, size_t begin, size_t end);
// True when only indentation and entry marks stand before `offset` on its line.
bool is_first_on_line(std::string_view text, size_t offset);

// An anchor and a tag before a node's content.
struct Properties {
  size_t content = 0;  // where the content starts
  std::optional<size_t> anchor;
  std::optional<size_t> tag;
};
Properties properties_at(std::string_view text, size_t offset);
// The same where it is known that there is no tag.
Properties anchor_at(std::string_view text, size_t offset);

// The word at `offset`: until a blank, the end of the line or a flow indicator.
std::string_view word_at(std::string_view text, size_t offset);
// Behind the quoted string that starts at `offset`; npos when it is not closed.
size_t quoted_end(std::string_view text, size_t offset);

// The colon of the block-style key that starts at `offset`, on the same line; npos without one.
size_t key_colon(std::string_view text, size_t offset);
// True when the first thing on the line that holds `offset` is a key with its colon.
bool is_key_line(std::string_view text, size_t offset);
// Behind the colon of the key at `offset`, or behind the key when it has none.
size_t after_colon(std::string_view text, size_t offset, bool flow);
// Behind the "-" of the empty list item that ends before `offset`.
size_t after_dash(std::string_view text, size_t offset);

}  // namespace runner::written
