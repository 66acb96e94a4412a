// What was most likely meant where a reference belongs and something else stands.
#pragma once

#include <string>
#include <string_view>

namespace runner {

// Whether `text` is a name, or a name with something in brackets: what is wrong in the brackets is
// wrong with an expression, everything else with the reference.
bool is_like_reference(std::string_view text);

// `m` of m.acquire(), "" where nothing is asked of an object.
std::string_view object_of(std::string_view text);

// What to write for `text`, which is no reference for `what`, or "".
std::string reference_hint(std::string_view text, std::string_view what);

}  // namespace runner
