// Any bytes as an expression and as a text with `${…}` in it: either errors that point into the
// text, or a tree that is printed and read back the same.
#include <algorithm>
#include <string>

#include "base/limits.h"
#include "base/text.h"
#include "entry_point.h"
#include "expr/parse.h"
#include "text/soundness_for_test.h"

namespace runner::fuzz {
namespace {

// The same but for its places.
bool is_same(const Ast& a, const Ast& b) {
  return a.kind == b.kind && a.op == b.op && a.macro == b.macro && a.receiver == b.receiver &&
         a.name == b.name && identical(a.value, b.value) &&
         std::equal(a.children.begin(), a.children.end(), b.children.begin(), b.children.end(),
                    is_same);
}

int check_places(const Source& source, const Ast& ast) {
  CHECK(lies_in(source, ast.at));
  CHECK(ast.length >= 1);
  int height = 0;
  for (const Ast& child : ast.children) height = std::max(height, check_places(source, child));
  return height + 1;
}

void check_printing(const Ast& ast) {
  const std::string printed = ast_text(ast);
  // What is printed has more parentheses than what was read.
  if (printed.size() > limits::kExpressionBytes) return;
  const Source source("printed", printed);
  Diagnostics diagnostics;
  const Ast again = parse_expression(
      printed, [&](size_t offset) { return source.position(offset); }, diagnostics);
  if (render(source, diagnostics).find("levels deep") != std::string::npos) return;
  require_none(render(source, diagnostics));
  CHECK(is_same(ast, again));
  CHECK(ast_text(again) == printed);
}

void check_parsed(const Source& source, const Ast& ast, const Diagnostics& diagnostics) {
  if (diagnostics.has_errors()) {
    require_none(objection_to(source, diagnostics));
    return;
  }
  CHECK(check_places(source, ast) <= limits::kExpressionHeight + 1);
  if (ast.kind != AstKind::kTemplate) return check_printing(ast);
  for (const Ast& part : ast.children) check_printing(part);
}

void parse(const std::string& text) {
  // Where expressions come from, only valid text gets through.
  if (valid_utf8_prefix(text) != text.size()) return;
  const Source source("expression", text);
  const PositionOf position = [&](size_t offset) { return source.position(offset); };
  Diagnostics bare;
  check_parsed(source, parse_expression(text, position, bare), bare);
  CHECK(bare.error_count() <= 1);
  Diagnostics within;
  check_parsed(source, parse_template(text, position, within), within);
}

}  // namespace
}  // namespace runner::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  runner::fuzz::parse(std::string(runner::fuzz::text_of(data, size)));
  return 0;
}
