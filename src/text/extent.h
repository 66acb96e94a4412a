// How far values reach that YAML reads otherwise than they were meant, or not at all.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace runner::written {

// The unquoted value at `offset` as it was meant: to the end of its line, or in flow style to the
// comma or bracket that ends it outside its own brackets and quotes. No comment, no blanks around.
std::string_view value_at(std::string_view text, size_t offset, bool flow);
// The unquoted key at `offset` of a flow map as it was meant: the same, up to its colon.
std::string_view flow_key_at(std::string_view text, size_t offset);
// True when no bracket and no quote of a plain scalar is left open.
bool is_closed(std::string_view scalar);

// The innermost bracket of a flow collection that is open at `target`, looking from `from` on.
std::optional<size_t> open_bracket(std::string_view text, size_t from, size_t target);
// The quoted string that starts from `from` on and is never closed.
std::optional<size_t> open_quote(std::string_view text, size_t from);

}  // namespace runner::written
