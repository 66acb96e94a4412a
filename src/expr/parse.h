// CEL text to a tree.
#pragma once

#include <functional>
#include <string_view>

#include "expr/ast.h"
#include "text/diagnostic.h"

namespace runner {

// Where byte `offset` of the parsed text stands in the source file.
using PositionOf = std::function<Position(size_t offset)>;

// Parses one whole expression. On an error one diagnostic (with its column and, where there is one,
// the fix) is reported and a null literal is returned.
Ast parse_expression(std::string_view text, const PositionOf& position, Diagnostics& diagnostics);

// Parses a text with `${…}` in it. A text that is one whole `${…}` is that expression (its type is
// kept); one without any is a string literal; otherwise a kTemplate. `$${` is a literal `${`;
// braces inside the expression's strings and maps do not end it; an unclosed `${` is an error that
// shows the quoted form. Each `${…}` with an error reports one, and a null literal is returned.
Ast parse_template(std::string_view text, const PositionOf& position, Diagnostics& diagnostics);

}  // namespace runner
